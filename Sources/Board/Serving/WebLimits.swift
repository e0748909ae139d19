public import NIOCore

/// Bounds on what browsers can make the process hold and ask.
public struct WebLimits: Hashable, Sendable {
    /// Streams at once.
    public var readers = 20_000
    /// Bytes of ticks kept for those who come back, of each session.
    public var historyBytes = 4 << 20
    /// A stream that takes nothing for so long is cut.
    public var stall = TimeAmount.seconds(15)
    /// Questions to the daemon, for all readers together, in a second.
    public var questionsPerSecond = 10
    /// Sessions followed at once.
    public var sessions = 16

    public init() {}
}
