import Journal
import Rulebook
import Service
import Testing
import Wire

@Suite("Who of a pair runs the session")
struct PairBoardTests {
    private let board = PairBoard(.init(role: .primary, listen: "tcp://127.0.0.1:1", peer: "tcp://127.0.0.1:2"))

    @Test("whoever runs the session is fenced by a later epoch of the other, not by an earlier one or its own")
    func later() {
        board.begin(epoch: 7, nil, isFencing: false)
        board.fence(by: 6)
        board.fence(by: 7)
        #expect(!board.fenced.isShown)
        board.fence(by: 8)
        #expect(board.fenced.isShown)
    }

    @Test("what the other said before we began holds when we begin")
    func before() {
        board.fence(by: 8)
        #expect(!board.fenced.isShown)
        board.begin(epoch: 7, nil, isFencing: false)
        #expect(board.fenced.isShown)
    }

    @Test("an epoch begun after the other's is ours")
    func takenOver() {
        board.fence(by: 8)
        board.begin(epoch: 9, nil, isFencing: true)
        #expect(!board.fenced.isShown)
    }

    private func follow(
        _ role: String, epoch: UInt64 = 7, _ place: JournalPlace = .beginning, fault: String? = nil
    ) -> PairRequest.Follow {
        PairRequest.Follow(
            session: "race", role: role, epoch: epoch, segment: place.segment, offset: place.offset, hash: [],
            fault: fault)
    }

    @Test("a standby with nothing of the journal could not run the session on, and what it says itself comes first")
    func nothingCopied() throws {
        let folder = TemporaryFolder()
        var journal = try Journal.open(directory: folder.path) { _, _ in }
        board.begin(epoch: 7, journal.progress, isFencing: false)
        #expect(board.latest.standbyFault == nil, "it has not been heard")
        #expect(!board.hear(follow("standby", epoch: 0), now: 0))
        #expect(board.latest.standbyFault == "it has no copy of this journal yet")
        #expect(board.hear(follow("standby", fault: "its disk is full"), now: 1))
        #expect(board.latest.standbyFault == "its disk is full")
        #expect(board.hear(follow("standby", journal.progress.committed), now: 2))
        #expect(board.latest.standbyFault == nil)
        journal.close()
    }

    @Test("a primary that asks who runs the session says nothing of a copy; one that follows takes its fault back")
    func primary() throws {
        let folder = TemporaryFolder()
        var journal = try Journal.open(directory: folder.path) { _, _ in }
        board.begin(epoch: 7, journal.progress, isFencing: false)
        #expect(!board.hear(follow("primary", epoch: 0), now: 0))
        #expect(board.latest.standbyFault == nil)
        #expect(board.hear(follow("primary", epoch: 0, fault: "its disk is full"), now: 1))
        #expect(board.latest.standbyFault == "its disk is full")
        #expect(board.hear(follow("primary", journal.progress.committed), now: 2))
        #expect(board.latest.standbyFault == nil)
        journal.close()
    }
}
