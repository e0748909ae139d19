public import Timing
public import Wire

/// What a command would do that was not done (docs/protocol.md, section 3).
public struct DryRun: Hashable, Sendable {
    /// Id of the session.
    public let session: String
    /// From when it would hold, UTC.
    public let at: Instant
    /// What was understood, in words.
    public let understood: String
    /// What would follow, in words, a line each.
    public let follows: [String]
    /// Cars whose row would be different, in order of the entry list.
    public let changed: [CarNumber]
    /// The crossings that an assignment would move; empty where it would move none.
    public let moved: [Acknowledgement.Moved]

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "dryRun")
        session = try members.text("session")
        at = try members.instant("atMs")
        understood = try members.text("understood")
        follows = try members.texts("follows")
        changed = try members.texts("changed").map { CarNumber($0) }
        moved = try members.listIfPresent("moved") ?? []
    }
}
