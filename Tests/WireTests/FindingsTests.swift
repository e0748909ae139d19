import Testing
import Timing
import Wire

@Suite("Flags, decisions and what was found out, as they are published")
struct FindingsTests: ~Copyable {
    private var number: UInt64 = 0
    private var race: PublishedRace

    init() { race = PublishedRace(GoldenTests.session) }

    /// A session of two cars on the circuit of the golden race.
    private init(kind: Session.Kind = .race, _ change: (inout RaceRules) -> Void) {
        let like = GoldenTests.session
        var rules = like.rules
        change(&rules)
        race = PublishedRace(
            Session(
                id: like.id, name: like.name, kind: kind, circuit: like.circuit, rules: rules, entries: like.entries))
    }

    private func instant(_ seconds: Double) -> Instant { Instant(milliseconds: 1_000_000 + Int64(seconds * 1000)) }

    /// The delta of a crossing, seconds after the start signal: car 88 has transponder 4711, car 007 has 4712.
    @discardableResult
    private mutating func cross(_ transponder: UInt32, _ loop: UInt16, _ seconds: Double) throws -> JSON {
        number += 1
        return try take(
            .crossing(
                Crossing(
                    id: CrossingID(decoder: 101, epoch: 1, number: number),
                    stamp: instant(seconds).milliseconds * 1000, transponder: Transponder(transponder),
                    loop: LoopID(loop))))
    }

    @discardableResult
    private mutating func act(_ id: String, _ seconds: Double, _ kind: Act.Kind) throws -> JSON {
        try take(.act(Act(id: id, at: instant(seconds), by: "stewards", kind: kind)))
    }

    private mutating func take(_ input: Input) throws -> JSON {
        let before = race.deltas.count
        race.take(input)
        let delta = try #require(race.deltas[before...].first, "\(input) was refused or changed nothing")
        return try JSON(Array(race.body(delta)))
    }

    private func row(_ number: String, in message: JSON) -> JSON? {
        (message["rows"] ?? message["classification"])?.elements?.first { $0["number"]?.text == number }
    }

    private func json(_ text: String) throws -> JSON { try JSON(Array(text.utf8)) }

    @Test("the grid is told when it is taken over, with a number that changed, and in each snapshot; practice has none")
    mutating func grid() throws {
        let list = StartList(of: [.init("q", epoch: 1, sequence: 2)], grid: [CarNumber("007")])
        let taken = try act("grid", -60, .bulletin(.startList(list)))
        #expect(try taken["grid"] == json(#"["007","88"]"#))
        #expect(try act("rc-1", 0, .start)["grid"] == nil)
        var details = EntryDetails()
        details.number = CarNumber("8")
        let renumbered = try act("e-1", 5, .entry(EntryChange(.change, CarNumber("88"), details, isFromStart: true)))
        #expect(try renumbered["grid"] == json(#"["007","8"]"#))
        #expect(try JSON(Array(race.snapshot))["grid"] == json(#"["007","8"]"#))
        #expect(try act("back", 6, .withdraw("grid"))["grid"] == json(#"["8","007"]"#))
        race = FindingsTests(kind: .practice) { _ in }.race
        #expect(try JSON(Array(race.snapshot))["grid"] == nil)
    }

    @Test("a sector loop that was missed is told with the crossing that shows it, and what rests on it is named")
    mutating func missedSector() throws {
        try act("rc-1", 0, .start)
        try cross(4711, 3, 40)
        try cross(4711, 1, 90)
        try cross(4711, 3, 130)
        try cross(4711, 1, 180)
        let delta = try cross(4711, 1, 270)
        // Sectors of 40 s and 50 s: the loop lies at 40/90 of the lap.
        #expect(try delta["provisional"] == json(#"[{"car":"88","loop":3,"lap":3,"atMs":1220000}]"#))
        #expect(row("88", in: delta)?["estimated"] == .array([.string("sector1"), .string("sector2")]))
        #expect(row("88", in: delta)?["bestLapMs"] == .integer(90_000))
        let next = try cross(4711, 3, 310)
        #expect(next["provisional"] == nil)
        #expect(row("88", in: next)?["estimated"] == .array([.string("sector2")]))
    }

