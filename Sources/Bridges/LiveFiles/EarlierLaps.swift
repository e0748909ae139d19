import Client
import Linux
import Synchronization

/// Laps that were run before the session was joined: read out of the daemon's history, on a thread of its own.
final class EarlierLaps: Sendable {
    let session: String
    private let found = Mutex<LapMemory?>(nil)

    /// - Parameter table: the table that was joined with.
    init(_ addresses: Following<LiveFilesBoard>.Addresses, before table: RaceTable) {
        session = table.session
        _ = OwnThread("laps") { [self] in
            guard let memory = try? Self.read(addresses, before: table) else { return }
            found.withLock { $0 = memory }
        }
    }

    /// What was found, once.
    func taken() -> LapMemory? { found.withLock { $0.take() } }

    private static func read(
        _ addresses: Following<LiveFilesBoard>.Addresses, before joined: RaceTable
    ) throws -> LapMemory {
        let asker = try Asker(addresses.query, timeout: 5, security: addresses.querySecurity)
        var (table, memory) = (joined, LapMemory())
        try asker.history(of: joined) { delta in
            table.apply(delta)
            memory.take(delta, after: table)
        }
        return memory
    }
}
