/// A verdict that became another: what a race engineer's radio says.
public struct VerdictChange: Hashable, Sendable {
    /// Whose it is.
    public let car: CarIndex
    /// What it was; nil: there was none.
    public let before: Verdict.State?
    /// What it is; nil: the obligation is no more (a stop was voided).
    public let verdict: Verdict?
    /// Which of the car's obligations.
    public let obligation: ObligationID
}
