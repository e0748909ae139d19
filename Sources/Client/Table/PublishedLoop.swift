public import Timing
import Wire

/// A dead loop: an element of `loops` (docs/protocol.md, section 4.4).
public struct PublishedLoop: Hashable, Sendable {
    /// The loop.
    public let loop: LoopID
    /// Its name.
    public let name: String
    /// Since when, UTC.
    public let since: Instant
}

extension PublishedLoop: Readable {
    init(_ members: Members) throws(Refusal) {
        loop = try members.loop("loop")
        name = try members.text("name")
        since = try members.instant("sinceMs")
    }
}
