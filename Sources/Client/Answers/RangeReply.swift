public import Wire

/// The first frame of a range (docs/protocol.md, section 4.5); the deltas follow, a frame each.
public struct RangeReply: Hashable, Sendable {
    /// Id of the session.
    public let session: String
    /// The present epoch; deltas from before it come with theirs.
    public let epoch: UInt64
    /// The sequence of the first delta.
    public let from: UInt64
    /// The sequence of the last; it may be smaller than asked.
    public let to: UInt64
    /// How many frames follow.
    public let count: Int

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "rangeReply")
        session = try members.text("session")
        epoch = try members.number("epoch")
        from = try members.number("from")
        to = try members.number("to")
        count = try members.number("count")
    }
}
