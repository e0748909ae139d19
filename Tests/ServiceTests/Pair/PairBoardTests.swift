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
}
