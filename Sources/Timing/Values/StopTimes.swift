/// How long a visit to the pit lane may last: shorter than `from`, or at least `to`; nothing between (the
/// prohibited range). `from` zero makes `to` the least time of every stop.
public struct StopTimes: Hashable, Sendable {
    /// A stop shorter than this is free.
    public var from = Milliseconds.zero
    /// A stop as long as this is free.
    public var to: TimeByClass
    /// How many stops of a car may lie between, in all.
    public var jokers = 0
    /// How many in a block; those not taken lapse.
    public var jokersPerBlock = 1
    /// Length of a block, by the race clock; nil: the race is one.
    public var block: Milliseconds?

    public init(to: TimeByClass) {
        self.to = to
    }
}
