import Meeting
import Testing
import Timing
import Wire

/// Acts of the meeting and its message, on the wire.
@Suite("The meeting on the wire")
struct MeetingTests {
    private static let start = Instant(milliseconds: 1_526_700_000_000)

    private static func meeting(_ kinds: MeetingAct.Kind...) throws -> RaceMeeting {
        var meeting = RaceMeeting(
            ["q1", "race1", "race2"].enumerated().map { place, id in
                PlannedSession(
                    id: id, name: "The \(id)", kind: place == 0 ? .qualifying : .race, series: "gt",
                    start: start + .minutes(Int64(place) * 60))
            })
        for (place, kind) in kinds.enumerated() {
            try meeting.take(
                MeetingAct(id: "a\(place)", at: start + .minutes(Int64(place)), by: "race control", kind: kind))
        }
        return meeting
    }

    private static let kinds: [MeetingAct.Kind] = [
        .arm("q1"), .disarm("q1"), .provisional("q1"), .abandon("q1", reason: "fog \"and\" rain"),
        .reached("q1", .running), .shift(from: "race1", by: .minutes(-5)), .show("race1"), .show(nil),
        .add(AddedSession(id: "race1-2", origin: .init(session: "race1", mode: .replace))),
        .add(
            AddedSession(
                id: "race1_b", origin: .init(session: "race1", mode: .aggregate), name: "Race 1, part 2",
                start: start)),
        .withdraw("a4"), .provisional("q1", sequence: 2655),
        .issue(
            MeetingDocument.Issue(
                MeetingDocument(
                    .result, subject: "race1", title: "Race 1 \"provisional\"",
                    hash: String(repeating: "0a", count: 32),
                    of: .init("race1", epoch: 7, sequence: 12)), number: 3, version: 2)),
        .issue(
            MeetingDocument.Issue(
                MeetingDocument(
                    .bulletin, subject: "bulletin 3", title: "Window", hash: String(repeating: "0b", count: 32),
                    of: nil), number: 4, version: 1)),
        .showGraphic(
            Graphic("battle", session: "race1", cars: [CarNumber("7"), CarNumber("88")], carClass: "GT3", text: "now")),
        .showGraphic(Graphic("tower")), .hideGraphic("tower"), .hideGraphic(nil),
    ]

    @Test("every act is read again from the journal as it was written", arguments: kinds)
    func journal(_ kind: MeetingAct.Kind) throws {
        let act = MeetingAct(id: "rc-1", at: Self.start, by: "race control", kind: kind)
        let json = try JSON(act.json(speaker: "key of race control").bytes)
        #expect(try MeetingAct(json) == act)
        #expect(json["speaker"]?.text == "key of race control")
    }

    @Test("a command is for the meeting or for a session, and says which session it means")
    func orders() throws {
        func order(_ command: String, _ session: String = "") throws -> ControlOrder {
            let text = "{\"v\":1,\"type\":\"command\",\"by\":\"rc\",\(session)\"command\":{\(command)}}"
            return try ControlOrder(try JSON(Array(text.utf8))) { $0 == "a1" }
        }
        for action in ["arm", "disarm", "provisional", "show"] {
            guard case .meeting(let command) = try order("\"kind\":\"session\",\"action\":\"\(action)\"") else {
                Issue.record("\(action)")
                continue
            }
            #expect(command.session == nil && command.by == "rc")
        }
        let meant: [(String, MeantBy)] = [
            ("\"kind\":\"session\",\"action\":\"start\"", .start), ("\"kind\":\"session\",\"action\":\"end\"", .end),
            ("\"kind\":\"session\",\"action\":\"final\"", .final), ("\"kind\":\"flag\",\"flag\":\"red\"", .race),
            ("\"kind\":\"amendment\",\"action\":\"withdraw\",\"act\":\"b1\"", .race),
        ]
        for (text, expected) in meant {
            guard case .session(_, let named, let by) = try order(text, "\"session\":\"q1\",") else {
                Issue.record("\(text)")
                continue
            }
            #expect(named == "q1" && by == expected)
        }
        guard case .meeting(let taken) = try order("\"kind\":\"amendment\",\"action\":\"withdraw\",\"act\":\"a1\"")
        else {
            Issue.record("the meeting's own act")
            return
        }
        #expect(taken.action == .withdraw("a1"))
    }

