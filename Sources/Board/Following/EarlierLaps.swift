import Client
import Linux
import Synchronization
import Timing
import Wire

/// Laps that were run before the session was joined: read out of the daemon's history, on a thread of its own.
final class EarlierLaps: Sendable {
    private let found = Mutex<BoardMemory?>(nil)

    /// More deltas than the latest laps of a large field need.
    private static let mostDeltas: UInt64 = 60_000
    private static let mostAttempts = 12

    /// - Parameter table: the table that was joined with.
    init(_ daemon: DaemonAddresses, before table: RaceTable, of session: String) {
        _ = OwnThread("laps") { [self] in
            guard let memory = try? Self.read(daemon, before: table, session) else { return }
            found.withLock { $0 = memory }
        }
    }

    /// What was found, once.
    func take() -> BoardMemory? { found.withLock { $0.take() } }

    private static func read(
        _ daemon: DaemonAddresses, before joined: RaceTable, _ session: String
    ) throws -> BoardMemory {
        let asker = try Asker(daemon.query, timeout: 3, security: daemon.querySecurity)
        var (table, memory) = (joined, BoardMemory())
        let last = joined.sequence
        var next = last > mostDeltas ? last - mostDeltas : 1
        var attempts = 0
        while next <= last {
            let query = Query.range(epoch: joined.epoch, from: next, to: last)
            let frames = try asker.frames(query.bytes(session: session))
            if Refused.found(in: frames[0]) != nil {
                // So far back nothing is kept: from half of the way.
                attempts += 1
                guard attempts < mostAttempts else { break }
                next += (last - next) / 2 + 1
                continue
            }
            guard frames.count > 1 else { break }
            for frame in frames.dropFirst() {
                let delta = try PublishedDelta(JSON(frame))
                memory.take(delta, before: table)
                table.apply(delta)
                next = delta.sequence + 1
            }
        }
        return memory
    }
}
