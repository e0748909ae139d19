public import Timing
public import Wire

/// The changes by one input (docs/protocol.md, section 4.2). A list that is nil has not changed.
public struct PublishedDelta: Hashable, Sendable {
    /// Id of the session.
    public let session: String
    /// The history that the sequence belongs to.
    public let epoch: UInt64
    /// From 1, without a hole within session and epoch.
    public let sequence: UInt64
    /// Official time of the input, UTC.
    public let at: Instant
    /// What came in.
    public let input: PublishedInput
    /// What became of it.
    public let outcome: Word<Outcome>
    /// The input belonged before others already applied: rows may change in any way.
    public let isCorrection: Bool
    /// The session as a whole.
    public let race: PublishedRace?
    /// The whole list of flags.
    public let flags: [PublishedFlag]?
    /// The whole list of decisions.
    public let penalties: [PublishedPenalty]?
    /// The whole list of dead loops.
    public let loops: [PublishedLoop]?
    /// The whole list of decoders whose clocks are off.
    public let clocks: [PublishedClock]?
    /// The whole list of doubts.
    public let doubts: [PublishedDoubt]?
    /// The verdicts that changed.
    public let verdicts: [ChangedVerdict]
    /// The whole list of infringements.
    public let infringements: [PublishedInfringement]?
    /// The whole net classification.
    public let net: [PublishedNet]?
    /// The whole list of acts that wait for a decision.
    public let pending: [PublishedPending]?
    /// The whole list of race control's latest messages.
    public let messages: [PublishedRaceMessage]?
    /// The whole list of reports about cars.
    public let reports: [PublishedReports]?
    /// Weather and track; nil inside: they are told no more.
    public let conditions: PublishedConditions??
    /// The order in which the cars start, where it is another.
    public let grid: [CarNumber]?
    /// Crossings that were found to have been missed, taken provisionally with this input.
    public let provisional: [PublishedProvisional]
    /// The elements of `unknown` that changed.
    public let unknown: [PublishedUnknown]
    /// The whole entry list, where it is another.
    public let entries: [PublishedEntry]?
    /// Numbers that no car has now, or another car: what is known of them is dropped before the rest is taken.
    public let gone: [CarNumber]
    /// The rows that changed, and in what.
    public let rows: [RowChange]

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "delta")
        session = try members.text("session")
        epoch = try members.number("epoch")
        sequence = try members.number("seq")
        at = try members.instant("atMs")
        input = try members.object("input")
        outcome = try members.word("outcome")
        isCorrection = try members.truthIfPresent("correction") ?? false
        race = try members.objectIfPresent("race")
        flags = try members.listIfPresent("flags")
        penalties = try members.listIfPresent("penalties")
        loops = try members.listIfPresent("loops")
        clocks = try members.listIfPresent("clocks")
        doubts = try members.listIfPresent("doubts")
        verdicts = try members.listIfPresent("verdicts") ?? []
        infringements = try members.listIfPresent("infringements")
        net = try members.listIfPresent("net")
        pending = try members.listIfPresent("pending")
        messages = try members.listIfPresent("messages")
        reports = try members.listIfPresent("reports")
        conditions = members.isPresent("conditions") ? .some(try members.objectOrNil("conditions")) : nil
        grid = members.isPresent("grid") ? try members.texts("grid").map { CarNumber($0) } : nil
        provisional = try members.listIfPresent("provisional") ?? []
        unknown = try members.listIfPresent("unknown") ?? []
        entries = try members.listIfPresent("entries")
        gone = members.isPresent("gone") ? try members.texts("gone").map { CarNumber($0) } : []
        rows = try members.list("rows")
    }
}
