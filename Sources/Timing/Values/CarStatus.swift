/// Where a car is, or how its session ended.
public enum CarStatus: String, CaseIterable, Sendable {
    case notStarted, onTrack, inPit
    /// From the pit exit to the next crossing of the Line.
    case outLap
    /// Overdue at the next loop.
    case stopped
    case finished, retired, notClassified, disqualified
    /// Its entry has been withdrawn.
    case withdrawn
}
