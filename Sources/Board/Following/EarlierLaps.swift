import Client
import Linux
import Synchronization

/// Laps that were run before the session was joined: read out of the daemon's history, on a thread of its own.
final class EarlierLaps: Sendable {
    private let found = Mutex<BoardMemory?>(nil)

    /// More deltas than the latest laps of a large field need.
    private static let mostDeltas: UInt64 = 60_000

    /// - Parameter table: the table that was joined with.
    init(_ daemon: DaemonAddresses, before table: RaceTable) {
        _ = OwnThread("laps") { [self] in
            guard let memory = try? Self.read(daemon, before: table) else { return }
            found.withLock { $0 = memory }
        }
    }

    /// What was found, once.
    func take() -> BoardMemory? { found.withLock { $0.take() } }

    private static func read(_ daemon: DaemonAddresses, before joined: RaceTable) throws -> BoardMemory {
        let asker = try Asker(daemon.query, timeout: 3, security: daemon.querySecurity)
        var (table, memory) = (joined, BoardMemory())
        try asker.history(of: joined, atMost: mostDeltas) { delta in
            memory.take(delta, before: table)
            table.apply(delta)
        }
        return memory
    }
}
