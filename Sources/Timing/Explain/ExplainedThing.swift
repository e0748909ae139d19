/// What is asked about a car.
public enum ExplainedThing: Hashable, Sendable {
    /// Its place in the classification.
    case position
    /// One of its laps, counted from 1.
    case lap(Int)
    /// One of its visits to the pit lane, counted from 1.
    case stop(Int)
    /// What it owes, or owed.
    case obligation(ObligationID)
}
