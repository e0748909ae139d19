/// Why the table says of a car what it says: the evidence, the acts and the rules.
public struct Explanation: Hashable, Sendable {
    /// What is explained, with its own evidence.
    public enum Subject: Hashable, Sendable {
        /// A place in the classification.
        case position(PositionReasons)
        /// A lap.
        case lap(LapReasons)
        /// A visit to the pit lane.
        case stop(StopReasons)
        /// A verdict.
        case obligation(ObligationReasons)
    }

    /// The car's place in the entry list.
    public let car: CarIndex
    /// What is explained.
    public let subject: Subject
    /// Amendments and decisions that bear on it, those taken back among them, in order of their instants.
    public let acts: [BearingAct]
    /// Rules of the rulebook that it follows from.
    public let rules: [CitedRule]
}
