public import Timing

/// A proposal, and what was taken over before.
public struct StandingProposal: Hashable, Sendable {
    public let proposal: Proposal
    /// What was taken over of its subject and holds; nil: nothing yet.
    public let taken: Timekeeper.TakenStartList?

    /// - Parameter startLists: those that hold in the race, in order of their instants.
    public init(_ proposal: Proposal, _ startLists: [Timekeeper.TakenStartList]) {
        self.proposal = proposal
        taken = startLists.last { $0.list.says(proposal.subject) }
    }

    /// Car by car, where what was taken over is other than what is proposed now; empty where nothing was.
    public var differences: [Proposal.Difference] {
        taken.map { proposal.differences(from: $0.list) } ?? []
    }
}
