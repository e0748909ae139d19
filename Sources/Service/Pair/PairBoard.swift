package import Journal
package import Rulebook
import Synchronization

/// Messages between the threads of a paired daemon: which one runs the session, how far the other has copied.
package final class PairBoard: Sendable {
    package struct State: Sendable {
        /// This daemon runs the session.
        var isActive = false
        /// Either not yet told, or known to all.
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
        /// The other has been told that.
        package var hasSaidSo = false
    }

    let configured: DaemonConfiguration.Pair
    private let state = Mutex(State())

    package init(_ configured: DaemonConfiguration.Pair) { self.configured = configured }

    /// Shown when the other runs the session: nothing more is to be published.
    package let fenced = StopSign()

    package func fence(by epoch: UInt64) {
        let isNews = state.withLock { state in
            guard epoch > state.epoch else { return false }
            state.fencedBy = max(state.fencedBy ?? 0, epoch)
            return state.isActive
        }
        if isNews { fenced.show() }
    }

    /// Whether the other has all that we have written, and knows that there will be no more.
    package var isHandedOver: Bool {
        state.withLock { state in
            guard state.hasSaidSo, let copied = state.copied, let progress = state.progress else { return false }
            return copied.place >= progress.committed
        }
    }

    package var latest: State { state.withLock { $0 } }

    /// This daemon runs the session from here on; unless the other has said meanwhile that it does.
    package func begin(epoch: UInt64, _ progress: JournalProgress?, isFencing: Bool) {
        let isFenced = state.withLock { state in
            state.isActive = true
            state.isFencing = isFencing
            state.epoch = epoch
            state.progress = progress
            return state.fencedBy.map { $0 > epoch } ?? false
        }
        if isFenced { fenced.show() }
    }

    package func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
}
