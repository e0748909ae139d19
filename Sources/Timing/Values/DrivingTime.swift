/// The least or most driving time of drivers.
public struct DrivingTime: Hashable, Sendable {
    /// Only drivers of this grade; nil: all.
    public var grade: String?
    /// Only entries of this class; nil: all.
    public var carClass: String?
    /// Only entries of this cup; nil: all.
    public var cup: String?
    /// The least time to drive; nil: none.
    public var least: Milliseconds?
    /// The least time where only one driver of the crew is meant.
    public var leastAlone: Milliseconds?
    /// The most time to drive; nil: without a limit.
    public var most: Milliseconds?
    /// The times of all drivers who are meant are added up.
    public var together = false
    /// Driving before this time of the race clock does not count.
    public var from = Milliseconds.zero
    /// Counted anew in each block of so long; nil: over the whole race.
    public var block: Milliseconds?
    /// The time in the pit lane counts where the driver stays in (Bathurst).
    public var withPitLane = false

    public init() {}
}
