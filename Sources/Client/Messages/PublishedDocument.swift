public import Meeting
public import Timing
import Wire

/// A document that was issued (docs/protocol.md, section 4.14).
public struct PublishedDocument: Hashable, Sendable {
    /// From 1, without a gap in the event.
    public let number: Int
    /// From 1, among the papers of its kind about its subject.
    public let version: Int
    /// What kind of paper it is.
    public let kind: Word<MeetingDocument.Kind>
    /// What it is about.
    public let subject: String
    /// As it stands on the paper.
    public let title: String
    /// SHA-256 of the paper's bytes, in hex.
    public let hash: String
    /// What it was made of; nil where it is about no session.
    public let origin: PublishedOrigin?
    /// Name of the act that issued it.
    public let act: String
    /// Who issued it.
    public let by: String
    /// When, UTC.
    public let issued: Instant
    /// It has been taken back; its number is not given again.
    public let isWithdrawn: Bool
}

extension PublishedDocument: Readable {
    init(_ members: Members) throws(Refusal) {
        number = try members.number("number")
        version = try members.number("version")
        kind = try members.word("document")
        subject = try members.text("subject")
        title = try members.text("title")
        hash = try members.text("sha256")
        origin = try members.objectOrNil("of")
        act = try members.text("act")
        by = try members.text("by")
        issued = try members.instant("issuedMs")
        isWithdrawn = try members.truth("withdrawn")
    }
}

/// A session as it was after a delta.
public struct PublishedOrigin: Hashable, Sendable {
    /// Id of the session.
    public let session: String
    /// The epoch of the publication.
    public let epoch: UInt64
    /// The session's sequence in it.
    public let sequence: UInt64
}

extension PublishedOrigin: Readable {
    init(_ members: Members) throws(Refusal) {
        session = try members.text("session")
        epoch = try members.number("epoch")
        sequence = try members.number("seq")
    }
}
