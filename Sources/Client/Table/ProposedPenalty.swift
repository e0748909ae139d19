public import Timing
import Wire

/// The rulebook's penalty for an infringement, as a penalty command states it (docs/protocol.md, section 4.9).
public enum ProposedPenalty: Hashable, Sendable {
    /// Time added at the finish.
    case time(Milliseconds)
    /// A stop of this length.
    case stopAndGo(Milliseconds)
    /// Laps taken off.
    case laps(Int)
    /// Through the pit lane.
    case driveThrough
    /// Classified nowhere.
    case disqualified
    /// What this program does not know.
    case other
}

extension ProposedPenalty: Readable {
    init(_ members: Members) throws(Refusal) {
        if let time = try members.timeIfPresent("timeMs") {
            self = .time(time)
        } else if let time = try members.timeIfPresent("stopAndGoMs") {
            self = .stopAndGo(time)
        } else if let laps: Int = try members.numberIfPresent("laps") {
            self = .laps(laps)
        } else if members.isPresent("driveThrough") {
            self = .driveThrough
        } else {
            self = members.isPresent("disqualified") ? .disqualified : .other
        }
    }
}
