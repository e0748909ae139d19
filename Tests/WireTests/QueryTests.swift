import Testing
import Timing
import Wire

@Suite("Questions, ranges and answers")
struct QueryTests {
    static let queries: [Query] = [
        .snapshot, .results, .status, .range(epoch: 0, from: 1, to: 1), .range(epoch: 7, from: 1000, to: 1020),
        .range(epoch: 1 << 53, from: 1 << 53, to: 1 << 53), .intermediate(.minutes(360)),
        .explain(CarNumber("07"), .position), .explain(CarNumber("88"), .lap(12)), .explain(CarNumber("88"), .stop(1)),
    ]

    private func read(_ bytes: [UInt8], session: String = "race2") throws -> Query {
        try bytes.withUnsafeBytes { try Query($0, session: session) }
    }

    @Test("every question reads back as it was asked, with and without its session", arguments: queries)
    func roundTrip(query: Query) throws {
        #expect(try read(query.bytes(session: "race2")) == query)
        #expect(try read(query.bytes(session: nil)) == query)
    }

    @Test(
        "a wrong question is refused, by name",
        arguments: [
            ("{", Refusal.Reason.notJSON, ""), ("[]", .notJSON, ""), ("{}", .wrongVersion, "v"),
            ("{\"v\":1}", .missingField, "type"), ("{\"v\":1,\"type\":\"command\"}", .wrongType, "type"),
            ("{\"v\":1,\"type\":\"request\"}", .missingField, "request"),
            ("{\"v\":1,\"type\":\"request\",\"request\":\"laps\"}", .wrongValue, "request"),
            ("{\"v\":1,\"type\":\"request\",\"request\":\"status\",\"session\":\"race1\"}", .unknownSession, "session"),
            ("{\"v\":1,\"type\":\"request\",\"request\":\"status\",\"session\":1}", .wrongValue, "session"),
            ("{\"v\":1,\"type\":\"request\",\"request\":\"explain\"}", .missingField, "car"),
            ("{\"v\":1,\"type\":\"request\",\"request\":\"explain\",\"car\":88}", .wrongValue, "car"),
            ("{\"v\":1,\"type\":\"request\",\"request\":\"explain\",\"car\":\"8\",\"lap\":0}", .wrongValue, "lap"),
            (
                "{\"v\":1,\"type\":\"request\",\"request\":\"explain\",\"car\":\"8\",\"lap\":1,\"stop\":1}",
                .wrongValue,
                "stop"
            ),
            (
                "{\"v\":1,\"type\":\"request\",\"request\":\"results\",\"intermediateMs\":\"6 h\"}", .wrongValue,
                "intermediateMs"
            ),
            ("{\"v\":1,\"type\":\"request\",\"request\":\"range\"}", .missingField, "from"),
            ("{\"v\":1,\"type\":\"request\",\"request\":\"range\",\"from\":1}", .missingField, "epoch"),
            ("{\"v\":1,\"type\":\"request\",\"request\":\"range\",\"from\":1,\"epoch\":1}", .missingField, "to"),
            (
                "{\"v\":1,\"type\":\"request\",\"request\":\"range\",\"from\":0,\"epoch\":1,\"to\":1}", .wrongValue,
                "from"
            ),
            ("{\"v\":1,\"type\":\"request\",\"request\":\"range\",\"from\":2,\"epoch\":1,\"to\":1}", .wrongValue, "to"),
            (
                "{\"v\":1,\"type\":\"request\",\"request\":\"range\",\"from\":1,\"epoch\":-1,\"to\":1}", .wrongValue,
                "epoch"
            ),
        ])
    func refused(text: String, reason: Refusal.Reason, field: String) {
        let refusal = #expect(throws: Refusal.self) { try read(Array(text.utf8)) }
        #expect(refusal?.reason == reason)
        #expect(refusal?.field == field)
    }

    @Test("a range of a feed reads back as it was asked and as it was answered")
    func feedRange() throws {
        for range in [
            FeedRange(decoder: 1, epoch: 0, from: 1, to: 1), FeedRange(decoder: 101, epoch: 3, from: 17, to: 42),
            FeedRange(decoder: .max, epoch: 1 << 53, from: 1 << 53, to: 1 << 53),
        ] {
            #expect(try range.request.withUnsafeBytes { try FeedRange(request: $0) } == range)
            let reply = try range.reply(count: 26).withUnsafeBytes { try FeedRange.reply($0) }
            #expect(reply.range == range && reply.count == 26)
            // One is not taken for the other.
            #expect(throws: Refusal.self) { try range.request.withUnsafeBytes { try FeedRange.reply($0) } }
            #expect(throws: Refusal.self) { try range.reply(count: 1).withUnsafeBytes { try FeedRange(request: $0) } }
        }
    }

    @Test(
        "a range that cannot be is refused, by name",
        arguments: [
            ("\"decoder\":0,\"epoch\":1,\"from\":1,\"to\":1", "decoder"),
            ("\"epoch\":1,\"from\":1,\"to\":1", "decoder"),
            ("\"decoder\":1,\"epoch\":1,\"from\":0,\"to\":1", "from"), ("\"decoder\":1,\"from\":1,\"to\":1", "epoch"),
            ("\"decoder\":1,\"epoch\":1,\"from\":2,\"to\":1", "to"), ("\"decoder\":1,\"epoch\":1,\"from\":2", "to"),
        ])
    func wrongRange(members: String, field: String) {
        let bytes = Array("{\"v\":1,\"type\":\"range\",\(members)}".utf8)
        let refusal = #expect(throws: Refusal.self) { try bytes.withUnsafeBytes { try FeedRange(request: $0) } }
        #expect(refusal?.field == field)
    }

