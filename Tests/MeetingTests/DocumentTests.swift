import Meeting
import Testing
import Timing

@Suite("Documents of the meeting")
struct DocumentTests {
    private static let epoch: UInt64 = 7

    private func paper(_ subject: String, _ hash: String, _ kind: MeetingDocument.Kind = .result) -> MeetingDocument {
        MeetingDocument(
            kind, subject: subject, title: "Paper of \(subject)", hash: hash,
            of: kind == .result ? .init("race1", epoch: Self.epoch, sequence: 12) : nil)
    }

    /// Issues a paper as the desk does: the meeting gives number and version.
    @discardableResult
    private func issue(_ document: MeetingDocument, as id: String, _ meeting: inout RaceMeeting) throws -> [Int] {
        let said = MeetingAct(
            id: id, at: Instant(milliseconds: 5), by: "stewards", kind: .issue(MeetingDocument.Issue(document)))
        let act = meeting.completed(said, sequences: [:])
        try meeting.take(act)
        guard case .issue(let issue) = act.kind else { return [] }
        return [issue.number, issue.version]
    }

    @Test("numbers have no gap in the event; papers of one kind about one subject are versions")
    func numbers() throws {
        var meeting = Weekend.meeting()
        #expect(try issue(paper("race1", "a"), as: "d1", &meeting) == [1, 1])
        #expect(try issue(paper("car 7", "b", .decision), as: "d2", &meeting) == [2, 1])
        #expect(try issue(paper("race1", "c"), as: "d3", &meeting) == [3, 2])
        #expect(try issue(paper("race1", "c", .bulletin), as: "d4", &meeting) == [4, 1])
        #expect(meeting.documents.map(\.issue.number) == [1, 2, 3, 4])
    }

    @Test("a document that is taken back keeps its number, and the next has another one")
    func withdrawn() throws {
        var meeting = Weekend.meeting()
        try issue(paper("race1", "a"), as: "d1", &meeting)
        try issue(paper("race1", "b"), as: "d2", &meeting)
        try meeting.take(MeetingAct(id: "w", at: Instant(milliseconds: 6), by: "stewards", kind: .withdraw("d2")))
        #expect(meeting.documents.map(\.isWithdrawn) == [false, true])
        #expect(try issue(paper("race1", "b"), as: "d3", &meeting) == [3, 3])
    }

    @Test("the same act again has the number that it got; another paper under its name is refused")
    func again() throws {
        var meeting = Weekend.meeting()
        try issue(paper("race1", "a"), as: "d1", &meeting)
        try issue(paper("race1", "b"), as: "d2", &meeting)
        #expect(try issue(paper("race1", "a"), as: "d1", &meeting) == [1, 1])
        #expect(meeting.documents.count == 2)
        #expect(throws: MeetingRefusal.self) { try issue(paper("race1", "z"), as: "d1", &meeting) }
    }

    @Test("the same paper twice is a slip of the hand, and a number that is not the next is no number")
    func refused() throws {
        var meeting = Weekend.meeting()
        try issue(paper("race1", "a"), as: "d1", &meeting)
        #expect(throws: MeetingRefusal.self) { try issue(paper("race1", "a"), as: "d2", &meeting) }
        let wrong = MeetingAct(
            id: "d3", at: Instant(milliseconds: 6), by: "stewards",
            kind: .issue(MeetingDocument.Issue(paper("race1", "b"), number: 5, version: 2)))
        #expect(throws: MeetingRefusal.self) { try meeting.take(wrong) }
        #expect(try issue(paper("race1", "b"), as: "d4", &meeting) == [2, 2])
    }

    @Test("a paper of a session that the meeting does not have is refused")
    func stranger() throws {
        var meeting = Weekend.meeting()
        let stranger = MeetingDocument(
            .result, subject: "x", title: "X", hash: "a", of: .init("race9", epoch: 1, sequence: 1))
        #expect(throws: MeetingRefusal.self) { try issue(stranger, as: "d1", &meeting) }
        #expect(meeting.documents.isEmpty)
    }

    @Test("overlays show each subject once, the later in place of the earlier, until it is hidden or taken back")
    func graphics() throws {
        var meeting = Weekend.meeting()
        var count = 0
        func give(_ kind: MeetingAct.Kind) throws {
            count += 1
            try meeting.take(
                MeetingAct(id: "g\(count)", at: Instant(milliseconds: Int64(count)), by: "graphics", kind: kind))
        }
        try give(.showGraphic(Graphic("battle", cars: [CarNumber("7")])))
        try give(.showGraphic(Graphic("tower")))
        try give(.showGraphic(Graphic("battle", cars: [CarNumber("8")])))
        #expect(meeting.graphics.map(\.graphic.subject) == ["battle", "tower"])
        #expect(meeting.graphics.first?.graphic.cars == [CarNumber("8")])
        try give(.withdraw("g3"))
        #expect(meeting.graphics.first?.graphic.cars == [CarNumber("7")])
        try give(.hideGraphic("tower"))
        #expect(throws: MeetingRefusal.self) { try give(.hideGraphic("tower")) }
        try give(.hideGraphic(nil))
        #expect(meeting.graphics.isEmpty)
        for subject in 1...16 { try give(.showGraphic(Graphic("s\(subject)"))) }
        #expect(throws: MeetingRefusal.self) { try give(.showGraphic(Graphic("s17"))) }
    }
}
