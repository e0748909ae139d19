import Meeting
import Testing
import Timing

/// A meeting by example.
@Suite("A meeting's day")
struct MeetingExampleTests {
    @Test("a session goes from the timetable to its final result, each state with its instant")
    func whole() throws {
        var meeting = Weekend.meeting()
        #expect(meeting.shown == nil && meeting.open.isEmpty)
        try meeting.give(
            .arm("q1"), .reached("q1", .running), .reached("q1", .finished), .provisional("q1"),
            .reached("q1", .final), from: 55)
        let session = try #require(meeting["q1"])
        #expect(session.state == .final && meeting.shown == "q1" && meeting.open.isEmpty)
        let states: [SessionState] = [.armed, .running, .finished, .provisional, .final]
        #expect(states.map { session.instants[$0] } == (55...59).map(Weekend.at))
        #expect(session.delay(at: Weekend.at(300)) == .minutes(-4))
    }

    @Test("the next session is armed while one runs; boards stay until it ends")
    func overlapping() throws {
        var meeting = Weekend.meeting()
        try meeting.give(.arm("q1"), .reached("q1", .running), .arm("support"))
        #expect(meeting.shown == "q1" && meeting.open.map(\.id) == ["q1", "support"])
        try meeting.give(.reached("support", .running), from: 10)
        #expect(meeting.shown == "support")
        try meeting.give(.show("q1"))
        #expect(meeting.shown == "q1")
        try meeting.give(.show(nil), .reached("support", .finished), .reached("q1", .finished), from: 20)
        #expect(meeting.shown == "q1" && meeting.open.count == 2)
    }

    @Test("a command without a session means the one that can be meant, or asks which one")
    func meant() throws {
        var meeting = Weekend.meeting()
        #expect(try meeting.meant(by: .arm).id == "practice")
        #expect(throws: MeetingRefusal.self) { try meeting.meant(by: .start) }
        try meeting.give(.arm("support"))
        #expect(try meeting.meant(by: .start).id == "support")
        #expect(try meeting.meant(by: .race).id == "support")
        try meeting.give(.reached("support", .running), .arm("q1"), .arm("race1"))
        #expect(try meeting.meant(by: .end).id == "support")
        #expect(try meeting.meant(by: .race).id == "support")
        do {
            _ = try meeting.meant(by: .start)
            Issue.record("two are armed")
        } catch {
            #expect(error.reason == .whichSession)
            #expect(error.expected == "q1 (armed) or race1 (armed)")
        }
        try meeting.give(.reached("support", .finished))
        #expect(try meeting.meant(by: .provisional).id == "support")
        try meeting.give(.provisional("support"))
        #expect(try meeting.meant(by: .final).id == "support")
        #expect(try meeting.meant(by: .shift).id == "practice")
    }

    @Test("a session that has gone far before it could be told comes to each state in its turn, and back at once")
    func way() throws {
        let course: [SessionState] = [.armed, .running, .finished, .final]
        for was in course {
            for now in course {
                var meeting = Weekend.meeting()
                try meeting.give(.arm("race1"))
                for state in SessionState.armed.way(to: was) { try meeting.give(.reached("race1", state)) }
                #expect(meeting["race1"]?.state == was)
                for state in was.way(to: now) { try meeting.give(.reached("race1", state)) }
                #expect(meeting["race1"]?.state == now, "from \(was)")
            }
        }
        #expect(SessionState.armed.way(to: .final) == [.running, .finished, .final])
    }

