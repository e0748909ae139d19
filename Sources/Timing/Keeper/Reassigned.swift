/// Crossings that an assignment took from one car and gave to another.
public struct Reassigned: Hashable, Sendable {
    /// The car before; nil: unassigned.
    public let from: CarIndex?
    /// The car now; nil: unassigned.
    public let to: CarIndex?
    /// How many crossings.
    public let crossings: Int
    /// Laps completed with them before.
    public let laps: Int
}
