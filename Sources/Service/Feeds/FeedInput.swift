package import Timing

/// An input from the feeds to the record.
package enum FeedInput: Sendable {
    case crossing(Crossing)
    /// A crossing of a feed that brings far more than a circuit has: it waits with the late ones.
    case excess(Crossing)
    /// A decoder's time, from its heartbeat.
    case time(decoder: UInt32, Instant)
    /// Every feed is silent: official time goes on by this much of our own.
    case carry(Milliseconds)
}
