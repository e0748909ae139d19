import Client
import Meeting
import Testing
import Timing
import Wire
import ZeroMQ

@Suite("Following a meeting through real sockets")
struct GoingAlongTests {
    private static let all = 1_000_000

    private func following(_ meeting: ToldMeeting, session: String? = nil) throws -> Following<Follower> {
        try Following(
            .init(publication: [meeting.publication], query: [meeting.query]), session: session, reader: Follower(),
            patience: .milliseconds(300))
    }

    /// Follows until it holds; false where it does not within a minute.
    private func follow(
        _ following: inout Following<Follower>, until holds: (borrowing Following<Follower>) -> Bool
    ) throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            _ = try following.follow(milliseconds: 10)
            if holds(following) { return true }
        }
        return false
    }

    private func stands(_ following: borrowing Following<Follower>, at last: UInt64) -> Bool {
        last > 0 && following.reader.table?.sequence == last && following.reader.question == nil
    }

    @Test("a board goes along with the session that is shown, and on its return has what it missed of the first")
    func along() throws {
        let meeting = try ToldMeeting(.init())
        var board = try following(meeting)
        // Nothing has been armed: there is a meeting, and no table.
        #expect(try follow(&board) { $0.meeting != nil })
        #expect(board.session == nil && board.reader.table == nil)

        meeting.give(.arm("a"), .reached("a", .running))
        meeting.play(0, upTo: 60)
        #expect(try follow(&board) { $0.session == "a" && stands($0, at: meeting.last[0]) })
        // The next one is armed and publishes: the board stays.
        meeting.give(.arm("b"))
        meeting.play(1, upTo: 40)
        let before = meeting.last[0]
        #expect(try follow(&board) { $0.meeting?["b"]?.state.known == .armed && $0.meeting?["b"]?.sequence ?? 0 > 0 })
        #expect(board.session == "a" && stands(board, at: before))

        meeting.give(.reached("b", .running), .show("b"))
        meeting.play(0, upTo: Self.all)
        meeting.play(1, upTo: Self.all)
        #expect(try follow(&board) { $0.session == "b" && meeting.last[1] > 100 && stands($0, at: meeting.last[1]) })
        // The first is over, and says nothing more by itself.
        meeting.give(.reached("a", .finished), .provisional("a"), .show("a"))
        #expect(try follow(&board) { $0.session == "a" && stands($0, at: meeting.last[0]) })
        #expect(board.reader.restarts == 0, "it began anew and did not go on")
        let first = try #require(board.reader.table)
        meeting.give(.show(nil))
        #expect(try follow(&board) { $0.session == "b" && stands($0, at: meeting.last[1]) })
        let second = try #require(board.reader.table)
        let ends = try meeting.stop().map { RaceTable(try PublishedSnapshot(JSON($0))) }
        #expect(first.differences(from: ends[0]) == [] && second.differences(from: ends[1]) == [])
        #expect(board.unreadable == 0)
    }

    @Test("where one session alone comes in the place of the meeting, a board goes along to it")
    func alone() throws {
        let meeting = try ToldMeeting(.init())
        meeting.give(.arm("a"), .reached("a", .running))
        meeting.play(0, upTo: 60)
        var board = try following(meeting)
        #expect(try follow(&board) { $0.session == "a" && stands($0, at: meeting.last[0]) })
        meeting.comeBackAlone()
        #expect(try follow(&board) { $0.session == "c" && $0.reader.table?.epoch == 8 && $0.reader.question == nil })
        #expect(board.meeting == nil)
        _ = try meeting.stop()
    }

    @Test("who was told to stay at a session stays there, and knows of the meeting all the same")
    func staying() throws {
        let meeting = try ToldMeeting(.init())
        meeting.give(.arm("a"), .reached("a", .running), .arm("b"), .show("b"))
        meeting.play(0, upTo: Self.all)
        meeting.play(1, upTo: Self.all)
        var board = try following(meeting, session: "a")
        #expect(try follow(&board) { $0.meeting?.shown == "b" && stands($0, at: meeting.last[0]) })
        #expect(board.session == "a")
        let table = try #require(board.reader.table)
        let ends = try meeting.stop().map { RaceTable(try PublishedSnapshot(JSON($0))) }
        #expect(table.differences(from: ends[0]) == [])
    }
}