    @Test("what cannot be done is refused with what was found, what was expected and what to do")
    func refusals() throws {
        var meeting = Weekend.meeting()
        try meeting.give(.arm("q1"), .abandon("q1", reason: "fog"))
        let armed = try #require(meeting.refusal(.arm("q1")))
        #expect(armed.reason == .wrongState && armed.found == "session \"q1\" is abandoned")
        #expect(armed.expected == "one that is planned" && armed.remedy.hasPrefix("run it again"))
        let unknown = try #require(meeting.refusal(.arm("rcae1")))
        #expect(unknown.reason == .unknownSession && unknown.remedy.hasPrefix("\"race1\" is nearest"))
        let early = try #require(meeting.refusal(.provisional("race1")))
        #expect(early.found == "session \"race1\" is planned" && early.remedy == "arm it first")
        #expect(meeting.refusal(.abandon("race1", reason: ""))?.reason == .wrongValue)
        #expect(meeting.refusal(.reached("race1", .running))?.reason == .wrongState)
        #expect(meeting.refusal(.shift(from: "race2", by: .minutes(5)))?.reason == .wrongValue)
        #expect(meeting.refusal(.withdraw("none"))?.reason == .unknownAct)
        #expect(throws: MeetingRefusal.self) { try meeting.take(Weekend.act("a1", 3, .arm("race1"))) }
        #expect(try meeting.take(Weekend.act("a1", 9, .arm("q1"))) == .repeated)
    }

    @Test("a late start shifts what follows, and what has run stays where it was")
    func shifted() throws {
        var meeting = Weekend.meeting()
        try meeting.give(.arm("practice"), .reached("practice", .running), from: 0)
        #expect(meeting.next?.id == "q1" && meeting.lateness(at: Weekend.at(60)) == nil)
        #expect(meeting.lateness(at: Weekend.at(67)) == .minutes(7))
        try meeting.give(.shift(from: "q1", by: .minutes(15)))
        #expect(meeting.sessions.map(\.start) == [0, 75, 90, 135].map(Weekend.at) + [nil])
        #expect(meeting["q1"]?.delay(at: Weekend.at(10)) == .minutes(15))
        #expect(meeting["q1"]?.delay(at: Weekend.at(80)) == .minutes(20))
        #expect(meeting.refusal(.shift(from: "practice", by: .minutes(1)))?.reason == .wrongState)
        #expect(meeting.refusal(.shift(from: "race1", by: .minutes(20_000)))?.reason == .wrongValue)
    }

    @Test("a session is run again as another one behind it; the abandoned one keeps its instants")
    func runAgain() throws {
        var meeting = Weekend.meeting()
        try meeting.give(
            .arm("race1"), .reached("race1", .running), .abandon("race1", reason: "accident"),
            .add(AddedSession(id: "race1-2", origin: .init(session: "race1", mode: .aggregate))), .arm("race1-2"))
        #expect(meeting.sessions.map(\.id) == ["practice", "q1", "support", "race1", "race1-2", "race2"])
        let added = try #require(meeting["race1-2"]?.planned)
        #expect(added.kind == .race && added.series == "gt" && added.name == "The race1, second part")
        #expect(meeting["race1"]?.instants[.running] == Weekend.at(1) && meeting["race1"]?.reason == "accident")
        #expect(meeting.refusal(.add(AddedSession(id: "q1", origin: added.origin!)))?.reason == .idInUse)
    }

    @Test("an act on which another is built is not taken back before that one")
    func builtOn() throws {
        var meeting = Weekend.meeting()
        try meeting.give(.arm("q1"), .reached("q1", .running))
        let refusal = try #require(meeting.refusal(.withdraw("a1")))
        #expect(refusal.reason == .wrongState && refusal.found.contains("\"a2\" is built on \"a1\""))
        #expect(meeting.refusal(.withdraw("a2"))?.reason == .wrongValue)
        try meeting.give(.abandon("q1", reason: "by mistake"), .withdraw("a3"))
        #expect(meeting["q1"]?.state == .running && meeting["q1"]?.reason == nil)
    }

    @Test("a start, an end or a final result that is taken back brings the state before it back")
    func takenBack() throws {
        var meeting = Weekend.meeting()
        try meeting.give(
            .arm("q1"), .reached("q1", .running), .reached("q1", .finished), .provisional("q1"),
            .reached("q1", .final), .reached("q1", .finished))
        #expect(meeting["q1"]?.state == .provisional && meeting["q1"]?.instants[.provisional] == Weekend.at(3))
        try meeting.give(.reached("q1", .running), from: 1)
        #expect(meeting["q1"]?.state == .running && meeting["q1"]?.instants[.provisional] == nil)
        try meeting.give(.reached("q1", .armed), from: 30)
        #expect(meeting["q1"]?.state == .armed && meeting["q1"]?.instants == [.armed: Weekend.at(0)])
    }
}
