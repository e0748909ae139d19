public import Timing

/// A question on the query socket (docs/protocol.md, sections 4.4 to 4.6 and 4.8).
public enum Query: Hashable, Sendable {
    case snapshot
    case results
    /// The classification at a time of the race clock.
    case intermediate(Milliseconds)
    case status
    /// Why the table says of a car what it says.
    case explain(CarNumber, ExplainedThing)
    /// Deltas again, both ends inclusive.
    case range(epoch: UInt64, from: UInt64, to: UInt64)

    /// The most deltas one answer carries.
    public static let maximumRange = 1000

    /// Reads a request; `session` is the one that runs.
    public init(_ bytes: UnsafeRawBufferPointer, session: String) throws(Refusal) {
        let json = try JSON(bytes)
        try json.requireType(["request"])
        if json["session"] != nil {
            let asked = try json.requireText("session")
            guard asked == session else { throw .unknownSession(asked, running: session) }
        }
        switch try json.requireText("request") {
        case "snapshot": self = .snapshot
        case "results":
            self =
                json["intermediateMs"] == nil
                ? .results
                : .intermediate(Milliseconds(try json.require("intermediateMs", 0...FeedDecoder.maximumInteger)))
        case "status": self = .status
        case "range":
            let most = FeedDecoder.maximumInteger
            let from = try json.require("from", 1...most)
            self = .range(
                epoch: UInt64(try json.require("epoch", 0...most)), from: UInt64(from),
                to: UInt64(try json.require("to", from...most)))
        case "explain": self = .explain(CarNumber(try json.requireText("car")), try ExplainedThing(json))
        case let other: throw .wrong("request", "\"\(other)\"", "snapshot, range, results, status or explain")
        }
    }

    /// The request as it is sent.
    public func bytes(session: String?) -> [UInt8] {
        var members: [JSON.Member] = [.init("v", .integer(1)), .init("type", .string("request"))]
        func add(_ name: String, _ value: JSON) { members.append(.init(name, value)) }
        if let session { add("session", .string(session)) }
        switch self {
        case .snapshot: add("request", .string("snapshot"))
        case .results: add("request", .string("results"))
        case .intermediate(let time):
            add("request", .string("results"))
            add("intermediateMs", .integer(time.count))
        case .status: add("request", .string("status"))
        case .explain(let car, let thing):
            add("request", .string("explain"))
            add("car", .string(car.text))
            switch thing {
            case .position: break
            case .lap(let lap): add("lap", .integer(Int64(lap)))
            case .stop(let stop): add("stop", .integer(Int64(stop)))
            case .obligation(let name): add("obligation", .string(name.description))
            }
        case .range(let epoch, let from, let to):
            add("request", .string("range"))
            add("epoch", .integer(Int64(clamping: epoch)))
            add("from", .integer(Int64(clamping: from)))
            add("to", .integer(Int64(clamping: to)))
        }
        return JSON.object(members).bytes
    }
}

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

    /// A command took effect, in the delta of this sequence; or had done so before.
    public static func acknowledgement(
        of act: Act, session: String, sequence: UInt64, isRepeated: Bool, isJournalled: Bool, changed: [CarNumber],
        moved: [Moved] = []
    ) -> [UInt8] {
        var members: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string("ack")), .init("id", .string(act.id)),
            .init("session", .string(session)), .init("seq", .integer(Int64(clamping: sequence))),
            .init("atMs", .integer(act.at.milliseconds)), .init("repeated", .bool(isRepeated)),
            .init("changed", .array(changed.map { .string($0.text) })),
        ]
        if !moved.isEmpty { members.append(.init("moved", .array(moved.map(\.json)))) }
        members.append(.init("journalled", .bool(isJournalled)))
        return JSON.object(members).bytes
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

extension Refusal {
    /// A message that is for a session which does not run.
    public static func unknownSession(_ asked: String, running: String) -> Refusal {
        Refusal(
            .unknownSession, field: "session", "\"\(asked)\" does not run", expected: "\"\(running)\"",
            remedy: "leave session out, or name the one that runs")
    }

    /// The core's refusal in the protocol's words.
    public init(_ refusal: ActRefusal) {
        switch refusal {
        case .unknownCar(let car):
            self.init(
                .unknownCar, field: "command.car", "no entry has number \"\(car.text)\"",
                expected: "a number of the entry list",
                remedy: "check the number against the entry list; \"07\" and \"7\" are different cars")
        case .unknownLoop(let loop):
            self.init(
                .unknownLoop, field: "command.loop", "the circuit has no loop \(loop.value)",
                expected: "the id of a loop", remedy: "see the circuit's loops in the event file")
        case .unknownAct(let id):
            self.init(
                .unknownAct, field: "command.act", "no act is named \"\(id)\"", expected: "the id of an act",
                remedy: "take the id from the acknowledgement of the act")
        case .unknownCrossing(let id):
            self.init(
                .unknownCrossing, field: "command.crossing",
                "decoder \(id.decoder), epoch \(id.epoch), number \(id.number) is no car's crossing",
                expected: "a crossing that has been received",
                remedy: "take decoder, epoch and number from the delta of the crossing")
        case .nameInUse(let id):
            self.init(
                .idInUse, field: "id", "\"\(id)\" names another act", expected: "a new id",
                remedy: "give each act its own id, or leave it out")
        case .wrongPosition(let position, let count):
            self.init(
                .wrongValue, field: "command.position", "found \(position)", expected: "1 to \(count)",
                remedy: "give the position in the overall classification")
        case .nothingToServe(let id):
            self.init(
                .wrongValue, field: "command.act", "\"\(id)\" is nothing to be served",
                expected: "the id of a drive-through or stop-and-go",
                remedy: "take the id from the penalties of the snapshot")
        }
    }
}
