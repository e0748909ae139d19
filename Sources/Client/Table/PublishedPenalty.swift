public import Timing
import Wire

/// A decision that holds: an element of `penalties` (docs/protocol.md, section 4.4).
public struct PublishedPenalty: Hashable, Sendable {
    /// What a penalty is.
    public enum Kind: String, CaseIterable, Sendable {
        /// Time added at the finish.
        case time
        /// A place in the result.
        case position
        /// Laps taken off.
        case laps
        /// To be served: through the pit lane.
        case driveThrough
        /// To be served: a stop of this length.
        case stopAndGo
        /// Places back on the grid of the next race.
        case grid
        /// The time of a lap does not count.
        case lapTime
        /// Classified nowhere.
        case disqualified
    }

    /// Name of the act.
    public let id: String
    /// Who decided.
    public let by: String
    /// The instant of the decision, UTC.
    public let at: Instant
    /// The car.
    public let car: CarNumber
    /// What it is.
    public let kind: Word<Kind>
    /// Milliseconds, position, laps, places or lap, by `kind`; nil where there is none.
    public let value: Int64?
    /// Why.
    public let reason: String
    /// What has become of it.
    public let state: Word<PenaltyRecord.State>
    /// What it adds to the total now.
    public let added: Milliseconds
}

extension PublishedPenalty: Readable {
    init(_ members: Members) throws(Refusal) {
        id = try members.text("id")
        by = try members.text("by")
        at = try members.instant("atMs")
        car = try members.car("car")
        kind = try members.word("kind")
        value = try members.numberOrNil("value")
        reason = try members.text("reason")
        state = try members.word("state")
        added = try members.time("addedMs")
    }
}
