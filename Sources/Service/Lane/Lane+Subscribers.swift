import Linux
import ZeroMQ

/// The lane hears who takes which topic, and makes only those that are taken.
extension Lane {
    /// The longest message of a subscriber: a prefix, or a command of its connection.
    static let longestPrefix = 4096
    /// Messages of subscribers in one turn. Each costs less than a microsecond, and libzmq queues them without a bound.
    private static let subscriptions = 1024

    /// Takes what subscribers have said. False when nothing waited.
    mutating func hearSubscribers() throws(ZeroMQError) -> Bool {
        var heard = 0
        while heard < Self.subscriptions, try publisher.receive(&message) {
            heard += 1
            // What libzmq says itself of a connection that has gone has no sender; the door's watch tells of it.
            guard let connection = message.connection else { continue }
            // First who has gone: a new connection may have the number of an old one.
            try tendPublisher()
            let now = MachineClock.monotonic
            guard keys.isWelcome(message, at: publisher.address) else {
                keys.porter.cut(connection, because: "its key is no longer on the allow-list", now: now)
                continue
            }
            if Self.take(message, from: connection, &scorer) { continue }
            guard let tooMuch = noise.note(max(message.count, 16), from: connection) else { continue }
            noise.forget(tooMuch)
            keys.porter.cut(tooMuch, because: "it subscribes to too much that is no topic of this session", now: now)
        }
        return heard > 0
    }

    /// Takes note of the subscribers that have gone.
    mutating func tendPublisher() throws(ZeroMQError) {
        for connection in try publisher.tend(now: MachineClock.monotonic) {
            scorer.forget(subscriber: connection)
            noise.forget(connection)
        }
    }

    private static func take(
        _ subscription: borrowing Message, from connection: Int32, _ scorer: inout Scorer
    ) -> Bool {
        subscription.withUnsafeBytes { scorer.take(subscription: $0, from: connection) }
    }
}
