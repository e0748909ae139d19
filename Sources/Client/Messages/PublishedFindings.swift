public import Timing
import Wire

/// The lists that snapshot and results have in common (docs/protocol.md, sections 4.4 and 4.9).
public struct PublishedFindings: Hashable, Sendable {
    /// Flags, in order of time.
    public let flags: [PublishedFlag]
    /// Every decision that holds, in order of its instant.
    public let penalties: [PublishedPenalty]
    /// Dead loops.
    public let loops: [PublishedLoop]
    /// Decoders whose clocks are off.
    public let clocks: [PublishedClock]
    /// Doubts, in the order in which they were found.
    public let doubts: [PublishedDoubt]
    /// Verdicts, in order of the entry list.
    public let verdicts: [PublishedVerdict]
    /// Infringements.
    public let infringements: [PublishedInfringement]
    /// The net classification, in its order; empty unless the race runs.
    public let net: [PublishedNet]
    /// Acts of the journal that are refused now and wait for a decision.
    public let pending: [PublishedPending]
    /// The latest messages of race control, in order of their instants.
    public let messages: [PublishedRaceMessage]
    /// Reports about cars, with their counts.
    public let reports: [PublishedReports]
    /// Weather and track; nil before they are told.
    public let conditions: PublishedConditions?
    /// The cars of a race in the order in which they start; empty in practice and qualifying.
    public let grid: [CarNumber]
}

extension PublishedFindings: Readable {
    init(_ members: Members) throws(Refusal) {
        flags = try members.list("flags")
        penalties = try members.list("penalties")
        loops = try members.list("loops")
        clocks = try members.list("clocks")
        doubts = try members.list("doubts")
        verdicts = try members.list("verdicts")
        infringements = try members.list("infringements")
        net = try members.list("net")
        pending = try members.listIfPresent("pending") ?? []
        messages = try members.listIfPresent("messages") ?? []
        reports = try members.listIfPresent("reports") ?? []
        conditions = try members.objectIfPresent("conditions")
        grid = members.isPresent("grid") ? try members.texts("grid").map { CarNumber($0) } : []
    }
}
