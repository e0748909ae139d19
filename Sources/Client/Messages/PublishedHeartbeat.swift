public import Timing
public import Wire

/// The daemon's sign of life, with the next sequence (docs/protocol.md, section 4.3).
public struct PublishedHeartbeat: Hashable, Sendable {
    /// Id of the session.
    public let session: String
    /// The history that the sequence belongs to.
    public let epoch: UInt64
    /// The sequence of the epoch's first delta.
    public let firstSequence: UInt64
    /// The epoch before it; nil where there is none.
    public let previousEpoch: UInt64?
    /// The sequence that the next delta will have.
    public let next: UInt64
    /// Official time, UTC.
    public let now: Instant

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "heartbeat")
        session = try members.text("session")
        epoch = try members.number("epoch")
        firstSequence = try members.number("firstSeq")
        previousEpoch = try members.numberOrNil("previousEpoch")
        next = try members.number("next")
        now = try members.instant("nowMs")
    }
}
