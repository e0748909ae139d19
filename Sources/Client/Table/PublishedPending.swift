public import Timing
public import Wire

/// An act of the journal that is refused now and waits for a decision (docs/protocol.md, section 4.4).
public struct PublishedPending: Hashable, Sendable {
    /// Name of the act.
    public let id: String
    /// Who.
    public let by: String
    /// From when it would hold, UTC.
    public let at: Instant
    /// The act in words.
    public let text: String
    /// The word by which a program tells refusals apart.
    public let reason: Word<Refusal.Reason>
    /// Why it is refused, in words.
    public let message: String
}

extension PublishedPending: Readable {
    init(_ members: Members) throws(Refusal) {
        id = try members.text("id")
        by = try members.text("by")
        at = try members.instant("atMs")
        text = try members.text("text")
        reason = try members.word("reason")
        message = try members.text("message")
    }
}
