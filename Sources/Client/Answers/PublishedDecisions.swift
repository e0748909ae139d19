public import Timing
public import Wire

/// All acts, what each did, and what waits for a decision (docs/protocol.md, section 4.10).
public struct PublishedDecisions: Hashable, Sendable {
    /// Id of the session.
    public let session: String
    /// The history that the sequence belongs to.
    public let epoch: UInt64
    /// The sequence of the last delta that it holds; 0 before the first.
    public let sequence: UInt64
    /// How many earlier acts are left out.
    public let left: Int
    /// The acts, in the order in which they were taken.
    public let acts: [PublishedDecision]

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "decisions")
        session = try members.text("session")
        epoch = try members.number("epoch")
        sequence = try members.number("seq")
        left = try members.number("left")
        acts = try members.list("acts")
    }
}

/// An act, and what it did.
public struct PublishedDecision: Hashable, Sendable {
    /// Name of the act.
    public let id: String
    /// Who.
    public let by: String
    /// From when it holds, UTC.
    public let at: Instant
    /// The command; nil where this program does not know its kind.
    public let command: Act.Kind?
    /// Of a penalty: the obligation that it is for.
    public let concerning: ObligationID?
    /// The act whose place it takes.
    public let replaces: String?
    /// What was understood, in words.
    public let understood: String
    /// What followed, in words, a line each.
    public let follows: [String]
    /// The act that took it back, or has its place.
    public let withdrawnBy: String?
    /// Why it is refused now and waits for a decision; nil where it does not.
    public let pending: Reason?

    /// Why an act is refused.
    public struct Reason: Hashable, Sendable {
        /// The word by which a program tells refusals apart.
        public let reason: Word<Refusal.Reason>
        /// In words.
        public let message: String
    }
}

extension PublishedDecision: Readable {
    init(_ members: Members) throws(Refusal) {
        id = try members.text("id")
        by = try members.text("by")
        at = try members.instant("atMs")
        let body = members.valueIfPresent("command") ?? .null
        command = try? Act.Kind(body, at: at)
        concerning = body["for"]?.text.flatMap { ObligationID($0) }
        replaces = try members.textOrNil("replaces")
        understood = try members.text("understood")
        follows = try members.texts("follows")
        withdrawnBy = try members.textOrNil("withdrawnBy")
        pending = try members.objectOrNil("pending")
    }
}

extension PublishedDecision.Reason: Readable {
    init(_ members: Members) throws(Refusal) {
        reason = try members.word("reason")
        message = try members.text("message")
    }
}
