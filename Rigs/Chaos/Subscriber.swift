import Client
import Synchronization
import ZeroMQ

/// A real subscriber, on a thread of its own.
final class Subscriber: Sendable {
    private let shared: Shared
    private let worker: Worker
    private let seen: Seen

    init(publication: [String], query: [String], session: String, security: Security, seen: Seen) throws {
        let shared = Shared()
        self.shared = shared
        self.seen = seen
        worker = Worker {
            let options = SocketOptions.following.with {
                $0.receiveHighWater = 1_000_000
                $0.reconnectInterval = .milliseconds(10)
                $0.reconnectIntervalMax = .milliseconds(50)
            }
            var following = try Following(
                .init(
                    publication: publication, query: query, publicationSecurity: security, querySecurity: security),
                session: session, reader: Recorder(seen),
                patience: .milliseconds(300), options: options)
            while !shared.isStopped.load(ordering: .acquiring) {
                _ = try following.follow(milliseconds: 10)
                if following.unreadable > 0 { throw Unreadable() }
                shared.next.store(following.reader.next, ordering: .releasing)
                shared.epoch.store(following.reader.epoch ?? 0, ordering: .releasing)
            }
            let end = following.reader
            shared.end.withLock { $0 = end }
        }
    }

    /// The daemon published a frame that is no message.
    private struct Unreadable: Error {}

    /// The state that the thread and its owner share.
    private final class Shared: Sendable {
        let isStopped = Atomic<Bool>(false)
        let next = Atomic<UInt64>(1)
        let epoch = Atomic<UInt64>(0)
        let end = Mutex<Recorder?>(nil)
    }

    /// The sequence that comes next.
    var next: UInt64 { shared.next.load(ordering: .acquiring) }

    /// The epoch that it follows; 0 before it has joined.
    var epoch: UInt64 { shared.epoch.load(ordering: .acquiring) }

    var failure: String? { worker.failure }

    /// Ends it; what it has is the answer.
    func stop() throws -> Recorder {
        shared.isStopped.store(true, ordering: .releasing)
        try worker.join()
        return shared.end.withLock { $0 } ?? Recorder(seen)
    }
}
