/// A penalty for an infringement up to a size.
public struct PenaltyBand: Hashable, Sendable {
    /// What the stewards are proposed.
    public enum Proposal: Hashable, Sendable {
        /// Nothing: they decide.
        case none
        case driveThrough
        /// So long, and with `shortfall` the missing time in whole seconds, rounded up.
        case stopAndGo(Milliseconds, shortfall: Bool)
        case time(Milliseconds, shortfall: Bool)
        case laps(Int)
        case disqualified
    }

    /// For an infringement by less than this; nil: by any size.
    public var below: Milliseconds?
    /// What is proposed then.
    public var proposal: Proposal

    public init(below: Milliseconds? = nil, _ proposal: Proposal) {
        self.below = below
        self.proposal = proposal
    }
}
