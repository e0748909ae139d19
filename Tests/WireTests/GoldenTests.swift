import Testing
import Timing
import Wire

@Suite("Two cars, three laps, byte by byte")
struct GoldenTests: ~Copyable {
    /// A circuit with a Line, one sector loop and a pit lane; a car of two drivers and one of nobody known.
    static let session = Session(
        id: "race2", name: "Race \"2\"",
        circuit: Circuit(
            name: "Sepang", lengthMetres: nil,
            loops: [
                Loop(id: LoopID(1), name: "Line", kind: .line, minimum: .seconds(30)),
                Loop(id: LoopID(3), name: "Sector 1", kind: .sector, minimum: .seconds(10)),
                Loop(id: LoopID(10), name: "Pit entry", kind: .pitEntry, minimum: .seconds(5)),
                Loop(id: LoopID(11), name: "Pit exit", kind: .pitExit, minimum: .seconds(5)),
            ]),
        rules: RaceRules(duration: .minutes(60), classifiedPercent: 75),
        entries: [
            Entry(
                number: CarNumber("88"), carClass: "GT3", cup: "Pro/Am", team: "Team \\ One",
                transponders: [Transponder(4711)],
                drivers: [
                    Driver(id: 1, name: "A. Driver", grade: "Bronze"),
                    Driver(id: 2, name: "B. Drivér", nation: "MAS"),
                ]),
            Entry(
                number: CarNumber("007"), carClass: "GT4", team: "Two", vehicle: "Coupé",
                transponders: [Transponder(4712)], drivers: []),
        ])

    private var number: UInt64 = 0
    private var race = PublishedRace(Self.session, epoch: 1_526_715_000_000)

    /// Milliseconds since the start signal, and the last three digits of the decoder's stamp.
    private mutating func cross(
        _ transponder: UInt32, _ loop: UInt16, _ since: Int64, micros: Int64 = 0, driver: UInt8 = 0,
        isEstimated: Bool = false
    ) -> String {
        number += 1
        return take(
            .crossing(
                Crossing(
                    id: CrossingID(decoder: 101, epoch: 1, number: number), stamp: (1_000_000 + since) * 1000 + micros,
                    transponder: Transponder(transponder), loop: LoopID(loop), driver: driver,
                    isEstimated: isEstimated)))
    }

    private mutating func take(_ input: Input) -> String {
        let before = race.deltas.count
        race.take(input)
        return race.deltas[before...].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }

    private mutating func act(_ id: String, _ since: Int64, _ kind: Act.Kind) -> String {
        take(.act(Act(id: id, at: Instant(milliseconds: 1_000_000 + since), by: "race control", kind: kind)))
    }

    /// A delta as docs/protocol.md 4.2 has it, from its number to its rows.
    private func delta(_ sequence: Int, at: Int64, _ rest: String, rows: [String]) -> String {
        #"timing/race2 {"v":1,"type":"delta","session":"race2","epoch":1526715000000,"seq":\#(sequence),"#
            + #""atMs":\#(1_000_000 + at),"input":\#(rest),"rows":[\#(rows.joined(separator: ","))]}"#
    }

    private static let leading =
        #""position":1,"classPosition":1,"gapMs":0,"gapLaps":0,"intervalMs":0,"intervalLaps":0,"classGapMs":0,"#
        + #""classGapLaps":0,"classIntervalMs":0,"classIntervalLaps":0"#

    /// Second overall, alone in its class.
    private static func second(by milliseconds: Int) -> String {
        #""position":2,"classPosition":1,"gapMs":\#(milliseconds),"gapLaps":0,"intervalMs":\#(milliseconds),"#
            + #""intervalLaps":0,"classGapMs":0,"classGapLaps":0,"classIntervalMs":0,"classIntervalLaps":0"#
    }

    /// Car 007 after its first lap, overdue at the sector loop.
    private static func stopped(penalty: Int) -> String {
        #"{"number":"007",\#(second(by: 2000)),"gapIsNow":false,"status":"stopped","totalMs":92000,"penaltyMs":\#(penalty),"#
            + #""penaltyLaps":0}"#
    }

