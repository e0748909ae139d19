public import Timing

/// An act with what it did, for the list of decisions (docs/protocol.md, section 4.10).
public struct Decision: Hashable, Sendable {
    /// The act.
    public let act: Act
    /// What was understood, in words.
    public let understood: String
    /// What followed when it was taken, in words, a line each.
    public let follows: [String]

    public init(_ act: Act, understood: String, follows: [String]) {
        self.act = act
        self.understood = understood
        self.follows = follows
    }

    /// Of an act of the journal that is refused now.
    public init(setAside act: Act) {
        self.init(act, understood: ActText.words(act.kind, for: act.concerning), follows: [])
    }
}

/// The list of decisions as an answer.
public enum DecisionList {
    /// The most acts that one answer has: the latest.
    private static let most = 1000

    /// `decisions` in the order in which they were taken.
    public static func bytes(
        _ decisions: [Decision], session: String, epoch: UInt64, sequence: UInt64,
        _ timekeeper: borrowing Timekeeper
    ) -> [UInt8] {
        let pending = Dictionary(timekeeper.pendingActs.map { ($0.act.id, $0) }) { first, _ in first }
        var acts: [JSON] = []
        for decision in decisions.suffix(most) {
            acts.append(
                json(
                    timekeeper.numbered(decision.act), decision, pending[decision.act.id],
                    withdrawnBy: timekeeper.acts(against: decision.act.id).first))
        }
        return JSON.object([
            .init("v", .integer(1)), .init("type", .string("decisions")), .init("session", .string(session)),
            .init("epoch", .integer(Int64(clamping: epoch))), .init("seq", .integer(Int64(clamping: sequence))),
            .init("left", .integer(Int64(max(0, decisions.count - most)))), .init("acts", .array(acts)),
        ]).bytes
    }

    private static func json(
        _ act: Act, _ decision: Decision, _ pending: ActSetAside?, withdrawnBy: Act?
    ) -> JSON {
        .object([
            .init("id", .string(act.id)), .init("by", .string(act.by)), .init("atMs", .integer(act.at.milliseconds)),
            .init("command", .object(act.kind.members(for: act.concerning))),
            .init("replaces", act.replaces.map { .string($0) } ?? .null),
            .init("understood", .string(decision.understood)),
            .init("follows", .array(decision.follows.map { .string($0) })),
            .init("withdrawnBy", withdrawnBy.map { .string($0.id) } ?? .null),
            .init("pending", pending?.reason ?? .null),
        ])
    }
}

extension ActSetAside {
    /// Why it is refused.
    fileprivate var reason: JSON {
        let refusal = Refusal(self.refusal)
        return .object([
            .init("reason", .string(refusal.reason.rawValue)), .init("message", .string(refusal.message)),
        ])
    }

    /// As snapshot, results, deltas and status have it.
    var json: JSON {
        let refusal = Refusal(self.refusal)
        return .object([
            .init("id", .string(act.id)), .init("by", .string(act.by)), .init("atMs", .integer(act.at.milliseconds)),
            .init("text", .string(ActText.words(act.kind, for: act.concerning))),
            .init("reason", .string(refusal.reason.rawValue)), .init("message", .string(refusal.message)),
        ])
    }
}
