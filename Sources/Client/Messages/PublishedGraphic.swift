public import Timing
import Wire

/// What a television overlay shows (docs/protocol.md, section 4.11).
public struct PublishedGraphic: Hashable, Sendable {
    /// As the overlay's program names it.
    public let subject: String
    /// Id of the session that it is about; nil: the one that boards follow.
    public let session: String?
    /// The cars that it is about; empty: all, or none.
    public let cars: [CarNumber]
    /// The class that it is about; nil: all.
    public let carClass: String?
    /// A line of text to be shown; nil: none.
    public let text: String?
    /// Since when, UTC.
    public let since: Instant
    /// Who shows it.
    public let by: String
}

extension PublishedGraphic: Readable {
    init(_ members: Members) throws(Refusal) {
        subject = try members.text("subject")
        session = try members.textOrNil("session")
        cars = try members.texts("cars").map { CarNumber($0) }
        carClass = try members.textOrNil("class")
        text = try members.textOrNil("text")
        since = try members.instant("sinceMs")
        by = try members.text("by")
    }
}
