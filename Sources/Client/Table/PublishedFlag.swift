public import Timing
import Wire

/// A flag and how long it was shown: an element of `flags` (docs/protocol.md, section 4.4).
public struct PublishedFlag: Hashable, Sendable {
    /// What was shown.
    public let flag: Word<Flag>
    /// From when, UTC.
    public let from: Instant
    /// Until when, UTC; nil while it is shown.
    public let to: Instant?
    /// Line crossings by which the leader's count of laps grew meanwhile.
    public let laps: Int
    /// Its instant was not measured.
    public let isEstimated: Bool
    /// The safety car leads the field through the pit lane while it is shown.
    public let throughPitLane: Bool
}

extension PublishedFlag: Readable {
    init(_ members: Members) throws(Refusal) {
        flag = try members.word("flag")
        from = try members.instant("fromMs")
        to = try members.instantOrNil("toMs")
        laps = try members.number("laps")
        isEstimated = try members.truth("estimated")
        throughPitLane = try members.truth("throughPitLane")
    }
}
