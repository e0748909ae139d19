package import Wire
package import ZeroMQ

/// The two sockets at which a bridge feeds daemons, as a box would (docs/protocol.md, section 2).
package struct BoxFeed: ~Copyable {
    /// Where it feeds, and with which key.
    package struct Ends: Sendable {
        package let feed: String
        package let recovery: String
        package let security: Security

        package init(feed: String, recovery: String, security: Security) {
            (self.feed, self.recovery, self.security) = (feed, recovery, security)
        }
    }

    private let feed: Socket
    private let recovery: Socket
    private var message = Message()
    /// Questions that could not be read.
    package private(set) var refused = 0

    package init(_ ends: Ends, in context: Context) throws {
        let options = SocketOptions.live.with {
            $0.linger = .seconds(1)
            $0.routerMandatory = false
            // A daemon that does not read has its crossings from the recovery socket.
            $0.sendHighWater = 20_000
            $0.maxMessageBytes = 4096
        }
        func security(_ address: String) -> Security { address.hasPrefix("tcp://") ? ends.security : .none }
        let feed = try Socket(.xpublish, in: context, options: options.with { $0.security = security(ends.feed) })
        try feed.bind(ends.feed)
        let recovery = try Socket(
            .router, in: context, options: options.with { $0.security = security(ends.recovery) })
        try recovery.bind(ends.recovery)
        self.feed = feed
        self.recovery = recovery
    }

    /// Lets a poller wait for questions.
    package func watch(by poller: inout Poller) {
        _ = poller.add(recovery)
        _ = poller.add(feed)
    }

    /// Publishes a crossing.
    package func feed(_ crossing: FedCrossing, of history: FedHistory) throws {
        _ = try feed.send(Self.bytes(crossing, of: history), wait: false)
    }

    /// Publishes the number that comes next, the box's time in microseconds of UTC, and what the box has said of itself
    /// since the heartbeat before.
    package func beat(_ history: FedHistory, stamp: Int64, health: BoxHealth? = nil) throws {
        _ = try feed.send(
            FeedEncoder.heartbeat(
                decoder: history.decoder, epoch: history.epoch, next: history.next, stamp: stamp, health: health),
            wait: false)
    }

    /// Answers the questions that wait, a hundred at most: who asks all the time does not keep the box waiting.
    package mutating func answer(from ring: borrowing FeedRing) throws {
        for _ in 0..<100 {
            guard try recovery.receive(into: &message, wait: false) else { break }
            var envelope: [[UInt8]] = []
            while message.hasMore {
                if envelope.count < 8 { envelope.append(message.withUnsafeBytes { Array($0) }) }
                guard try recovery.receive(into: &message) else { return }
            }
            guard let asked = try? message.withUnsafeBytes({ try FeedRange(request: $0) }) else {
                refused += 1
                continue
            }
            let history = ring.history(of: asked.epoch)
            let answer = history.answer(asked)
            for frame in envelope { _ = try recovery.send(frame, more: true, wait: false) }
            let count = answer.crossings.count
            _ = try recovery.send(answer.range.reply(count: count), more: count > 0, wait: false)
            for (place, crossing) in answer.crossings.enumerated() {
                _ = try recovery.send(
                    Self.bytes(crossing, of: history), more: place + 1 < count, wait: false)
            }
        }
        try greet(ring.history)
    }

    /// To who subscribes the latest are fed again: a bridge that was killed may have kept what it had not fed yet.
    private mutating func greet(_ history: FedHistory) throws {
        var isNew = false
        while try feed.receive(into: &message, wait: false) {
            if message.withUnsafeBytes({ $0.first }) == 1 { isNew = true }
        }
        guard isNew else { return }
        for crossing in history.latestCrossings { try feed(crossing, of: history) }
    }

    private static func bytes(_ crossing: FedCrossing, of history: FedHistory) -> [UInt8] {
        FeedEncoder.packed(
            crossing.crossing(decoder: history.decoder, epoch: history.epoch), hits: crossing.hits,
            strength: crossing.strength)
    }
}

extension FeedRing {
    /// What is fed where, in a line of the log.
    package func words(at ends: BoxFeed.Ends) -> String {
        let kept = history.next - history.first
        let words =
            "feeds decoder \(history.decoder) at \(ends.feed), asked for again at \(ends.recovery); "
            + "epoch \(history.epoch), \(kept) crossings kept, next \(history.next)"
        return finding.map { "\($0); \(words)" } ?? words
    }
}
