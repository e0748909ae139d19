public import Timing

/// The kinds of a command as a message states them (docs/protocol.md, section 3).
extension Act.Kind {
    /// Reads the member `command` of a message; `instant` is when the message says that it is to hold.
    public init(_ command: JSON, at instant: Instant?) throws(Refusal) {
        self =
            switch try command.requireText("kind", in: "command") {
            case "session": try Self.session(command)
            case "flag": try Self.flag(command)
            case "driver":
                .driver(
                    try Self.car(command), driver: UInt8(try command.require("driver", 0...255, in: "command")))
            case "car": try Self.carAction(command)
            case "penalty":
                .penalty(
                    try Self.car(command), try PenaltyKind(command),
                    reason: try command.requireText("reason", most: 256, in: "command"))
            case "served":
                .served(
                    try command.requireText("act", in: "command"), try Self.requireBool(command, "served"))
            case "bulletin": .bulletin(try Bulletin(command))
            case "ruling": try Self.ruling(command)
            case "entry": .entry(try EntryChange(command))
            case "message": try Self.message(command)
            case "report": try Self.report(command)
            case "conditions": .conditions(try Conditions(command))
            case "clock": .clock(try ClockCorrection(command))
            case "amendment": try Self.amendment(command, at: instant)
            case let other:
                throw .wrong(
                    "command.kind", "\"\(other)\"",
                    "session, flag, driver, car, penalty, served, bulletin, ruling, message, report, conditions, entry, "
                        + "clock or amendment")
            }
    }

    private static func session(_ command: JSON) throws(Refusal) -> Self {
        switch try command.requireText("action", in: "command") {
        case "formation": .formation
        case "start": .start
        case "end": .end
        case "final": .final
        case "duration": .duration(Milliseconds(try command.require("durationMs", 1...(1 << 40), in: "command")))
        case let other:
            throw .wrong("command.action", "\"\(other)\"", "formation, start, end, final or duration")
        }
    }

