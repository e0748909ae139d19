import Testing
import Timing
import Wire

@Suite("Explanations and intermediate classifications as they are answered")
struct ExplanationTests: ~Copyable {
    private static let session = Session(
        id: "race2", name: "Race 2", circuit: GoldenTests.session.circuit,
        rules: {
            var rules = RaceRules(duration: .minutes(60), classifiedPercent: 75)
            rules.intermediates = [.minutes(2), .minutes(4)]
            return rules
        }(), entries: GoldenTests.session.entries)

    private var number: UInt64 = 0
    private var timekeeper = Timekeeper(Self.session)
    private let publication = Publication(Self.session, epoch: 7)

    /// Car 88 drives two laps, with a stop on the second; car 007 one.
    init() throws {
        try act("start", 0, .start)
        cross(4711, 3, 40)
        cross(4711, 1, 90)
        cross(4712, 1, 95)
        cross(4711, 10, 150, driver: 1)
        cross(4711, 11, 170, driver: 2)
        cross(4711, 1, 200)
        try act("decision-1", 210, .penalty(CarNumber("88"), .time(.seconds(5)), reason: "track limits"))
    }

    private func instant(_ seconds: Int64) -> Instant { Instant(milliseconds: 1_000_000 + seconds * 1000) }

    private mutating func cross(_ transponder: UInt32, _ loop: UInt16, _ seconds: Int64, driver: UInt8 = 0) {
        number += 1
        _ = timekeeper.apply(
            Crossing(
                id: CrossingID(decoder: 101, epoch: 1, number: number), stamp: instant(seconds).milliseconds * 1000,
                transponder: Transponder(transponder), loop: LoopID(loop), driver: driver))
    }

    private mutating func act(_ id: String, _ seconds: Int64, _ kind: Act.Kind) throws {
        _ = try timekeeper.apply(Act(id: id, at: instant(seconds), by: "stewards", kind: kind))
    }

    private func explained(_ thing: ExplainedThing, of car: String = "88") throws -> JSON {
        let bytes = try publication.explanation(of: CarNumber(car), thing, timekeeper) { rule in
            rule == "race.start" ? "series.yaml:5" : nil
        }
        return try JSON(bytes)
    }

    private func names(_ json: JSON?) -> [String] {
        if case .object(let members)? = json { members.map(\.name) } else { [] }
    }

    @Test("a rule that a command has changed names the command, and its file no more")
    mutating func told() throws {
        func duration(_ json: JSON) -> JSON? {
            json["rules"]?.elements?.first { $0["key"] == .string("race.duration") }
        }
        try act("end", 215, .flag(.chequered, isEstimated: false, throughPitLane: false))
        #expect(duration(try explained(.position))?["act"] == nil)
        try act("longer", 100, .duration(.minutes(70)))
        let rule = try #require(duration(try explained(.position)))
        #expect(rule["valueMs"] == .integer(4_200_000) && rule["act"] == .string("longer") && rule["place"] == .null)
        try act("sorry", 220, .withdraw("longer"))
        #expect(duration(try explained(.position))?["act"] == nil)
    }

    @Test("an explanation names the session, what it has seen of it, the car, and one thing that it explains")
    func head() throws {
        let head = ["v", "type", "session", "epoch", "seq", "nowMs", "startMs", "car"]
        #expect(names(try explained(.position)) == head + ["position", "acts", "rules"])
        #expect(names(try explained(.lap(1))) == head + ["lap", "acts", "rules"])
        #expect(names(try explained(.stop(1))) == head + ["stop", "acts", "rules"])
        #expect(try explained(.position)["startMs"]?.integer == 1_000_000)
    }

