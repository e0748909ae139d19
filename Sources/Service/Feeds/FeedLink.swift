package import Logging
package import Rulebook
package import Wire
package import ZeroMQ

/// The two ends of one feed. A class, because sockets cannot be copied and an intake has several of these.
package final class FeedLink {
    private var feed: Connection
    /// Connected only where the feed has a recovery address.
    private var recovery: Connection
    private let hasRecovery: Bool
    /// The daemon has keys, and this feed proves none.
    package let isWithoutKey: Bool
    /// Taken from the feed and not told yet.
    private var taken = (bytes: 0, frames: 0)
    private static let told = 256

    package init(
        _ configuration: DaemonConfiguration.Feed, in context: Context, limits: DaemonConfiguration.Limits,
        keys: KeyKeeper, log: Logger
    ) throws(ZeroMQError) {
        let options = SocketOptions.live.with {
            $0.receiveHighWater = limits.feedQueue
            $0.maxMessageBytes = limits.messageBytes
            $0.linger = .zero
        }
        func connection(
            _ kind: Socket.Kind, _ name: String, _ address: String?
        ) throws(ZeroMQError) -> Connection {
            let keyed = address ?? configuration.connect
            return try Connection(
                kind, .feed(name), to: address, of: configuration.end,
                keys.options(towards: configuration.end, at: keyed, options), keys: keys, in: context, log: log)
        }
        let feed = try connection(.subscribe, configuration.name, configuration.connect)
        let recovery = try connection(.dealer, "\(configuration.name), recovery", configuration.recovery)
        self.feed = feed
        self.recovery = recovery
        hasRecovery = configuration.recovery != nil
        isWithoutKey = keys.isWithoutKey(configuration)
    }

    package func watch(in poller: inout Poller) {
        _ = poller.add(feed.socket)
        if hasRecovery { _ = poller.add(recovery.socket) }
    }

    /// Sends a request. False where the recovery is not connected.
    package func ask(_ range: FeedRange) throws(ZeroMQError) -> Bool {
        guard hasRecovery else { return false }
        return try recovery.socket.send(range.request, wait: false)
    }

    /// The next message of the feed, if there is one.
    package func receive(into message: inout Message) throws(ZeroMQError) -> Bool {
        guard try feed.socket.receive(into: &message, wait: false) else {
            tell()
            return false
        }
        taken.bytes += message.count
        taken.frames += 1
        if taken.frames == Self.told { tell() }
        return true
    }

    /// Tells what was taken, many messages at once: a look-up for each would cost the crossing.
    private func tell() {
        guard taken.frames > 0 else { return }
        feed.took(taken.bytes, frames: taken.frames)
        taken = (0, 0)
    }

    /// The next frame of an answer. With `wait` the rest of one that has begun.
    package func receiveAnswer(into message: inout Message, wait: Bool = false) throws(ZeroMQError) -> Bool {
        guard hasRecovery else { return false }
        guard try recovery.socket.receive(into: &message, wait: wait) else { return false }
        recovery.took(message.count, frames: 1)
        return true
    }

    /// Connections to the feed now, and attempts that failed because a key was missing or wrong on either side.
    package var counts: (connected: Int, refused: Int) {
        (feed.connected + recovery.connected, feed.refused + recovery.refused)
    }

    /// Whether something is there at the feed's own address.
    package var isAnswered: Bool { feed.connected > 0 }

    /// Takes note of what happened to the connections. To be called several times a second.
    package func tend(now: Int64) throws(ZeroMQError) {
        try feed.tend(now: now)
        try recovery.tend(now: now)
    }
}