    private static func flag(_ command: JSON) throws(Refusal) -> Self {
        let name = try command.requireText("flag", in: "command")
        guard let flag = Flag(rawValue: name) else {
            throw .wrong("command.flag", "\"\(name)\"", Flag.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return .flag(
            flag, isEstimated: try optionalBool(command, "estimated"),
            throughPitLane: try optionalBool(command, "throughPitLane"))
    }

    private static func carAction(_ command: JSON) throws(Refusal) -> Self {
        let car = try car(command)
        let action = try command.requireText("action", in: "command")
        guard action == "retired" else { throw .wrong("command.action", "\"\(action)\"", "retired") }
        return .retired(car)
    }

    private static func ruling(_ command: JSON) throws(Refusal) -> Self {
        let name = try command.requireText("ruling", in: "command")
        guard let ruling = Ruling(rawValue: name) else {
            throw .wrong("command.ruling", "\"\(name)\"", Ruling.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return .ruling(
            try car(command), try command.requireObligation("obligation"), ruling,
            reason: try command.requireText("reason", most: 256, in: "command"))
    }

    static func car(_ command: JSON) throws(Refusal) -> CarNumber {
        CarNumber(try command.requireText("car", most: 17, in: "command"))
    }

    private static func optionalBool(_ command: JSON, _ name: String) throws(Refusal) -> Bool {
        command[name] == nil ? false : try requireBool(command, name)
    }

    private static func requireBool(_ command: JSON, _ name: String) throws(Refusal) -> Bool {
        try command.requireTruth(name, in: "command")
    }

    private static func amendment(_ command: JSON, at instant: Instant?) throws(Refusal) -> Self {
        switch try command.requireText("action", in: "command") {
        case "void": return .void(try crossing(command))
        case "count": return .count(try crossing(command))
        case "insert":
            guard instant != nil else { throw .missing("atUs") }
            let driver = command["driver"] == nil ? 0 : try command.require("driver", 0...255, in: "command")
            return .insert(
                try car(command), LoopID(UInt16(try command.require("loop", 0...65535, in: "command"))),
                driver: UInt8(driver))
        case "assign":
            return .assign(
                Transponder(UInt32(try command.require("transponder", 1...4_294_967_295, in: "command"))),
                try car(command), try wearingTime(command, from: instant))
        case "withdraw": return .withdraw(try command.requireText("act", in: "command"))
        case let other:
            throw .wrong("command.action", "\"\(other)\"", "void, count, insert, assign or withdraw")
        }
    }

    private static func crossing(_ command: JSON) throws(Refusal) -> CrossingID {
        guard let crossing = command["crossing"] else { throw .missing("command.crossing") }
        guard case .object = crossing else { throw .wrong("command.crossing", crossing.kind, "an object") }
        let most = FeedDecoder.maximumInteger
        let path = "command.crossing"
        return CrossingID(
            decoder: UInt32(try crossing.require("decoder", 0...4_294_967_295, in: path)),
            epoch: UInt64(try crossing.require("epoch", 0...most, in: path)),
            number: UInt64(try crossing.require("number", 0...most, in: path)))
    }

    /// From the command's instant on, or for the whole session where it states none: the one act whose instant is not
    /// now when it is left out.
    private static func wearingTime(_ command: JSON, from instant: Instant?) throws(Refusal) -> WearingTime {
        let isWhole = try optionalBool(command, "wholeSession")
        var time = WearingTime(from: isWhole ? nil : instant)
        guard command["untilUs"] != nil else { return time }
        let until = Instant(cutting: try command.require("untilUs", 0...FeedDecoder.maximumInteger, in: "command"))
        if let from = time.from, until <= from {
            throw .wrong("command.untilUs", "\(until.milliseconds * 1000)", "an instant after atUs")
        }
        time.until = until
        return time
    }
}

extension JSON {
    func requireTruth(_ name: String, in path: String) throws(Refusal) -> Bool {
        guard let value = self[name] else { throw .missing("\(path).\(name)") }
        guard let bool = value.bool else { throw .wrong("\(path).\(name)", value.kind, "true or false") }
        return bool
    }
}

extension PenaltyKind {
    /// Members of which a penalty has exactly one.
    static let members = [
        "timeMs", "position", "laps", "driveThrough", "stopAndGoMs", "gridPlaces", "lapTime", "disqualified",
    ]

    init(_ command: JSON) throws(Refusal) {
        let stated = Self.members.filter { command[$0] != nil }
        guard stated.count == 1 else {
            throw .wrong(
                "command", stated.isEmpty ? "no penalty" : stated.joined(separator: " and "),
                "exactly one of \(Self.members.joined(separator: ", "))")
        }
        func number(_ range: ClosedRange<Int64>) throws(Refusal) -> Int64 {
            try command.require(stated[0], range, in: "command")
        }
        switch stated[0] {
        case "timeMs": self = .time(Milliseconds(try number(1...86_400_000)))
        case "position": self = .position(Int(try number(1...10_000)))
        case "laps": self = .laps(Int(try number(1...1000)))
        case "stopAndGoMs": self = .stopAndGo(Milliseconds(try number(0...3_600_000)))
        case "gridPlaces": self = .grid(Int(try number(1...1000)))
        case "lapTime": self = .lapTime(Int(try number(1...100_000)))
        default:
            guard command[stated[0]]?.bool == true else {
                throw .wrong("command.\(stated[0])", "not true", "true")
            }
            self = stated[0] == "driveThrough" ? .driveThrough : .disqualified
        }
    }

    /// The penalty as a command states it.
    var member: JSON.Member {
        switch self {
        case .time(let time): .init("timeMs", .integer(time.count))
        case .position(let position): .init("position", .integer(Int64(position)))
        case .laps(let laps): .init("laps", .integer(Int64(laps)))
        case .driveThrough: .init("driveThrough", .bool(true))
        case .stopAndGo(let time): .init("stopAndGoMs", .integer(time.count))
        case .grid(let places): .init("gridPlaces", .integer(Int64(places)))
        case .lapTime(let lap): .init("lapTime", .integer(Int64(lap)))
        case .disqualified: .init("disqualified", .bool(true))
        }
    }
}

extension ClockCorrection {
    init(_ command: JSON) throws(Refusal) {
        let most = FeedDecoder.maximumInteger
        self.init(
            decoder: UInt32(try command.require("decoder", 1...4_294_967_295, in: "command")),
            epoch: command["epoch"] == nil ? nil : UInt64(try command.require("epoch", 0...most, in: "command")),
            from: command["fromUs"] == nil ? nil : try command.require("fromUs", 0...most, in: "command"),
            ahead: try command.require("aheadUs", -most...most, in: "command"))
    }
}
