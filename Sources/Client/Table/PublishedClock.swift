public import Timing
import Wire

/// A decoder whose clock is off: an element of `clocks` (docs/protocol.md, section 4.4).
public struct PublishedClock: Hashable, Sendable {
    /// The decoder.
    public let decoder: UInt32
    /// By how much its clock is ahead; negative: behind.
    public let ahead: Milliseconds
    /// The decoder at the same loop that shows it; nil when the sectors around it do.
    public let against: UInt32?
    /// Of a clock that stepped: the first crossing that shows it, UTC.
    public let since: Instant?
}

extension PublishedClock: Readable {
    init(_ members: Members) throws(Refusal) {
        decoder = try members.number("decoder")
        ahead = try members.time("aheadMs")
        against = try members.numberOrNil("against")
        since = try members.instantOrNil("sinceMs")
    }
}
