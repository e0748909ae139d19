package import Journal
package import Rulebook
import Synchronization
package import Wire

/// Messages between the threads of a paired daemon: which one runs the session, how far the other has copied.
package final class PairBoard: Sendable {
    package struct State: Sendable {
        /// This daemon runs the session.
        package var isActive = false
        /// Either not yet told, or known to all.
        var isFencing = false
        var epoch: UInt64 = 0
        /// How far our journal is written; nil while the other's is copied.
        var progress: JournalProgress?
        /// How far the other has copied it, and when it said so.
        var copied: (place: JournalPlace, heardAt: Int64)?
        /// Why the other could not run the session on, as it says itself; `standbyFault` is the one to tell.
        var fault: String?
        /// This daemon was ordered to take over, in this epoch.
        var ordered: UInt64?
        /// Somebody has said that the other runs the session: the other is to be asked.
        var isAsking = false
        /// Messages refused at the journal socket, by the reason.
        var refused: [(reason: String, count: Int)] = []
        /// At the journal socket: peers that are there, and attempts refused.
        var door = (connected: 0, refused: 0)
        /// The other runs the session, in this epoch.
        var fencedBy: UInt64?
        /// Fenced, and nothing is published any more.
        var hasYielded = false
        /// The other has been told that.
        package var hasSaidSo = false

        /// Why the other could not run the session on: as it says itself, or because it has nothing of our journal.
        package var standbyFault: String? {
            if let fault { return fault }
            guard let copied, let progress, copied.place == .beginning, progress.committed > .beginning else {
                return nil
            }
            return "it has no copy of this journal yet"
        }

        /// The epoch in which this daemon runs the session or is about to; nil where it does not.
        var running: UInt64? {
            if isActive { return hasYielded ? nil : epoch }
            return ordered
        }
    }

    /// A larger epoch is believed of nobody: there have to be others after it.
    static let mostBelieved: UInt64 = 1 << 52
    /// Milliseconds by which the clocks of two machines may differ.
    private static let day: UInt64 = 86_400_000

    let configured: DaemonConfiguration.Pair
    private let state = Mutex(State())

    /// The milestones beside the journal, or beside the copy of it.
    let milestones: MilestoneShelf

    package init(_ configured: DaemonConfiguration.Pair, milestones: MilestoneShelf = MilestoneShelf(nil)) {
        self.configured = configured
        self.milestones = milestones
    }

    /// Shown when the other runs the session: nothing more is to be published.
    package let fenced = StopSign()

    /// Whether one that runs the session in `own` makes room for `epoch`. Of two equals the primary goes on.
    package func yields(to epoch: UInt64, own: UInt64) -> Bool {
        epoch > own || (epoch == own && configured.role == .standby)
    }

    /// Whether an epoch that comes in unasked can be the other's: epochs go with the clock, and where the clock went
    /// back with the one before.
    package static func isLikely(_ epoch: UInt64, own: UInt64, now: Int64) -> Bool {
        epoch <= min(max(own, UInt64(clamping: now)) + day, mostBelieved)
    }

    /// The other runs the session in this epoch: it has shown that it has our journal, or it has said so when asked.
    package func fence(by epoch: UInt64) {
        let isNews = state.withLock { state in
            guard epoch <= Self.mostBelieved, yields(to: epoch, own: state.epoch) else { return false }
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

    /// The other has asked this daemon, which runs the session, for more of the journal, and says how far its copy goes
    /// and whether it could go on. A primary that starts asks at the beginning who runs the session, and has a copy
    /// perhaps: that says neither.
    /// - Returns: whether it can go on no more, or can again.
    package func hear(_ follow: PairRequest.Follow, now: Int64) -> Bool {
        let isLook =
            follow.role != DaemonConfiguration.Pair.Role.standby.rawValue && follow.epoch == 0
            && follow.place == .beginning && follow.fault == nil
        if isLook { return false }
        return state.withLock { state in
            defer { (state.copied, state.fault) = ((follow.place, now), follow.fault) }
            return (follow.fault == nil) != (state.fault == nil)
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
            state.ordered = nil
            return state.fencedBy.map { yields(to: $0, own: epoch) } ?? false
        }
        if isFenced { fenced.show() }
    }

    package func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
}

extension PairRequest.Follow {
    /// Where the asker's copy ends.
    package var place: JournalPlace { JournalPlace(segment: max(segment, 1), offset: offset) }
}