    @Test("a Line that was missed makes the total and the lap estimated, until the lap after it")
    mutating func missedLine() throws {
        try act("rc-1", 0, .start)
        for (loop, seconds) in [(3, 40.0), (1, 90), (3, 130), (1, 180), (3, 220)] {
            try cross(4711, UInt16(loop), seconds)
        }
        let delta = try cross(4711, 3, 310)
        #expect(delta["outcome"] == .string("sector"))
        #expect(try delta["provisional"] == json(#"[{"car":"88","loop":1,"lap":3,"atMs":1270000}]"#))
        let row88 = try #require(row("88", in: delta))
        #expect(row88["laps"] == .integer(3) && row88["totalMs"] == .integer(270_000))
        let names = ["totalMs", "lastLapMs", "sector1", "sector2"].map { JSON.string($0) }
        #expect(row88["estimated"] == .array(names))
        let next = row("88", in: try cross(4711, 1, 360))
        #expect(next?["estimated"] == .array([.string("lastLapMs"), .string("sector1")]))
    }

    @Test("a loop that three cars in turn have missed is dead since the first, until a car is seen there")
    mutating func deadLoop() throws {
        try act("rc-1", 0, .start)
        for lap in 0..<2 {
            for (transponder, behind) in [(UInt32(4711), 0.0), (4712, 2)] {
                try cross(transponder, 3, Double(lap) * 90 + 40 + behind)
                try cross(transponder, 1, Double(lap) * 90 + 90 + behind)
            }
        }
        #expect(try cross(4711, 1, 270)["loops"] == nil)
        #expect(try cross(4712, 1, 272)["loops"] == nil)
        let delta = try cross(4711, 1, 360)
        let dead = try json(#"[{"loop":3,"name":"Sector 1","sinceMs":1220000}]"#)
        #expect(delta["loops"] == dead && delta["clocks"] == .array([]))
        #expect(try JSON(race.snapshot)["loops"] == dead)
        #expect(try JSON(race.results)["loops"] == dead)
        #expect(try cross(4712, 3, 402)["loops"] == .array([]))
    }

    @Test("every decision that holds is listed with its kind, its value and what has become of it")
    mutating func decisions() throws {
        try act("rc-1", 0, .start)
        let car = CarNumber("88")
        let kinds: [(PenaltyKind, kind: String, value: String)] = [
            (.time(.seconds(5)), "time", "5000"), (.position(2), "position", "2"), (.laps(1), "laps", "1"),
            (.driveThrough, "driveThrough", "null"), (.stopAndGo(.seconds(10)), "stopAndGo", "10000"),
            (.grid(3), "grid", "3"), (.lapTime(2), "lapTime", "2"), (.disqualified, "disqualified", "null"),
        ]
        for (place, penalty) in kinds.enumerated() {
            let id = "decision-\(place)"
            let delta = try act(id, Double(place + 1), .penalty(car, penalty.0, reason: "a \"reason\""))
            let listed = try #require(delta["penalties"]?.elements)
            #expect(listed.count == place + 1)
            let isToServe = ["driveThrough", "stopAndGo"].contains(penalty.kind)
            #expect(
                try listed.last
                    == json(
                        #"{"id":"\#(id)","by":"stewards","atMs":\#(1_001_000 + place * 1000),"car":"88","#
                            + #""kind":"\#(penalty.kind)","value":\#(penalty.value),"reason":"a \"reason\"","#
                            + #""state":"\#(isToServe ? "notified" : "applied")","#
                            + #""addedMs":\#(penalty.kind == "time" ? "5000" : "0")}"#))
        }
        #expect(try act("rc-2", 20, .withdraw("decision-7"))["penalties"]?.elements?.count == 7)
        let served = try act("rc-3", 21, .served("decision-3", true))
        #expect(served["penalties"]?.elements?[3]["state"] == .string("served"))
        #expect(try JSON(race.snapshot)["penalties"] == served["penalties"])
        #expect(row("88", in: try JSON(race.snapshot))?["penaltyLaps"] == .integer(1))
    }

    @Test("the flags are told with the leader's laps under each, and a visit behind the safety car is no stop")
    mutating func flags() throws {
        try act("rc-1", 0, .start)
        for (loop, seconds) in [(3, 40.0), (1, 90)] { try cross(4711, UInt16(loop), seconds) }
        let shown = try act("rc-2", 100, .flag(.safetyCar, isEstimated: true, throughPitLane: true))
        let green =
            #"{"flag":"green","fromMs":1000000,"toMs":1100000,"laps":1,"estimated":false,"throughPitLane":false}"#
        let car = #"{"flag":"safetyCar","fromMs":1100000,"toMs":null,"laps":0,"estimated":true,"throughPitLane":true}"#
        #expect(try shown["flags"] == json("[\(green),\(car)]"))
        try cross(4711, 3, 140)
        let visit = try cross(4711, 10, 170)
        #expect(row("88", in: visit)?["stops"]?.elements?.map { $0["counts"] } == [.bool(false)])
        let lap = try cross(4711, 1, 190)
        #expect(try lap["flags"] == json("[\(green),\(car.replacing("\"laps\":0", with: "\"laps\":1"))]"))
    }

    @Test("the race says what it is run for, from when its clock runs, how long, and whether its result is final")
    mutating func raceObject() throws {
        self = FindingsTests(kind: .race) {
            $0.start = .formation
            $0.laps = 3
        }
        try act("rc-1", -120, .formation)
        let started = try act("rc-2", 0, .start)
        #expect(started["race"]?["kind"] == .string("race"))
        #expect(started["race"]?["raceLaps"] == .integer(3))
        #expect(started["race"]?["startMs"] == .integer(1_000_000))
        #expect(started["race"]?["clockStartMs"] == .integer(880_000))
        #expect(started["race"]?["clockStoppedMs"] == .integer(0) && started["race"]?["clockRuns"] == .bool(true))
        #expect(started["race"]?["result"] == .null)
        #expect(try act("rc-3", 10, .duration(.minutes(45)))["race"]?["durationMs"] == .integer(2_700_000))
        #expect(try act("rc-4", 20, .end)["race"]?["result"] == .string("provisional"))
        #expect(try act("rc-5", 30, .final)["race"]?["result"] == .string("final"))
    }

    @Test("two cars of one total share their position, and the one after it is left out")
    mutating func deadHeat() throws {
        self = FindingsTests { $0.duration = .seconds(60) }
        try act("rc-1", 0, .start)
        for transponder in [UInt32(4711), 4712] { try cross(transponder, 3, 40) }
        for transponder in [UInt32(4711), 4712] { try cross(transponder, 1, 90) }
        let results = try JSON(race.results)["classification"]?.elements ?? []
        #expect(results.map { $0["position"] } == [.integer(1), .integer(1)])
        #expect(results.map { $0["number"]?.text } == ["88", "007"])
    }

    @Test("in practice a car without a lap time has no position, and gaps are differences of best laps")
    mutating func practice() throws {
        self = FindingsTests(kind: .practice) { _ in }
        try act("rc-1", 0, .start)
        for (loop, seconds) in [(3, 40.0), (1, 90), (3, 130), (1, 178)] { try cross(4712, UInt16(loop), seconds) }
        try cross(4711, 3, 41)
        let rows = try JSON(race.results)["classification"]?.elements ?? []
        #expect(rows.map { $0["number"]?.text } == ["007", "88"])
        #expect(rows.map { $0["position"] } == [.integer(1), .null])
        for (loop, seconds) in [(1, 190.0), (3, 230), (1, 279.5)] { try cross(4711, UInt16(loop), seconds) }
        #expect(row("88", in: try JSON(race.results))?["gapMs"] == .integer(1500))
        #expect(try JSON(race.results)["race"]?["kind"] == .string("practice"))
    }
}