    @Test("a rule is told with its value and the place where it is written")
    func rules() throws {
        let rules = try explained(.lap(1))["rules"]
        let text = rules.map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(text == #"[{"key":"race.start","value":"signal","place":"series.yaml:5"}]"#)
        let transit = try explained(.stop(1))["rules"]?.elements?.first
        #expect(transit?["place"] == .null && transit?["value"]?.text == "none")
    }

    @Test("a crossing is told by its names, its instant and how it is known")
    func evidence() throws {
        let ended = try #require(try explained(.lap(1))["lap"]?["ended"])
        #expect(
            String(decoding: ended.bytes, as: UTF8.self)
                == #"{"car":"88","atMs":1090000,"loop":1,"name":"Line","lap":1,"basis":"measured","crossing":"#
                + #"{"decoder":101,"epoch":1,"number":2,"timeUs":1090000000,"transponder":4711,"driver":null},"#
                + #""act":null,"retimedBy":null,"outcome":"lap","voidedBy":null}"#)
    }

    @Test("an act is told as the command that it was")
    func acts() throws {
        let act = try #require(try explained(.position)["acts"]?.elements?.first)
        #expect(act["id"]?.text == "decision-1" && act["state"]?.text == "applied" && act["withdrawnBy"] == .null)
        #expect(act["command"]?["kind"]?.text == "penalty" && act["command"]?["timeMs"]?.integer == 5000)
    }

    @Test("drivers are told by name, with the crossing that named them")
    func drivers() throws {
        let stop = try #require(try explained(.stop(1))["stop"])
        #expect(stop["driverIn"]?["name"]?.text == "A. Driver" && stop["driverOut"]?["name"]?.text == "B. Drivér")
        #expect(stop["driverOut"]?["crossing"]?["atMs"]?.integer == 1_170_000)
        #expect(stop["durationMs"]?.integer == 20_000)
        #expect(stop["counts"]?.bool == true && stop["underRed"]?.bool == false)
    }

    @Test("what cannot be explained is refused, by name")
    func refused() throws {
        let asked: [(ExplainedThing, String, Refusal.Reason, String, String)] = [
            (.position, "7", .unknownCar, "car", "a number of the entry list"),
            (.lap(3), "88", .wrongValue, "lap", "1 to 2"), (.stop(2), "88", .wrongValue, "stop", "1 to 1"),
            (.stop(1), "007", .wrongValue, "stop", "a car that has been in the pit lane"),
        ]
        for (thing, car, reason, field, expected) in asked {
            let refusal = #expect(throws: Refusal.self) { try explained(thing, of: car) }
            #expect(refusal?.reason == reason && refusal?.field == field && refusal?.expected == expected)
        }
    }

    @Test("an intermediate classification is results with its time, and rows of what was so then")
    func intermediate() throws {
        let writer = ByteWriter(capacity: 64)
        try publication.intermediate(at: .minutes(2), timekeeper, to: writer)
        let results = try JSON(writer.bytes)
        #expect(results["type"]?.text == "results" && results["intermediateMs"]?.integer == 120_000)
        #expect(results["fellMs"]?.integer == 1_200_000 && results["isComplete"]?.bool == false)
        let rows = try #require(results["classification"]?.elements)
        #expect(rows.map { $0["number"]?.text } == ["88", "007"])
        #expect(rows.map { $0["laps"]?.integer } == [2, 1])
        #expect(rows[1]["gapLaps"]?.integer == 1 && rows[1]["gapMs"] == .null && rows[1]["totalMs"]?.integer == 95_000)
        #expect(rows[0]["bestLapMs"] == nil && rows[0]["team"]?.text == "Team \\ One")
    }

    @Test("a time that the rulebook does not name is refused with those that it does, and one to come is not yet")
    func notInTheRulebook() {
        let writer = ByteWriter(capacity: 64)
        let wrong = #expect(throws: Refusal.self) {
            try publication.intermediate(at: .minutes(3), timekeeper, to: writer)
        }
        #expect(wrong?.reason == .wrongValue && wrong?.expected == "120000 or 240000")
        let early = #expect(throws: Refusal.self) {
            try publication.intermediate(at: .minutes(4), timekeeper, to: writer)
        }
        #expect(early?.reason == .notYet && early?.field == "intermediateMs")
    }
}
