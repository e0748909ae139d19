public import Timing

/// Answers that are not the table.
public enum Reply {
    /// The first frame of a range, with the number of frames that follow.
    public static func range(session: String, epoch: UInt64, from: UInt64, to: UInt64, count: Int) -> [UInt8] {
        JSON.object([
            .init("v", .integer(1)), .init("type", .string("rangeReply")), .init("session", .string(session)),
            .init("epoch", .integer(Int64(clamping: epoch))), .init("from", .integer(Int64(clamping: from))),
            .init("to", .integer(Int64(clamping: to))), .init("count", .integer(Int64(count))),
        ]).bytes
    }

    /// Crossings that an assignment took from a car, or from nobody, and gave to another, or to nobody.
    public struct Moved: Hashable, Sendable {
        /// The car that loses them; nil: they were unassigned.
        public let from: CarNumber?
        /// The car that has them now; nil: they are unassigned.
        public let to: CarNumber?
        /// How many crossings go from the one to the other.
        public let crossings: Int
        /// Laps completed with them before.
        public let laps: Int

        public init(from: CarNumber?, to: CarNumber?, crossings: Int, laps: Int) {
            self.from = from
            self.to = to
            self.crossings = crossings
            self.laps = laps
        }

        /// By the numbers of the entries.
        public init(_ reassigned: Reassigned, _ entries: [Entry]) {
            from = reassigned.from.map { entries[$0.slot].number }
            to = reassigned.to.map { entries[$0.slot].number }
            crossings = reassigned.crossings
            laps = reassigned.laps
        }

        fileprivate var json: JSON {
            .object([
                .init("from", from.map { .string($0.text) } ?? .null),
                .init("to", to.map { .string($0.text) } ?? .null),
                .init("crossings", .integer(Int64(crossings))), .init("laps", .integer(Int64(laps))),
            ])
        }
    }

    /// What a command does, or would do.
    public struct Consequences: Hashable, Sendable {
        /// What was understood, in words.
        public let understood: String
        /// What follows, in words, a line each.
        public let follows: [String]
        /// Cars whose row is different.
        public let changed: [CarNumber]
        /// Crossings that go to another car.
        public let moved: [Moved]

        public init(understood: String, follows: [String], changed: [CarNumber], moved: [Moved]) {
            self.understood = understood
            self.follows = follows
            self.changed = changed
            self.moved = moved
        }

        var members: [JSON.Member] {
            var members: [JSON.Member] = [
                .init("understood", .string(understood)), .init("follows", .array(follows.map { .string($0) })),
                .init("changed", .array(changed.map { .string($0.text) })),
            ]
            if !moved.isEmpty { members.append(.init("moved", .array(moved.map(\.json)))) }
            return members
        }
    }

    /// A command took effect, in the delta of this sequence; or had done so before.
    public static func acknowledgement(
        of act: Act, session: String, sequence: UInt64, isRepeated: Bool, isJournalled: Bool, _ done: Consequences
    ) -> [UInt8] {
        var members: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string("ack")), .init("id", .string(act.id)),
            .init("session", .string(session)), .init("seq", .integer(Int64(clamping: sequence))),
            .init("atMs", .integer(act.at.milliseconds)), .init("repeated", .bool(isRepeated)),
        ]
        members += done.members
        members.append(.init("journalled", .bool(isJournalled)))
        return JSON.object(members).bytes
    }

    /// What a command would do that was not done.
    public static func dryRun(at: Instant, session: String, _ would: Consequences) -> [UInt8] {
        let head: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string("dryRun")), .init("session", .string(session)),
            .init("atMs", .integer(at.milliseconds)),
        ]
        return JSON.object(head + would.members).bytes
    }

    /// A standby has been ordered to run the session, in an epoch of its own.
    public static func takingOver(epoch: UInt64) -> [UInt8] {
        JSON.object([
            .init("v", .integer(1)), .init("type", .string("takingOver")),
            .init("epoch", .integer(Int64(clamping: epoch))),
        ]).bytes
    }

    /// `id` is the one of the command refused, where it could be read.
    public static func refusal(_ refusal: Refusal, id: String? = nil) -> [UInt8] {
        var members: [JSON.Member] = [.init("v", .integer(1)), .init("type", .string("refusal"))]
        if let id { members.append(.init("id", .string(id))) }
        members += [
            .init("reason", .string(refusal.reason.rawValue)), .init("field", .string(refusal.field)),
            .init("message", .string(refusal.message)), .init("expected", .string(refusal.expected)),
            .init("remedy", .string(refusal.remedy)),
        ]
        return JSON.object(members).bytes
    }
}
