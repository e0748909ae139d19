import Synchronization
import Wire
import ZeroMQ

/// A real subscriber, on a thread of its own.
final class Subscriber: Sendable {
    private let shared: Shared
    private let worker: Worker

    init(publication: String, query: String, session: String, seen: Seen) throws {
        let shared = Shared()
        self.shared = shared
        worker = Worker {
            var thread = try Listening(publication: publication, query: query, session: session, seen, shared)
            try thread.run()
        }
    }

    /// What the thread and its owner have in common.
    final class Shared: Sendable {
        let isStopped = Atomic<Bool>(false)
        let next = Atomic<UInt64>(1)
        let epoch = Atomic<UInt64>(0)
        let end = Mutex<Follower?>(nil)
    }

    /// The sequence that comes next.
    var next: UInt64 { shared.next.load(ordering: .acquiring) }

    /// The epoch that it follows; 0 before it has joined.
    var epoch: UInt64 { shared.epoch.load(ordering: .acquiring) }

    var failure: String? { worker.failure }

    /// Ends it; what it has is the answer.
    func stop() throws -> Follower {
        shared.isStopped.store(true, ordering: .releasing)
        try worker.join()
        return shared.end.withLock { $0 } ?? Follower()
    }
}
