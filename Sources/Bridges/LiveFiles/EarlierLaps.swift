import Client
import Linux
import Synchronization
import Timing
import Wire

/// Laps that were run before the session was joined: read out of the daemon's history, on a thread of its own.
final class EarlierLaps: Sendable {
    let session: String
    private let found = Mutex<LapMemory?>(nil)

    private static let mostAttempts = 24

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
        let last = joined.sequence
        var next: UInt64 = 1
        var attempts = 0
        while next <= last {
            let query = Query.range(epoch: joined.epoch, from: next, to: last)
            let frames = try asker.frames(query.bytes(session: joined.session))
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
                table.apply(delta)
                memory.take(delta, after: table)
                next = delta.sequence + 1
            }
        }
        return memory
    }
}
