/// A change of a verdict: a race engineer's radio tells it.
public struct VerdictChange: Hashable, Sendable {
    /// The car.
    public let car: CarIndex
    /// The verdict before; nil: there was none.
    public let before: Verdict.State?
    /// The verdict now; nil: the obligation is gone (a stop was voided).
    public let verdict: Verdict?
    /// Which of the car's obligations.
    public let obligation: ObligationID

    /// Before or now there was something to report.
    var isOfInfringement: Bool { !(before?.isInOrder ?? true) || !(verdict?.state.isInOrder ?? true) }
}
