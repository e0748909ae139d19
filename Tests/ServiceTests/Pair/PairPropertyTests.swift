import Rulebook
import Service
import Simulation
import Testing
import Wire

@Suite("Two daemons, whatever becomes of them and of the line between them")
struct PairPropertyTests {
    /// One of the two, as far as it decides who runs the session.
    private struct Node {
        let role: DaemonConfiguration.Pair.Role
        /// Nil while it is dead.
        var board: PairBoard?
        /// The journal's latest epoch, and its first block.
        var epoch: UInt64 = 0
        var beginning: [UInt8] = []

        var isActive: Bool { board.map { $0.latest.isActive && !$0.fenced.isShown } ?? false }

        mutating func start() {
            board = PairBoard(.init(role: role, listen: "ipc:///a", peer: "ipc:///b"))
        }

        mutating func run(_ next: UInt64, isFencing: Bool) {
            epoch = next
            if beginning.isEmpty { beginning = [UInt8](repeating: UInt8(truncatingIfNeeded: next % 251), count: 32) }
            board?.begin(epoch: next, nil, isFencing: isFencing)
        }
    }

    private static let now: Int64 = 1_800_000_000_000

    /// Each asks the other once, as their threads do.
    private func talk(_ nodes: inout [Node]) {
        for place in nodes.indices {
            let own = nodes[place]
            guard let board = own.board, let other = nodes[1 - place].board,
                let question = board.question(in: "race", beginning: { own.beginning })
            else { continue }
            let heard = other.take(question, beginning: nodes[1 - place].beginning, now: Self.now)
            if case .answered(let answer) = heard { board.take(answer, of: "race") }
        }
        for place in nodes.indices where nodes[place].board?.fenced.isShown == true { nodes[place].start() }
    }

    @Test("after take-overs, deaths, cut lines and strangers one runs it, in the largest epoch", arguments: 0..<300)
    func oneIsActive(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed), stream: 77)
        var nodes = [Node(role: .primary), Node(role: .standby)]
        var clock = UInt64(Self.now)
        for place in nodes.indices { nodes[place].start() }
        var isCut = false
        for _ in 0..<random.int(in: 3...25) {
            let place = random.int(in: 0...1)
            clock += UInt64(random.int(in: 0...3))
            switch random.int(in: 0...7) {
            case 0: nodes[place].board = nil
            case 1: nodes[place].start()
            // A primary that finds nobody goes on with its journal.
            case 2 where nodes[place].board != nil && !nodes[place].isActive:
                nodes[place].run(nodes[place].epoch == 0 ? clock : nodes[place].epoch, isFencing: false)
            case 3 where nodes[place].board != nil && !nodes[place].isActive:
                if !isCut, nodes[1 - place].epoch > 0 { nodes[place].beginning = nodes[1 - place].beginning }
                let known = max(nodes[place].epoch, isCut ? 0 : nodes[1 - place].epoch)
                nodes[place].run(max(clock, known + 1), isFencing: true)
            case 4: isCut.toggle()
            case 5:
                let epochs = [clock + 1, clock + 3_000, 1 << 53, clock + 86_400_000 * 2, 1 << 51]
                let hash = random.int(in: 0...1) == 0 ? [] : [UInt8](repeating: 7, count: 32)
                let fence = PairRequest.Fence(
                    session: "race", epoch: epochs[random.int(in: 0...4)], hash: hash)
                let before = nodes.map(\.isActive)
                _ = nodes[place].board?.take(fence, beginning: nodes[place].beginning, now: Self.now)
                #expect(nodes.map(\.isActive) == before, "a stranger's word is no news")
            default: if !isCut { talk(&nodes) }
            }
        }
        let running = nodes.filter(\.isActive)
        for _ in 0..<4 { talk(&nodes) }
        let left = nodes.filter(\.isActive)
        #expect(left.count == (running.isEmpty ? 0 : 1))
        #expect(left.first?.epoch == running.map(\.epoch).max())
        #expect(nodes.allSatisfy { $0.epoch <= clock + 50 })
    }
}
