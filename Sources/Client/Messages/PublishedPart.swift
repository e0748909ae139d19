public import Timing
public import Wire

/// The part of a delta for one class, one car, the stops or the alerts (docs/protocol.md, section 4.7). A list that is
/// nil has not changed.
public struct PublishedPart: Hashable, Sendable {
    /// Id of the session.
    public let session: String
    /// The history that the sequences belong to.
    public let epoch: UInt64
    /// The sequence of the delta that it is a part of.
    public let sequence: UInt64
    /// From 1, without a hole within topic and epoch.
    public let topicSequence: UInt64
    /// Official time of the input, UTC.
    public let at: Instant
    /// The rows that changed, and in what.
    public let rows: [RowChange]
    /// The verdicts that changed.
    public let verdicts: [ChangedVerdict]
    /// The whole list of infringements.
    public let infringements: [PublishedInfringement]?
    /// The whole list of doubts.
    public let doubts: [PublishedDoubt]?

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "part")
        session = try members.text("session")
        epoch = try members.number("epoch")
        sequence = try members.number("seq")
        topicSequence = try members.number("topicSeq")
        at = try members.instant("atMs")
        rows = try members.list("rows")
        verdicts = try members.listIfPresent("verdicts") ?? []
        infringements = try members.listIfPresent("infringements")
        doubts = try members.listIfPresent("doubts")
    }
}
