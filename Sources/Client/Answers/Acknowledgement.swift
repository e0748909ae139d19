public import Timing
public import Wire

/// A command took effect (docs/protocol.md, section 3).
public struct Acknowledgement: Hashable, Sendable {
    /// Name of the act.
    public let id: String
    /// Id of the session; nil of an act of the meeting that is about none, while none is shown.
    public let session: String?
    /// The sequence of the delta that carried it.
    public let sequence: UInt64
    /// From when it holds, UTC.
    public let at: Instant
    /// The act was known already.
    public let isRepeated: Bool
    /// The number of the document that was issued; nil of another act.
    public let document: Document?
    /// What was understood, in words.
    public let understood: String
    /// What follows, in words, a line each.
    public let follows: [String]
    /// Cars whose row is different now, in order of the entry list.
    public let changed: [CarNumber]
    /// The crossings that an assignment moved; empty where it moved none.
    public let moved: [Moved]
    /// The act is in the journal's file now.
    public let isJournalled: Bool

    /// What the meeting gave to a document.
    public struct Document: Hashable, Sendable {
        /// From 1, without a gap in the event.
        public let number: Int
        /// From 1, among the papers of its kind about its subject.
        public let version: Int
    }

    /// Crossings that went from one car to another.
    public struct Moved: Hashable, Sendable {
        /// Whose they were; nil: unassigned.
        public let from: CarNumber?
        /// Whose they are; nil: unassigned.
        public let to: CarNumber?
        /// How many.
        public let crossings: Int
        /// Laps completed by them before.
        public let laps: Int
    }

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "ack")
        id = try members.text("id")
        session = try members.textIfPresent("session")
        sequence = try members.number("seq")
        at = try members.instant("atMs")
        isRepeated = try members.truth("repeated")
        document = try members.objectIfPresent("document")
        understood = try members.text("understood")
        follows = try members.texts("follows")
        changed = try members.texts("changed").map { CarNumber($0) }
        moved = try members.listIfPresent("moved") ?? []
        isJournalled = try members.truth("journalled")
    }
}

extension Acknowledgement.Document: Readable {
    init(_ members: Members) throws(Refusal) {
        number = try members.number("number")
        version = try members.number("version")
    }
}

extension Acknowledgement.Moved: Readable {
    init(_ members: Members) throws(Refusal) {
        from = try members.carOrNil("from")
        to = try members.carOrNil("to")
        crossings = try members.number("crossings")
        laps = try members.number("laps")
    }
}
