/// A report that holds, with its count.
public struct CountedReport: Hashable, Sendable {
    /// Name of the act.
    public let act: String
    /// When it happened.
    public let at: Instant
    /// The car.
    public let car: CarIndex
    /// What is reported.
    public let report: Report
    /// The car's so many-th of the kind in the session, from 1.
    public let number: Int
    /// The same since the count began, by the rulebook's reset.
    public let count: Int
    /// What follows from it; nil: nothing.
    public let following: ReportRule.Following?
    /// The infringement's obligation, where it is one.
    public let obligation: ObligationID?
    /// The time of its lap does not count.
    public let deletesLap: Bool
}
