import Foundation
import Recording
import Rulebook
import Simulation
import Testing
import Timing
import Wire

/// A race in which each car owes one stop of 60 s, begun from 100 s to 200 s, with a change of drivers; car 88 has 5 s
/// on top of it.
@Suite("What cars owe, as it is published")
struct ComplianceTests: ~Copyable {
    private var number: UInt64 = 0
    private var race = PublishedRace(Self.session)

    private static let session: Session = {
        let like = GoldenTests.session
        var rules = like.rules
        var stops = MandatoryStops(
            window: MandatoryStops.Window(opens: .seconds(100), closes: .seconds(200)), driverChange: true)
        stops.minimum = TimeByClass(.seconds(60))
        stops.additions = [CarNumber("88"): .seconds(5)]
        rules.obligations.stops = stops
        rules.obligations.penalties = [
            .shortStop: [PenaltyBand(below: .seconds(1), .stopAndGo(.seconds(1), shortfall: false))]
        ]
        return Session(id: like.id, name: like.name, circuit: like.circuit, rules: rules, entries: like.entries)
    }()

    private func instant(_ seconds: Double) -> Instant { Instant(milliseconds: 1_000_000 + Int64(seconds * 1000)) }

    @discardableResult
    private mutating func cross(
        _ transponder: UInt32, _ loop: UInt16, _ seconds: Double, driver: UInt8 = 0
    ) throws -> JSON {
        number += 1
        return try #require(
            try take(
                .crossing(
                    Crossing(
                        id: CrossingID(decoder: 101, epoch: 1, number: number),
                        stamp: instant(seconds).milliseconds * 1000, transponder: Transponder(transponder),
                        loop: LoopID(loop), driver: driver))))
    }

    @discardableResult
    private mutating func act(
        _ id: String, _ seconds: Double, _ kind: Act.Kind, for obligation: ObligationID? = nil
    ) throws -> JSON {
        let act = Act(id: id, at: instant(seconds), by: "stewards", kind: kind, concerning: obligation)
        return try #require(try take(.act(act)))
    }

    private mutating func take(_ input: Input) throws -> JSON? {
        let before = race.deltas.count
        race.take(input)
        return try race.deltas[before...].first.map { try JSON(Array(race.body($0))) }
    }

    private func verdict(_ car: String, _ id: String, in message: JSON?) -> JSON? {
        message?["verdicts"]?.elements?.first { $0["car"]?.text == car && $0["id"]?.text == id }
    }

    private func text(_ json: JSON?) -> String? { json.map { String(decoding: $0.bytes, as: UTF8.self) } }

    /// Both cars have begun lap 2, and car 88 came to the pit lane 120 s after the start.
    private mutating func begin() throws {
        try act("rc-1", 0, .start)
        try cross(4711, 1, 90, driver: 1)
        try cross(4712, 1, 91)
        try cross(4711, 10, 120, driver: 1)
    }

    @Test("at the start signal every car's obligations are told, and time alone opens the window")
    mutating func opening() throws {
        let started = try act("rc-1", 0, .start)
        #expect(started["verdicts"]?.elements?.count == 4)
        #expect(
            text(verdict("88", "stop1", in: started))
                == #"{"car":"88","id":"stop1","state":"notOpen","byMs":null,"opensMs":100000,"closesMs":200000,"#
                + #""requiredMs":65000,"exitFromMs":null,"visit":null,"driver":null,"joker":false,"#
                + #""interrupted":false,"curtailed":false}"#)
        try cross(4711, 1, 90)
        #expect(try take(.time(instant(99.999), decoder: 101)) == nil)
        let opened = try #require(try take(.time(instant(100), decoder: 101)))
        #expect(text(opened["input"]) == #"{"time":true}"#)
        #expect(opened["rows"] == .array([]))
        #expect(verdict("88", "stop1", in: opened)?["state"] == .string("open"))
        #expect(verdict("007", "driverChange1", in: opened)?["state"] == .string("open"))
    }

    @Test("the pit entry says from when the car may leave; leaving 6 ms before is reported with what is proposed")
    mutating func short() throws {
        try begin()
        let entered = try verdict("88", "stop1", in: JSON(race.snapshot))
        #expect(entered?["exitFromMs"] == .integer(185_000))
        let left = try cross(4711, 11, 184.994, driver: 2)
        #expect(
            text(left["verdicts"])
                == #"[{"car":"88","id":"stop1","state":"short","byMs":6,"opensMs":100000,"closesMs":200000,"#
                + #""requiredMs":65000,"exitFromMs":null,"visit":1,"driver":null,"joker":false,"#
                + #""interrupted":false,"curtailed":false},"#
                + #"{"car":"88","id":"driverChange1","state":"served","byMs":null,"opensMs":100000,"closesMs":200000,"#
                + #""requiredMs":null,"exitFromMs":null,"visit":1,"driver":"B. Drivér","joker":false,"#
                + #""interrupted":false,"curtailed":false}]"#)
        #expect(
            text(left["infringements"])
                == #"[{"car":"88","id":"stop1","kind":"shortStop","byMs":6,"visit":1,"#
                + #""proposed":{"stopAndGoMs":1000},"state":"reported","act":null}]"#)
        #expect(left["net"] != nil)
        for message in [race.snapshot, race.results] {
            let whole = try JSON(message)
            #expect(whole["infringements"] == left["infringements"])
            #expect(whole["verdicts"]?.elements?.count == 4)
            #expect(verdict("88", "stop1", in: whole) == verdict("88", "stop1", in: left))
        }
    }

    @Test("a crossing that neither enters nor leaves the pit lane says nothing of obligations")
    mutating func silence() throws {
        try begin()
        let delta = try cross(4712, 3, 140)
        #expect(delta["verdicts"] == nil && delta["infringements"] == nil && delta["net"] == nil)
    }

    @Test("a penalty for the obligation and a ruling on it are told with the name of the act")
    mutating func decided() throws {
        try begin()
        try cross(4711, 11, 184.994)
        let decided = try act(
            "d-15", 186, .penalty(CarNumber("88"), .stopAndGo(.seconds(1)), reason: "short"),
            for: ObligationID(.stop, 1))
        let infringements = try #require(decided["infringements"]?.elements)
        #expect(infringements.first?["state"] == .string("penalised"))
        #expect(infringements.first?["act"] == .string("d-15"))
        // Nobody was identified: the change is not proved until the stewards say so.
        #expect(infringements.last?["kind"] == .string("driverChangeUnproved"))
        let ruled = try act(
            "d-16", 187, .ruling(CarNumber("88"), ObligationID(.driverChange, 1), .driverChanged, reason: "seen"))
        #expect(verdict("88", "driverChange1", in: ruled)?["state"] == .string("served"))
        #expect(ruled["infringements"]?.elements?.count == 1)
    }

    @Test("a bulletin that switches the window off and one that prolongs the stop are told at once")
    mutating func bulletins() throws {
        try begin()
        let open = try act("b-1", 130, .bulletin(.window(nil)))
        #expect(verdict("007", "stop1", in: open)?["state"] == .string("open"))
        #expect(verdict("007", "stop1", in: open)?["closesMs"] == .null)
        // The visit that lasts is judged by what held when it began.
        #expect(verdict("88", "stop1", in: open) == nil)
        let longer = try act("b-2", 131, .bulletin(.minimum(of: "GT4", .seconds(70))))
        #expect(verdict("007", "stop1", in: longer)?["requiredMs"] == .integer(70_000))
    }

    @Test("when the start signal is taken back there are no verdicts any more, and nothing but their names is told")
    mutating func noMore() throws {
        try begin()
        let back = try act("rc-2", 130, .withdraw("rc-1"))
        #expect(
            text(back["verdicts"])?.hasPrefix(#"[{"car":"88","id":"stop1","state":null},{"car":"88","id":"driver"#)
                == true)
        #expect(try JSON(race.snapshot)["verdicts"] == .array([]))
    }

    @Test("a verdict is explained by the visit, the rule and the bulletin that it rests on")
    mutating func explained() throws {
        try begin()
        try act("b-1", 130, .bulletin(.addition(CarNumber("88"), .seconds(9))))
        try cross(4711, 11, 184.994)
        let answer = try JSON(
            race.publication.explanation(of: CarNumber("88"), .obligation(ObligationID(.stop, 1)), race.timekeeper) {
                $0 == "stops.minimum" ? "event.yaml:7" : nil
            })
        #expect(answer["obligation"] == (try verdict("88", "stop1", in: JSON(race.snapshot))))
        #expect(answer["stop"]?["durationMs"] == .integer(64_994))
        #expect(answer["acts"]?.elements?.map { $0["id"] } == [.string("b-1")])
        let rules = answer["rules"]?.elements ?? []
        #expect(rules.contains { text($0) == #"{"key":"stops.minimum","valueMs":60000,"place":"event.yaml:7"}"# })
        #expect(rules.contains { text($0) == #"{"key":"stops.additions","valueMs":5000,"place":null}"# })
        try act("b-0", 101, .bulletin(.minimum(of: nil, .seconds(61))))
        let told = try JSON(
            race.publication.explanation(of: CarNumber("88"), .obligation(ObligationID(.stop, 1)), race.timekeeper) {
                $0 == "stops.minimum" ? "event.yaml:7" : nil
            })
        let changed = told["rules"]?.elements ?? []
        #expect(changed.contains { text($0) == #"{"key":"stops.minimum","valueMs":61000,"place":null,"act":"b-0"}"# })
        var refusal: Refusal?
        do throws(Refusal) {
            _ = try race.publication.explanation(
                of: CarNumber("88"), .obligation(ObligationID(.stint, 1)), race.timekeeper
            ) { _ in nil }
        } catch { refusal = error }
        #expect(refusal?.field == "obligation" && refusal?.expected == "stop1, driverChange1")
    }

    @Test("a recording gives back bulletins, rulings and what a penalty is for, as the commands that it holds")
    func recorded() throws {
        let acts = [
            Act(id: "a-1", at: instant(1), by: "race director", kind: .bulletin(.window(nil))),
            Act(
                id: "a-2", at: instant(2), by: "stewards",
                kind: .ruling(CarNumber("88"), ObligationID(.stop, 1), .excused, reason: "hit by another")),
            Act(
                id: "a-3", at: instant(3), by: "stewards",
                kind: .penalty(CarNumber("88"), .driveThrough, reason: "too short"),
                concerning: ObligationID(.stop, 1)),
        ]
        let folder = FileManager.default.temporaryDirectory.appending(path: "owed-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let event = SimulatedRace.run(.generated(seed: 1)).event
        try Recording(event: event, crossings: [], acts: acts).write(directory: folder)
        #expect(try Recording.read(directory: folder).acts == acts)
    }
}
