public import Timing
import Wire

/// An unassigned transponder: an element of `unknown` (docs/protocol.md, section 4.4).
public struct PublishedUnknown: Hashable, Sendable {
    /// The transponder.
    public let transponder: Transponder
    /// How many crossings of it are held; in a delta 0: none any more.
    public let crossings: Int
    /// The last of them, UTC; nil where none is held.
    public let last: Instant?
}

extension PublishedUnknown: Readable {
    init(_ members: Members) throws(Refusal) {
        transponder = Transponder(try members.number("transponder"))
        crossings = try members.number("crossings")
        last = try members.instantOrNil("lastAtMs")
    }
}
