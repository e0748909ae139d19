/// What follows from results for the start of a race (R41).
public enum ProposalSubject: String, CaseIterable, Hashable, Sendable {
    /// The order in which the cars start.
    case grid
    /// The time that cars stand longer at their last mandatory stop.
    case success
    /// The drivers who have to start.
    case starters
}
