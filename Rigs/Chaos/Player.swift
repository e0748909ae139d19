import Synchronization
import Timing
import Wire
import ZeroMQ

/// Plays a script on a thread of its own: the boxes, their recovery sockets, and race control.
final class Player: Sendable {
    private let shared: Shared
    private let worker: Worker

    init(_ script: Script, _ stand: Stand, seen: Seen, seconds: Double, mayForget: Bool, security: Security) throws {
        let shared = Shared()
        self.shared = shared
        worker = Worker {
            var play = try Play(script, stand, seen: seen, shared, mayForget: mayForget, security: security)
            try play.run(seconds: seconds)
        }
    }

    /// The state that the thread and its owner share.
    final class Shared: Sendable {
        /// Steps done.
        let position = Atomic<Int>(0)
        let isPlayed = Atomic<Bool>(false)
        let isStopped = Atomic<Bool>(false)
        /// All acts are to be said again.
        let isToRepeat = Atomic<Bool>(false)
        /// Acts that the daemon had acknowledged as written down, and has lost.
        let forgotten = Mutex<[String]>([])
    }

    var steps: Int { shared.position.load(ordering: .acquiring) }

    /// Every step is done and every act acknowledged.
    var isDone: Bool {
        shared.isPlayed.load(ordering: .acquiring) && !shared.isToRepeat.load(ordering: .acquiring)
    }

    /// Race control says everything again, in its order and under the same names.
    func repeatActs() { shared.isToRepeat.store(true, ordering: .releasing) }

    var forgotten: [String] { shared.forgotten.withLock { $0 } }

    var failure: String? { worker.failure }

    func stop() throws {
        shared.isStopped.store(true, ordering: .releasing)
        try worker.join()
    }
}
