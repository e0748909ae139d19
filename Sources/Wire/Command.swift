public import Timing

/// A command as it came in: an act that may still need its name and its instant (docs/protocol.md, section 3).
public struct Command: Hashable, Sendable {
    public let id: String?
    public let by: String
    public let session: String?
    public let at: Instant?
    public let kind: Act.Kind

    public init(id: String?, by: String, session: String?, at: Instant?, kind: Act.Kind) {
        self.id = id
        self.by = by
        self.session = session
        self.at = at
        self.kind = kind
    }

    public init(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        try self.init(try JSON(bytes))
    }

    public init(_ json: JSON) throws(Refusal) {
        try json.requireType(["command"])
        id = json["id"] == nil ? nil : try json.requireText("id")
        by = try json.requireText("by")
        session = json["session"] == nil ? nil : try json.requireText("session")
        if json["atUs"] == nil {
            at = nil
        } else {
            at = Instant(cutting: try json.require("atUs", 0...FeedDecoder.maximumInteger))
        }
        guard let command = json["command"] else { throw .missing("command") }
        guard case .object = command else { throw .wrong("command", command.kind, "an object") }
        kind = try Self.kind(command, hasInstant: at != nil)
    }

    /// The act, where name and instant are known.
    public func act(id: String, now: Instant) -> Act {
        Act(id: self.id ?? id, at: at ?? now, by: by, kind: kind)
    }

    private static func kind(_ command: JSON, hasInstant: Bool) throws(Refusal) -> Act.Kind {
        switch try command.requireText("kind", in: "command") {
        case "session":
            switch try command.requireText("action", in: "command") {
            case "start": return .start
            case "end": return .end
            case let other: throw .wrong("command.action", "\"\(other)\"", "start or end")
            }
        case "flag":
            let name = try command.requireText("flag", in: "command")
            guard let flag = Flag(rawValue: name) else {
                throw .wrong(
                    "command.flag", "\"\(name)\"", Flag.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return .flag(flag, isEstimated: try optionalBool(command, "estimated"))
        case "driver":
            return .driver(
                try car(command), driver: UInt8(try command.require("driver", 0...255, in: "command")))
        case "penalty": return try penalty(command)
        case "amendment": return try amendment(command, hasInstant: hasInstant)
        case let other:
            throw .wrong("command.kind", "\"\(other)\"", "session, flag, driver, penalty or amendment")
        }
    }

    private static func car(_ command: JSON) throws(Refusal) -> CarNumber {
        CarNumber(try command.requireText("car", most: 16, in: "command"))
    }

    private static func optionalBool(_ command: JSON, _ name: String) throws(Refusal) -> Bool {
        guard let value = command[name] else { return false }
        guard let bool = value.bool else { throw .wrong("command.\(name)", value.kind, "true or false") }
        return bool
    }

    private static func penalty(_ command: JSON) throws(Refusal) -> Act.Kind {
        let car = try car(command)
        let reason = try command.requireText("reason", most: 256, in: "command")
        switch (command["timeMs"], command["position"]) {
        case (.some, nil):
            let time = Milliseconds(try command.require("timeMs", 1...86_400_000, in: "command"))
            return .penalty(car, .time(time), reason: reason)
        case (nil, .some):
            let position = Int(try command.require("position", 1...10_000, in: "command"))
            return .penalty(car, .position(position), reason: reason)
        default:
            throw .wrong(
                "command", "not exactly one of timeMs and position", "timeMs for a time penalty, or position")
        }
    }

    private static func amendment(_ command: JSON, hasInstant: Bool) throws(Refusal) -> Act.Kind {
        switch try command.requireText("action", in: "command") {
        case "void":
            guard let crossing = command["crossing"] else { throw .missing("command.crossing") }
            guard case .object = crossing else { throw .wrong("command.crossing", crossing.kind, "an object") }
            let most = FeedDecoder.maximumInteger
            let path = "command.crossing"
            return .void(
                CrossingID(
                    decoder: UInt32(try crossing.require("decoder", 0...4_294_967_295, in: path)),
                    epoch: UInt64(try crossing.require("epoch", 0...most, in: path)),
                    number: UInt64(try crossing.require("number", 0...most, in: path))))
        case "insert":
            guard hasInstant else { throw .missing("atUs") }
            let driver = command["driver"] == nil ? 0 : try command.require("driver", 0...255, in: "command")
            return .insert(
                try car(command), LoopID(UInt16(try command.require("loop", 0...65535, in: "command"))),
                driver: UInt8(driver))
        case "assign":
            return .assign(
                Transponder(UInt32(try command.require("transponder", 1...4_294_967_295, in: "command"))),
                try car(command))
        case "withdraw": return .withdraw(try command.requireText("act", in: "command"))
        case let other:
            throw .wrong("command.action", "\"\(other)\"", "void, insert, assign or withdraw")
        }
    }
}

// MARK: Writing

extension Command {
    public init(_ act: Act, session: String? = nil) {
        self.init(id: act.id, by: act.by, session: session, at: act.at, kind: act.kind)
    }

    public var bytes: [UInt8] {
        var members: [JSON.Member] = [.init("v", .integer(1)), .init("type", .string("command"))]
        if let id { members.append(.init("id", .string(id))) }
        members.append(.init("by", .string(by)))
        if let session { members.append(.init("session", .string(session))) }
        if let at { members.append(.init("atUs", .integer(at.milliseconds * 1000))) }
        members.append(.init("command", .object(kind.members)))
        return JSON.object(members).bytes
    }
}

extension Act.Kind {
    /// The kind's name on the wire.
    var name: String {
        switch self {
        case .start, .end: "session"
        case .flag: "flag"
        case .driver: "driver"
        case .penalty: "penalty"
        case .withdraw, .void, .insert, .assign: "amendment"
        }
    }

    var members: [JSON.Member] {
        var members = [JSON.Member("kind", .string(name))]
        func add(_ name: String, _ value: JSON) { members.append(.init(name, value)) }
        switch self {
        case .start: add("action", .string("start"))
        case .end: add("action", .string("end"))
        case .flag(let flag, let isEstimated):
            add("flag", .string(flag.rawValue))
            if isEstimated { add("estimated", .bool(true)) }
        case .driver(let car, let driver):
            add("car", .string(car.text))
            add("driver", .integer(Int64(driver)))
        case .penalty(let car, let kind, let reason):
            add("car", .string(car.text))
            switch kind {
            case .time(let time): add("timeMs", .integer(time.count))
            case .position(let position): add("position", .integer(Int64(position)))
            }
            add("reason", .string(reason))
        case .withdraw(let act):
            add("action", .string("withdraw"))
            add("act", .string(act))
        case .void(let id):
            add("action", .string("void"))
            add(
                "crossing",
                .object([
                    .init("decoder", .integer(Int64(id.decoder))),
                    .init("epoch", .integer(Int64(clamping: id.epoch))),
                    .init("number", .integer(Int64(clamping: id.number))),
                ]))
        case .insert(let car, let loop, let driver):
            add("action", .string("insert"))
            add("car", .string(car.text))
            add("loop", .integer(Int64(loop.value)))
            if driver != 0 { add("driver", .integer(Int64(driver))) }
        case .assign(let transponder, let car):
            add("action", .string("assign"))
            add("transponder", .integer(Int64(transponder.value)))
            add("car", .string(car.text))
        }
        return members
    }
}
