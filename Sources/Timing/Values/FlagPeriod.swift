/// Flags, decisions and findings about a session, beside its rows.

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
    /// The safety car leads through the pit lane: visits begun meanwhile are not stops (R17.2).
    public let throughPitLane: Bool
}
