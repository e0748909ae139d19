public import Timing
import Wire

/// That something follows from results, in the message of the meeting (docs/protocol.md, section 4.11).
public struct ProposalNote: Hashable, Sendable {
    /// Id of the race for which it follows.
    public let session: String
    /// What it is about.
    public let subject: Word<ProposalSubject>
    /// The results from which it follows.
    public let sources: [PublishedSource]
    /// Name of the act that took it over; nil: nothing is taken over.
    public let taken: String?
    /// What was taken over is other than what is proposed now.
    public let differs: Bool
}

extension ProposalNote: Readable {
    init(_ members: Members) throws(Refusal) {
        session = try members.text("session")
        subject = try members.word("what")
        sources = try members.list("of")
        taken = try members.textOrNil("taken")
        differs = try members.truth("differs")
    }
}

/// A result from which something follows.
public struct PublishedSource: Hashable, Sendable {
    /// The session, and the last delta that is in the result.
    public let origin: PublishedOrigin
    /// How far the result is.
    public let standing: Word<ResultStanding>
}

extension PublishedSource: Readable {
    init(_ members: Members) throws(Refusal) {
        origin = try PublishedOrigin(members)
        standing = try members.word("result")
    }
}
