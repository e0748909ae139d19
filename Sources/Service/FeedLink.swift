import Rulebook
import Wire
import ZeroMQ

/// The sockets of one feed. A class, because sockets cannot be copied and an intake has several of these.
final class FeedLink {
    let feed: Socket
    /// Connected only where the feed has a recovery address.
    let recovery: Socket
    let hasRecovery: Bool

    init(
        _ configuration: DaemonConfiguration.Feed, in context: Context, limits: DaemonConfiguration.Limits
    ) throws(ZeroMQError) {
        let options = SocketOptions.live.with {
            $0.receiveHighWater = limits.feedQueue
            $0.maxMessageBytes = limits.messageBytes
            $0.linger = .zero
        }
        feed = try Socket(.subscribe, in: context, options: options)
        try feed.subscribe()
        try feed.connect(configuration.connect)
        recovery = try Socket(.dealer, in: context, options: options)
        hasRecovery = configuration.recovery != nil
        if let address = configuration.recovery { try recovery.connect(address) }
    }

    func watch(in poller: inout Poller) {
        _ = poller.add(feed)
        if hasRecovery { _ = poller.add(recovery) }
    }

    /// Sends a request, unless nobody is there to take it: then it is made again later.
    func ask(_ range: FeedRange) throws(ZeroMQError) {
        guard hasRecovery else { return }
        _ = try recovery.send(range.request, wait: false)
    }
}