    @Test("answers are the messages of docs/protocol.md")
    func replies() {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        #expect(
            text(Reply.range(session: "race2", epoch: 1_526_715_000_000, from: 1000, to: 1020, count: 21))
                == #"{"v":1,"type":"rangeReply","session":"race2","epoch":1526715000000,"from":1000,"to":1020,"#
                + #""count":21}"#
        )
        let act = Act(
            id: "decision-12", at: Instant(milliseconds: 1_526_718_736_227), by: "stewards",
            kind: .penalty(CarNumber("918"), .time(.seconds(5)), reason: "track limits"))
        #expect(
            text(
                Reply.acknowledgement(
                    of: act, session: "race2", sequence: 1804, isRepeated: false, isJournalled: true,
                    .init(
                        understood: "car 918 gets 5.000 added", follows: ["77 3 → 2", "918 2 → 3"],
                        changed: [CarNumber("77"), CarNumber("918")], moved: [])))
                == #"{"v":1,"type":"ack","id":"decision-12","session":"race2","seq":1804,"atMs":1526718736227,"#
                + #""repeated":false,"understood":"car 918 gets 5.000 added","follows":["77 3 → 2","918 2 → 3"],"#
                + #""changed":["77","918"],"journalled":true}"#)
        #expect(
            text(Reply.refusal(Refusal(.unknownCar(CarNumber("981"))), id: "decision-14"))
                == #"{"v":1,"type":"refusal","id":"decision-14","reason":"unknown-car","field":"command.car","#
                + #""message":"no entry has number \"981\"","expected":"a number of the entry list","remedy":"check "#
                + #"the number against the entry list; \"07\" and \"7\" are different cars"}"#)
    }

    @Test("the acknowledgement of an assignment says whose crossings became whose; nobody is null")
    func moved() throws {
        let act = Act(
            id: "swap-1", at: Instant(milliseconds: 1_526_717_000_000), by: "timekeeper",
            kind: .assign(Transponder(4713), CarNumber("88"), .wholeSession))
        let moved: [Reply.Moved] = [
            .init(from: CarNumber("3"), to: CarNumber("88"), crossings: 14, laps: 3),
            .init(from: nil, to: CarNumber("88"), crossings: 2, laps: 0),
            .init(from: CarNumber("88"), to: nil, crossings: 1, laps: 1),
        ]
        let bytes = Reply.acknowledgement(
            of: act, session: "race2", sequence: 1805, isRepeated: false, isJournalled: true,
            .init(understood: "so", follows: [], changed: [CarNumber("3"), CarNumber("88")], moved: moved))
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"v":1,"type":"ack","id":"swap-1","session":"race2","seq":1805,"atMs":1526717000000,"#
                + #""repeated":false,"understood":"so","follows":[],"changed":["3","88"],"#
                + #""moved":[{"from":"3","to":"88","crossings":14,"laps":3},"#
                + #"{"from":null,"to":"88","crossings":2,"laps":0},{"from":"88","to":null,"crossings":1,"laps":1}],"#
                + #""journalled":true}"#)
    }

    @Test("a refusal without the command's id has every other member")
    func anonymous() throws {
        let json = try JSON(Reply.refusal(.unknownSession("race1", running: "race2")))
        guard case .object(let members) = json else {
            Issue.record("no object")
            return
        }
        #expect(members.map(\.name) == ["v", "type", "reason", "field", "message", "expected", "remedy"])
        #expect(json["reason"]?.text == "unknown-session")
        #expect(json["field"]?.text == "session")
    }

    static let coreRefusals: [(ActRefusal, Refusal.Reason, String)] = [
        (.unknownCar(CarNumber("981")), .unknownCar, "command.car"),
        (.unknownLoop(LoopID(99)), .unknownLoop, "command.loop"),
        (.unknownAct("rc-1"), .unknownAct, "command.act"),
        (.unknownCrossing(CrossingID(decoder: 1, epoch: 2, number: 3)), .unknownCrossing, "command.crossing"),
        (.nameInUse("rc-1"), .idInUse, "id"), (.wrongPosition(31, of: 30), .wrongValue, "command.position"),
        (.nothingToServe("decision-12"), .wrongValue, "command.act"),
    ]

    @Test("what the core refuses is said with what, why and what to do", arguments: coreRefusals)
    func core(_ refusal: ActRefusal, _ reason: Refusal.Reason, _ field: String) {
        let said = Refusal(refusal)
        #expect(said.reason == reason)
        #expect(said.field == field)
        #expect(![said.message, said.expected, said.remedy].contains(""))
        #expect(said.description.hasPrefix("\(reason.rawValue): \(field): "))
    }

    @Test("every reason has its name of docs/protocol.md")
    func names() {
        let names = [
            "not-json", "wrong-version", "wrong-type", "missing-field", "wrong-value", "unknown-session",
            "wrong-state", "which-session", "unknown-car", "unknown-loop", "unknown-act", "unknown-crossing",
            "unknown-driver", "unknown-lap", "outside-session", "already-started", "would-lose", "twice", "no-dry-run",
            "too-many", "id-in-use",
            "not-allowed", "too-fast", "bad-magic", "bad-length", "wrong-epoch", "too-old", "not-yet", "standby",
            "wrong-journal", "far-ahead",
        ]
        #expect(Refusal.Reason.allCases.map(\.rawValue) == names)
    }
}
