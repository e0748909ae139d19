/// A stewards' decision that holds, and what has become of it.
public struct PenaltyRecord: Hashable, Sendable {
    /// How far a decision has got.
    public enum State: String, CaseIterable, Sendable {
        case applied
        /// To be served in the pit lane.
        case notified
        case served
        /// Not served in time: it is time now (R21.6).
        case converted
    }

    /// Name, instant and author of the decision.
    public let act: Act
    /// Whom it is against.
    public let car: CarIndex
    /// What was decided.
    public let kind: PenaltyKind
    /// Why, in the stewards' words.
    public let reason: String
    /// What has become of it.
    public let state: State
    /// What it adds to the car's total now.
    public let added: Milliseconds
}
