/// A crossing that no decoder reported, taken because the car was seen at a later loop.
public struct ProvisionalCrossing: Hashable, Sendable {
    /// Whose crossing was missed.
    public let car: CarIndex
    /// Where.
    public let loop: LoopID
    /// The lap on which the loop lies; of the Line the lap that it ends.
    public let lap: Int
    /// When, as it is estimated.
    public let at: Instant
    /// The crossing that showed that it is missing.
    public let evidence: CrossingID
}
