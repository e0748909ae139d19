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

    @Test("a standby with nothing of the journal could not run the session on, and what it says itself comes first")
    func nothingCopied() throws {
        let folder = TemporaryFolder()
        var journal = try Journal.open(directory: folder.path) { _, _ in }
        let progress = journal.progress
        board.begin(epoch: 7, progress, isFencing: false)
        #expect(board.latest.standbyFault == nil, "it has not been heard")
        board.change { $0.copied = (.beginning, 0) }
        [UInt8](repeating: 1, count: 100).withUnsafeBytes { journal.append($0) }
        journal.commit()
        #expect(board.latest.standbyFault == "it has no copy of this journal yet")
        board.change { $0.fault = "its disk is full" }
        #expect(board.latest.standbyFault == "its disk is full")
        board.change { $0.fault = nil }
        board.change { $0.copied = (progress.committed, 0) }
        #expect(board.latest.standbyFault == nil)
        journal.close()
    }
}
