/// How long a driver may drive until another has driven, without the time in the pit lane, and how long he rests.
public struct ContinuousDriving: Hashable, Sendable {
    /// The longest without another driver.
    public var most: Milliseconds
    /// How long he may not drive after it; nil: no rest.
    public var rest: Milliseconds?
    /// After how much driving without another driver the rest is due.
    public var restAfter: Milliseconds
    /// The time in the pit lane counts where the driver stays in (Bathurst).
    public var withPitLane = false

    public init(most: Milliseconds, rest: Milliseconds? = nil) {
        self.most = most
        self.rest = rest
        restAfter = most
    }
}
