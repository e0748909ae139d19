public import Wire

/// The documents that were issued (docs/protocol.md, section 4.14).
public struct PublishedDocuments: Hashable, Sendable {
    /// Name of the event.
    public let event: String
    /// The history that the sequence belongs to.
    public let epoch: UInt64
    /// That of the `meeting` message in which they are.
    public let sequence: UInt64
    /// In order of their numbers; those that were taken back among them.
    public let documents: [PublishedDocument]

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "documents")
        event = try members.text("event")
        epoch = try members.number("epoch")
        sequence = try members.number("seq")
        documents = try members.list("documents")
    }
}
