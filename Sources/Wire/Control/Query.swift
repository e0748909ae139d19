public import Timing

/// A question on the query socket (docs/protocol.md, sections 4.4 to 4.6 and 4.8).
public enum Query: Hashable, Sendable {
    case snapshot
    case results
    /// The classification at a time of the race clock.
    case intermediate(Milliseconds)
    case status
    /// All acts, what each did, and what waits for a decision.
    case decisions
    /// The entry list with all that is said of each entry.
    case entries
    /// Why the table says of a car what it says.
    case explain(CarNumber, ExplainedThing)
    /// Deltas again, both ends inclusive.
    case range(epoch: UInt64, from: UInt64, to: UInt64)

    /// The most deltas one answer carries.
    public static let maximumRange = 1000

    /// Reads a request to one session.
    public init(_ bytes: UnsafeRawBufferPointer, session: String) throws(Refusal) {
        let json = try JSON(bytes)
        try json.requireType(["request"])
        if json["session"] != nil {
            let asked = try json.requireText("session")
            guard asked == session else { throw .unknownSession(asked, running: session) }
        }
        try self.init(json)
    }

    /// Reads a request, whatever session it names.
    public init(_ json: JSON) throws(Refusal) {
        try json.requireType(["request"])
        switch try json.requireText("request") {
        case "snapshot": self = .snapshot
        case "results":
            self =
                json["intermediateMs"] == nil
                ? .results
                : .intermediate(Milliseconds(try json.require("intermediateMs", 0...FeedDecoder.maximumInteger)))
        case "status": self = .status
        case "decisions": self = .decisions
        case "entries": self = .entries
        case "range":
            let most = FeedDecoder.maximumInteger
            let from = try json.require("from", 1...most)
            self = .range(
                epoch: UInt64(try json.require("epoch", 0...most)), from: UInt64(from),
                to: UInt64(try json.require("to", from...most)))
        case "explain": self = .explain(CarNumber(try json.requireText("car")), try ExplainedThing(json))
        case let other:
            throw .wrong("request", "\"\(other)\"", "snapshot, range, results, status, decisions, entries or explain")
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
        case .decisions: add("request", .string("decisions"))
        case .entries: add("request", .string("entries"))
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
