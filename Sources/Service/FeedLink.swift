package import Logging
package import Rulebook
package import Wire
package import ZeroMQ

/// The sockets of one feed. A class, because sockets cannot be copied and an intake has several of these.
package final class FeedLink {
    package let feed: Socket
    /// Connected only where the feed has a recovery address.
    package let recovery: Socket
    package let hasRecovery: Bool
    private let configuration: DaemonConfiguration.Feed
    private var feedWatch: DoorWatch
    private var recoveryWatch: DoorWatch
    private var feedRetry = Retry()
    private var recoveryRetry = Retry()

    /// When to try an end again that would not talk to us.
    private struct Retry {
        private var due: Int64?
        private static let pause: Int64 = 1000

        mutating func isDue(hasFailed: Bool, now: Int64) -> Bool {
            if hasFailed { due = due ?? now + Self.pause }
            guard let due, now >= due else { return false }
            self.due = nil
            return true
        }
    }

    package init(
        _ configuration: DaemonConfiguration.Feed, in context: Context, limits: DaemonConfiguration.Limits,
        keys: KeyKeeper, log: Logger
    ) throws(ZeroMQError) {
        let options = SocketOptions.live.with {
            $0.receiveHighWater = limits.feedQueue
            $0.maxMessageBytes = limits.messageBytes
            $0.linger = .zero
        }
        let door = Door.feed(configuration.name)
        func keyed(_ address: String) -> SocketOptions {
            keys.options(towards: configuration.key, at: address, options)
        }
        let address = configuration.recovery ?? configuration.connect
        // Whatever can fail comes before the first stored property: half a link cannot be taken apart.
        let feed = try Socket(.subscribe, in: context, options: keyed(configuration.connect))
        let recovery = try Socket(.dealer, in: context, options: keyed(address))
        let guarded = keys.isGuarded(configuration.connect)
        feedWatch = try DoorWatch(feed, at: door, isGuarded: guarded, log: log)
        recoveryWatch = try DoorWatch(
            recovery, at: .feed("\(configuration.name), recovery"), isGuarded: keys.isGuarded(address), log: log)
        try feed.subscribe()
        try feed.connect(configuration.connect)
        if let address = configuration.recovery { try recovery.connect(address) }
        self.feed = feed
        self.recovery = recovery
        self.configuration = configuration
        hasRecovery = configuration.recovery != nil
    }

    package func watch(in poller: inout Poller) {
        _ = poller.add(feed)
        if hasRecovery { _ = poller.add(recovery) }
    }

    /// Sends a request, unless nobody is there to take it: then it is made again later.
    package func ask(_ range: FeedRange) throws(ZeroMQError) {
        guard hasRecovery else { return }
        _ = try recovery.send(range.request, wait: false)
    }

    /// Connections to the feed now, and attempts that failed for want of a right key on either side.
    package var counts: (connected: Int, refused: Int) {
        (feedWatch.connected + recoveryWatch.connected, feedWatch.refused + recoveryWatch.refused)
    }

    /// Takes note of what happened to the connections. To be called several times a second.
    ///
    /// An end that would not talk to us, as a feed that was started without its key, is tried again here: libzmq gives
    /// it up for ever.
    package func tend(now: Int64) throws(ZeroMQError) {
        try feedWatch.read(now: now)
        try recoveryWatch.read(now: now)
        if feedRetry.isDue(hasFailed: feedWatch.takeFailure(), now: now) {
            try Self.connectAnew(feed, configuration.connect)
        }
        if recoveryRetry.isDue(hasFailed: recoveryWatch.takeFailure(), now: now),
            let address = configuration.recovery
        {
            try Self.connectAnew(recovery, address)
        }
    }

    private static func connectAnew(_ socket: borrowing Socket, _ address: String) throws(ZeroMQError) {
        do {
            try socket.disconnect(address)
        } catch {
            // Given up already.
            guard error.code == .noSuchEndpoint else { throw error }
        }
        try socket.connect(address)
    }
}
