import Journal
import Rulebook
import Synchronization

/// What the threads of a paired daemon tell each other: who runs the session, how far the other has copied.
final class PairBoard: Sendable {
    struct State: Sendable {
        /// This daemon runs the session.
        var isActive = false
        /// Nobody has been told yet, or everybody knows.
        var isFencing = false
        var epoch: UInt64 = 0
        /// How far our journal is written; nil while the other's is copied.
        var progress: JournalProgress?
        /// How far the other has copied it, and when it said so.
        var copied: (place: JournalPlace, heardAt: Int64)?
        /// At the journal socket: peers that are there, and attempts refused.
        var door = (connected: 0, refused: 0)
        /// The other runs the session, in this epoch.
        var fencedBy: UInt64?
        /// Fenced, and nothing is published any more.
        var hasYielded = false
    }

    let configured: DaemonConfiguration.Pair
    private let state = Mutex(State())

    init(_ configured: DaemonConfiguration.Pair) { self.configured = configured }

    /// Shown when the other runs the session: nothing more is to be published.
    let fenced = StopSign()

    func fence(by epoch: UInt64) {
        let isNews = state.withLock { state in
            guard state.isActive, epoch > state.epoch else { return false }
            state.fencedBy = max(state.fencedBy ?? 0, epoch)
            return true
        }
        if isNews { fenced.show() }
    }

    /// Whether the other has all that we have written.
    var isCopied: Bool {
        state.withLock { state in
            guard let copied = state.copied, let progress = state.progress else { return false }
            return copied.place >= progress.committed
        }
    }

    var latest: State { state.withLock { $0 } }

    /// This daemon runs the session from here on.
    func begin(epoch: UInt64, _ progress: JournalProgress?, isFencing: Bool) {
        change {
            $0.isActive = true
            $0.isFencing = isFencing
            $0.epoch = epoch
            $0.progress = progress
        }
    }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
}
