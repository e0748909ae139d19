import Client
import Linux
import Synchronization

/// The sessions that are followed: the one that is shown, and those that somebody has asked for.
final class Sessions: Sendable {
    private let followers = Mutex<[String: SessionFollower]>([:])
    private let daemon: DaemonAddresses
    private let view: PublicView
    private let outlet: LiveOutlet
    private let most: Int

    /// A session that is not shown is followed for so long after it was last asked for, in milliseconds.
    private static let idle: Int64 = 120_000

    init(_ daemon: DaemonAddresses, _ view: PublicView, _ outlet: LiveOutlet, most: Int) {
        self.daemon = daemon
        self.view = view
        self.outlet = outlet
        self.most = most
    }

    /// The follower of a session; nil where too many are followed already.
    func follower(of session: String, isShown: Bool = false) -> SessionFollower? {
        followers.withLock { followers in
            if let follower = followers[session] {
                follower.wantedAt.store(MachineClock.monotonic, ordering: .relaxed)
                return follower
            }
            guard isShown || followers.count < most else { return nil }
            let follower = SessionFollower(session, daemon, view, outlet)
            followers[session] = follower
            return follower
        }
    }

    /// Follows the session that is shown.
    func keep(_ session: String) { _ = follower(of: session, isShown: true) }

    func latest(of session: String) -> SessionFollower.Latest? {
        followers.withLock { $0[session] }?.latest
    }

    /// Its latest sign of life; nil where it is not followed.
    func heartbeat(of session: String) -> SessionFollower.Heartbeat? {
        followers.withLock { $0[session] }?.heartbeat
    }

    /// Stops to follow what has not been asked for.
    func forgetIdle(but shown: String?) {
        let now = MachineClock.monotonic
        let idle = followers.withLock { followers in
            let idle = followers.values.filter {
                $0.session != shown && $0.readers.load(ordering: .relaxed) == 0
                    && now - $0.wantedAt.load(ordering: .relaxed) > Self.idle
            }
            for follower in idle { followers[follower.session] = nil }
            return idle
        }
        for follower in idle { follower.stop() }
    }

    func stop() {
        for follower in followers.withLock({ Array($0.values) }) { follower.stop() }
    }
}
