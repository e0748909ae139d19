/// What the timekeeper has found out or been told about a session, beside its rows.

/// A flag, from when until when it was shown.
public struct FlagPeriod: Hashable, Sendable {
    /// What was shown.
    public let flag: Flag
    /// Official time from which it was.
    public let from: Instant
    /// Nil while it is shown.
    public let to: Instant?
    /// By how many laps the leader's count grew meanwhile.
    public let laps: Int
    /// The instant was not told by race control but estimated, by an importer.
    public let isEstimated: Bool
    /// The safety car leads through the pit lane: visits begun meanwhile are not stops (regulations 1.20).
    public let throughPitLane: Bool
}

/// A stewards' decision that holds, and what has become of it.
public struct PenaltyRecord: Hashable, Sendable {
    /// How far a decision has got.
    public enum State: String, CaseIterable, Sendable {
        case applied
        /// To be served in the pit lane.
        case notified
        case served
        /// Not served in time: it is time now (regulations 1.33).
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

/// A loop that several cars have missed in a row.
public struct DeadLoop: Hashable, Sendable {
    /// The sector loop, or the Line on the track.
    public let loop: LoopID
    /// The first crossing that it missed.
    public let since: Instant
}

/// A decoder whose clock was found to be off.
public struct ClockFinding: Hashable, Sendable {
    /// The box.
    public let decoder: UInt32
    /// By how much its clock is ahead; negative when it is behind.
    public let ahead: Milliseconds
    /// The other decoder at the same loop; nil when the sectors around the loop show it.
    public let against: UInt32?
    /// Of one that stepped: the first crossing that shows it.
    public let since: Instant?
}

/// A crossing that no decoder reported, taken because the car was seen at a later loop.
public struct ProvisionalCrossing: Hashable, Sendable {
    /// Whose crossing was missed.
    public let car: CarIndex
    /// Where.
    public let loop: LoopID
    /// The lap on which the loop lies; of the Line the lap that it ends.
    public let lap: Int
    /// When, as it is estimated.
    public let at: Instant
    /// The crossing that showed that it is missing.
    public let evidence: CrossingID
}

/// How far the stewards are with the classification.
public enum ResultState: String, CaseIterable, Sendable {
    case provisional, final
}
