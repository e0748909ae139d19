/// Something not complied with, for the stewards: at most one for each obligation of a car.
public struct Infringement: Hashable, Sendable {
    /// The stewards' decision on it.
    public enum State: String, CaseIterable, Sendable {
        /// Theirs to decide.
        case reported
        /// They have decided a penalty for it.
        case penalised
        /// They take no action.
        case closed
        /// The rulebook's penalty holds without them.
        case automatic
    }

    /// The car that did not comply.
    public let car: CarIndex
    /// The obligation.
    public let kind: InfringementKind
    /// The verdict that it rests on.
    public let verdict: Verdict
    /// The rulebook's proposal; nil where it leaves it to the stewards.
    public let proposed: PenaltyKind?
    /// How far the stewards are with it.
    public let state: State
    /// Name of the act by which it was penalised or closed.
    public let act: String?

    /// Its penalty holds without the stewards.
    var isAutomatic: Bool { state == .automatic }
}
