/// Crossings that an assignment took from one car and gave to another.
public struct Reassigned: Hashable, Sendable {
    /// Whose they were; nil: nobody's.
    public let from: CarIndex?
    /// Whose they are now; nil: nobody's.
    public let to: CarIndex?
    /// How many crossings.
    public let crossings: Int
    /// Laps completed with them before.
    public let laps: Int
}