    @Test("a command without a session takes the one that is meant, or is refused as such")
    func meant() throws {
        let arm = MeetingCommand(by: "rc", action: .arm)
        #expect(try arm.act(id: "x", at: Self.start, in: Self.meeting()).kind == .arm("q1"))
        let two = try Self.meeting(.arm("q1"), .arm("race1"))
        do {
            _ = try MeetingCommand(by: "rc", action: .disarm).act(id: "x", at: Self.start, in: two)
            Issue.record("two are armed")
        } catch {
            #expect(error.reason == .whichSession && error.field == "session")
            #expect(error.expected == "q1 (armed) or race1 (armed)")
        }
        let show = MeetingCommand(by: "rc", action: .show)
        #expect(try show.act(id: "x", at: Self.start, in: two).kind == .show(nil))
    }

    @Test(
        "a value that cannot be meant is refused by the name of its member",
        arguments: [
            ("\"action\":\"shift\"", "command.byMs"), ("\"action\":\"shift\",\"byMs\":604800001", "command.byMs"),
            ("\"action\":\"abandon\"", "command.reason"), ("\"action\":\"abandon\",\"reason\":\"\"", "command.reason"),
            ("\"action\":\"add\",\"id\":\"a b\",\"of\":\"q1\",\"mode\":\"replace\"", "command.id"),
            ("\"action\":\"add\",\"id\":\"ab\",\"of\":\"q1\",\"mode\":\"again\"", "command.mode"),
            ("\"action\":\"reached\",\"state\":\"final\"", "command.action"),
        ])
    func refused(_ command: String, _ field: String) throws {
        let text = "{\"v\":1,\"type\":\"command\",\"by\":\"rc\",\"command\":{\"kind\":\"session\",\(command)}}"
        let json = try JSON(Array(text.utf8))
        do {
            _ = try MeetingCommand(json)
            Issue.record("it was read")
        } catch { #expect(error.field == field) }
    }

    @Test("the message has the whole meeting, and the same one behind its topic")
    func message() throws {
        let meeting = try Self.meeting(
            .arm("q1"), .reached("q1", .running), .shift(from: "race1", by: .minutes(15)),
            .add(AddedSession(id: "race1-2", origin: .init(session: "race1", mode: .aggregate))))
        let message = MeetingMessage(
            event: "Sepang", epoch: 7, sequence: 4, now: Self.start + .minutes(90), utcOffset: .minutes(480), meeting,
            sequences: ["q1": 12])
        let json = try JSON(message.bytes)
        #expect(json["shown"]?.text == "q1" && json["seq"]?.integer == 4 && json["utcOffsetMs"]?.integer == 28_800_000)
        let sessions = try #require(json["sessions"]?.elements)
        #expect(sessions.map { $0["id"]?.text } == ["q1", "race1", "race1-2", "race2"])
        #expect(sessions.map { $0["state"]?.text } == ["running", "planned", "planned", "planned"])
        #expect(sessions.map { $0["seq"]?.integer } == [12, 0, 0, 0])
        #expect(sessions[1]["lateMs"]?.integer == 1_800_000)
        #expect(sessions[0]["lateMs"]?.integer == 60_000 && sessions[2]["lateMs"] == .null)
        #expect(sessions[2]["of"]?["mode"]?.text == "aggregate")
        let writer = ByteWriter(capacity: 64)
        message.write(withTopic: true, to: writer)
        #expect(writer.bytes == Array("meeting ".utf8) + message.bytes)
    }

    @Test("what was understood is said in words, with the session that was taken")
    func words() throws {
        let meeting = try Self.meeting(.arm("q1"), .shift(from: "race1", by: .minutes(15)))
        #expect(
            meeting.acts.map { MeetingText.words($0, in: meeting, zone: .minutes(480)) } == [
                "session q1 (The q1) is armed from 11:20:00 on",
                "the timetable moves by +0:15:00 from session race1 (The race1) on: race1 is to start at 12:35:00",
            ])
    }
}
