public import Timing
import Wire

/// The sum behind a place (docs/protocol.md, section 4.8).
public struct ExplainedAccount: Hashable, Sendable {
    /// Laps completed.
    public let laps: Int
    /// Laps taken off.
    public let penaltyLaps: Int
    /// Time on the road since the start; nil before the first lap.
    public let road: Milliseconds?
    /// What is added in the result.
    public let penalty: Milliseconds
    /// It has finished.
    public let hasFinished: Bool
    /// How long the best lap took.
    public let bestLap: Milliseconds?
    /// Which lap that was, from 1.
    public let bestLapNumber: Int?
    /// When it was set, UTC.
    public let bestSet: Instant?
    /// How long the second-best lap took.
    public let secondBest: Milliseconds?
}

extension ExplainedAccount: Readable {
    init(_ members: Members) throws(Refusal) {
        laps = try members.number("laps")
        penaltyLaps = try members.number("penaltyLaps")
        road = try members.timeOrNil("roadMs")
        penalty = try members.time("penaltyMs")
        hasFinished = try members.truth("finished")
        bestLap = try members.timeOrNil("bestLapMs")
        bestLapNumber = try members.numberOrNil("bestLap")
        bestSet = try members.instantOrNil("bestSetMs")
        secondBest = try members.timeOrNil("secondBestMs")
    }
}
