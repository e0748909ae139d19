import Wire

/// A command that took effect, as a delta names it (docs/protocol.md, section 4.2).
public struct PublishedCommand: Hashable, Sendable {
    /// Name of the act.
    public let id: String
    /// Who.
    public let by: String
    /// The kind of the command, as section 3 names it.
    public let kind: String
}

extension PublishedCommand: Readable {
    init(_ members: Members) throws(Refusal) {
        id = try members.text("id")
        by = try members.text("by")
        kind = try members.text("kind")
    }
}