    @Test("the first sector: the stamp is cut, the gap is taken at the same loop")
    mutating func sector() {
        _ = act("rc-1", 0, .start)
        #expect(
            cross(4711, 3, 40_000, micros: 999, driver: 1)
                == delta(
                    2, at: 40_000,
                    #"{"crossing":{"decoder":101,"epoch":1,"number":1,"loop":3,"transponder":4711,"car":"88","#
                        + #""timeUs":1040000999,"flag":"green"}},"outcome":"sector""#,
                    rows: [
                        #"{"number":"88",\#(Self.leading),"status":"onTrack","totalMs":null,"penaltyMs":0,"#
                            + #""penaltyLaps":0,"laps":0,"lastLapMs":null,"bestLapMs":null,"bestLap":null,"#
                            + #""sectorsMs":[40000,null],"#
                            + #""bestSectorsMs":[null,null],"lastLoop":3,"lastMs":40000,"#
                            + #""driver":"A. Driver","estimated":[],"stintFromMs":0,"driverFromMs":0}"#
                    ]))
        #expect(
            cross(4712, 3, 41_500)
                == delta(
                    3, at: 41_500,
                    #"{"crossing":{"decoder":101,"epoch":1,"number":2,"loop":3,"transponder":4712,"car":"007","#
                        + #""timeUs":1041500000,"flag":"green"}},"outcome":"sector""#,
                    rows: [
                        #"{"number":"007",\#(Self.second(by: 1500)),"status":"onTrack","totalMs":null,"#
                            + #""penaltyMs":0,"penaltyLaps":0,"laps":0,"lastLapMs":null,"bestLapMs":null,"#
                            + #""bestLap":null,"#
                            + #""sectorsMs":[41500,null],"bestSectorsMs":[null,null],"lastLoop":3,"lastMs":41500,"#
                            + #""driver":null,"estimated":[],"stintFromMs":0,"driverFromMs":null}"#
                    ]))
    }

    @Test("the best lap, a stop with its drivers, a car that stands still, a penalty, a stranger, a heartbeat")
    mutating func lap() {
        rideTwoLaps()
        let best = #"{"number":"88","lap":2,"ms":88000}"#
        #expect(
            cross(4711, 1, 178_000)
                == delta(
                    7, at: 178_000,
                    #"{"crossing":{"decoder":101,"epoch":1,"number":6,"loop":1,"transponder":4711,"car":"88","#
                        + #""timeUs":1178000000,"flag":"green"}},"outcome":"lap","#
                        + #""race":{"name":"Race \"2\"","circuit":"Sepang","#
                        + #""kind":"race","phase":"running","flag":"green","result":null,"startMs":1000000,"#
                        + #""clockStartMs":1000000,"clockStoppedMs":0,"clockRuns":true,"chequeredMs":null,"#
                        + #""endMs":null,"durationMs":3600000,"#
                        + #""raceLaps":null,"fcyCountdownMs":null,"bestLap":\#(best),"classBestLaps":[{"class":"GT3","#
                        + #"\#(best.dropFirst())]},"flags":[{"flag":"green","fromMs":1000000,"toMs":null,"#
                        + #""laps":2,"estimated":false,"throughPitLane":false}]"#,
                    rows: [car88(total: 178_000, loop: 1, at: 178_000)]))
        #expect(
            cross(4711, 10, 260_000)
                == delta(
                    8, at: 260_000,
                    #"{"crossing":{"decoder":101,"epoch":1,"number":7,"loop":10,"transponder":4711,"car":"88","#
                        + #""timeUs":1260000000,"flag":"green"}},"outcome":"pitEntry""#,
                    rows: [
                        car88(
                            total: 178_000, loop: 10, at: 260_000, status: "inPit",
                            stops: #"{"inMs":260000,"outMs":null,"durationMs":null,"driverIn":"A. Driver","#
                                + #""driverOut":null,"estimated":false,"counts":true}"#,
                            stint: #""stintFromMs":null,"driverFromMs":0"#),
                        // It has not been seen for 2.5 times the latest time of the sector it is on.
                        Self.stopped(penalty: 0),
                    ]))
        #expect(
            cross(4711, 11, 345_006, driver: 2)
                == delta(
                    9, at: 345_006,
                    #"{"crossing":{"decoder":101,"epoch":1,"number":8,"loop":11,"transponder":4711,"car":"88","#
                        + #""timeUs":1345006000,"flag":"green"}},"outcome":"pitExit""#,
                    rows: [
                        car88(
                            total: 178_000, loop: 11, at: 345_006, status: "outLap", driver: "B. Drivér",
                            stops: #"{"inMs":260000,"outMs":345006,"durationMs":85006,"driverIn":"A. Driver","#
                                + #""driverOut":"B. Drivér","estimated":false,"counts":true}"#,
                            stint: #""stintFromMs":345006,"driverFromMs":345006"#)
                    ]))
        #expect(
            act("rc-\"2\"", 346_000, .penalty(CarNumber("007"), .time(.seconds(5)), reason: "track limits"))
                == delta(
                    10, at: 346_000,
                    #"{"act":{"id":"rc-\"2\"","by":"race control","kind":"penalty"}},"outcome":"done","#
                        + #""penalties":[{"id":"rc-\"2\"","by":"race control","atMs":1346000,"car":"007","#
                        + #""kind":"time","value":5000,"reason":"track limits","state":"applied","addedMs":5000}]"#,
                    rows: [
                        Self.stopped(penalty: 5000)
                    ]))
        #expect(
            cross(4713, 1, 347_000, isEstimated: true)
                == delta(
                    11, at: 347_000,
                    #"{"crossing":{"decoder":101,"epoch":1,"number":9,"loop":1,"transponder":4713,"#
                        + #""timeUs":1347000000,"estimated":true}},"outcome":"unknownTransponder","#
                        + #""unknown":[{"transponder":4713,"crossings":1,"lastAtMs":1347000}]"#,
                    rows: []))
        #expect(
            String(decoding: race.heartbeat(now: Instant(milliseconds: 1_347_500)), as: UTF8.self)
                == #"beat/race2 {"v":1,"type":"heartbeat","session":"race2","epoch":1526715000000,"firstSeq":1,"#
                + #""previousEpoch":null,"next":12,"nowMs":1347500}"#)
    }

    @Test(
        "the sectors of the first lap count among the best, all but the one from the grid, as in the document's example"
    )
    mutating func firstLapSectors() throws {
        _ = act("rc-1", 0, .start)
        _ = cross(4711, 3, 30_101)
        _ = cross(4711, 1, 65_123)
        let rows = try JSON(race.snapshot)["rows"]?.elements
        #expect(rows?.first?["sectorsMs"] == .array([.integer(30_101), .integer(35_022)]))
        #expect(rows?.first?["bestSectorsMs"] == .array([.null, .integer(35_022)]))
    }

    /// Up to the last sector of car 88's second lap: six deltas.
    private mutating func rideTwoLaps() {
        _ = act("rc-1", 0, .start)
        _ = cross(4711, 3, 40_000, driver: 1)
        _ = cross(4712, 3, 41_500)
        _ = cross(4711, 1, 90_000)
        _ = cross(4712, 1, 92_000)
        _ = cross(4711, 3, 129_000)
    }

    /// The leader's row after its second lap.
    private func car88(
        total: Int, loop: Int, at since: Int, status: String = "onTrack", driver: String = "A. Driver",
        stops: String? = nil, stint: String = ""
    ) -> String {
        // In the pit lane, and up to the first loop after it, the gaps are from before.
        let gaps = Self.leading + (status == "onTrack" ? "" : #","gapIsNow":false"#)
        return #"{"number":"88",\#(gaps),"status":"\#(status)","totalMs":\#(total),"penaltyMs":0,"#
            + #""penaltyLaps":0,"laps":2,"#
            + #""lastLapMs":88000,"bestLapMs":88000,"bestLap":2,"sectorsMs":[39000,49000],"#
            + #""bestSectorsMs":[39000,49000],"lastLoop":\#(loop),"lastMs":\#(since),"driver":"\#(driver)","#
            + #""estimated":[]"#
            + (stops.map { #","stops":[\#($0)],\#(stint)}"# } ?? "}")
    }
}
