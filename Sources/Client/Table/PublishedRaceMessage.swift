public import Timing
import Wire

/// A message of race control: an element of `messages` (docs/protocol.md, section 4.4).
public struct PublishedRaceMessage: Hashable, Sendable {
    /// In order of their instants, from 1.
    public let number: Int
    /// Name of the act.
    public let id: String
    /// Who.
    public let by: String
    /// When it was given, UTC.
    public let at: Instant
    /// On one line.
    public let text: String
    /// The cars that it is for; empty: it is for all.
    public let cars: [CarNumber]
}

extension PublishedRaceMessage: Readable {
    init(_ members: Members) throws(Refusal) {
        number = try members.number("number")
        id = try members.text("id")
        by = try members.text("by")
        at = try members.instant("atMs")
        text = try members.text("text")
        cars = try members.texts("cars").map { CarNumber($0) }
    }
}
