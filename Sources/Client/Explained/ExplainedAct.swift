public import Timing
import Wire

/// An act that bears on what is explained (docs/protocol.md, section 4.8).
public struct ExplainedAct: Hashable, Sendable {
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
    /// The act that took it back.
    public let withdrawnBy: String?
    /// The state of a penalty that holds.
    public let state: Word<PenaltyRecord.State>?
    /// What a penalty that holds adds to the total.
    public let added: Milliseconds?
}

extension ExplainedAct: Readable {
    init(_ members: Members) throws(Refusal) {
        id = try members.text("id")
        by = try members.text("by")
        at = try members.instant("atMs")
        let body = members.valueIfPresent("command") ?? .null
        command = try? Act.Kind(body, at: at)
        concerning = body["for"]?.text.flatMap { ObligationID($0) }
        withdrawnBy = try members.textOrNil("withdrawnBy")
        state = try members.wordOrNil("state")
        added = try members.timeOrNil("addedMs")
    }
}
