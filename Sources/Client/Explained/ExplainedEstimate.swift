public import Timing
import Wire

/// How a missed crossing was estimated (docs/protocol.md, section 4.8).
public struct ExplainedEstimate: Hashable, Sendable {
    /// By which method.
    public let method: Word<Estimate.Method>
    /// The crossing that shows that one was missed.
    public let evidence: ExplainedCrossing
    /// Where that was.
    public let loop: LoopID
    /// That loop's name.
    public let name: String
    /// From when the time is divided, UTC.
    public let from: Instant
    /// Until when, UTC.
    public let to: Instant
    /// The sectors by which it is divided; nil where one is not known.
    public let sectors: [Milliseconds?]
    /// How many of them lie before the missed crossing.
    public let before: Int
}

extension ExplainedEstimate: Readable {
    init(_ members: Members) throws(Refusal) {
        method = try members.word("method")
        evidence = try members.object("evidence")
        loop = try members.loop("loop")
        name = try members.text("name")
        from = try members.instant("fromMs")
        to = try members.instant("toMs")
        sectors = try members.times("sectorsMs")
        before = try members.number("before")
    }
}
