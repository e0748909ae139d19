public import Timing
public import Wire

/// The whole table at once (docs/protocol.md, section 4.4).
public struct PublishedSnapshot: Hashable, Sendable {
    /// Id of the session.
    public let session: String
    /// The history that the sequence belongs to.
    public let epoch: UInt64
    /// The sequence of the epoch's first delta.
    public let firstSequence: UInt64
    /// The epoch before it; nil where there is none.
    public let previousEpoch: UInt64?
    /// The sequence of the last delta that it holds; 0 before the first.
    public let sequence: UInt64
    /// Official time, UTC.
    public let now: Instant
    /// The session as a whole.
    public let race: PublishedRace
    /// Flags, decisions, findings, verdicts.
    public let findings: PublishedFindings
    /// The entry list.
    public let entries: [PublishedEntry]
    /// A row a car, in order of the classification.
    public let rows: [PublishedRow]
    /// Unassigned transponders, in their order.
    public let unknown: [PublishedUnknown]

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "snapshot")
        session = try members.text("session")
        epoch = try members.number("epoch")
        firstSequence = try members.number("firstSeq")
        previousEpoch = try members.numberOrNil("previousEpoch")
        sequence = try members.number("seq")
        now = try members.instant("nowMs")
        race = try members.object("race")
        findings = try PublishedFindings(members)
        entries = try members.list("entries")
        rows = try members.list("rows")
        unknown = try members.list("unknown")
    }
}
