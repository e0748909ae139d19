public import Timing
import Wire

/// A report about a car: an element of `last` in `reports` (docs/protocol.md, section 4.4).
public struct PublishedReport: Hashable, Sendable {
    /// What follows from a report.
    public enum Following: String, CaseIterable, Sendable {
        /// The car is warned.
        case warning
        /// It is an infringement, for the stewards.
        case infringement
    }

    /// The car's so many-th of the kind in the session, from 1.
    public let number: Int
    /// Name of the act.
    public let id: String
    /// When it happened, UTC.
    public let at: Instant
    /// Number of the turn; nil where it is not said.
    public let turn: Int?
    /// Another place; nil where it is not said.
    public let place: String?
    /// Of the car; nil where it is not said.
    public let lap: Int?
    /// The count with it.
    public let count: Int
    /// What follows from it; nil: nothing.
    public let follows: Word<Following>?
    /// The infringement's id, where it is one.
    public let infringement: String?
    /// The time of its lap does not count.
    public let deletesLap: Bool
}

extension PublishedReport: Readable {
    init(_ members: Members) throws(Refusal) {
        number = try members.number("number")
        id = try members.text("id")
        at = try members.instant("atMs")
        turn = try members.numberOrNil("turn")
        place = try members.textOrNil("place")
        lap = try members.numberOrNil("lap")
        count = try members.number("count")
        follows = try members.wordOrNil("follows")
        infringement = try members.textOrNil("for")
        deletesLap = try members.truth("deletesLap")
    }
}
