public import Wire

/// The question that a follower has to ask to go on (docs/protocol.md, section 4.1).
public enum FollowQuestion: Hashable, Sendable {
    /// The whole table.
    case snapshot
    /// Deltas again, both ends inclusive.
    case range(epoch: UInt64, from: UInt64, to: UInt64)

    /// The question as a query.
    public var query: Query {
        switch self {
        case .snapshot: .snapshot
        case .range(let epoch, let from, let to): .range(epoch: epoch, from: from, to: to)
        }
    }
}
