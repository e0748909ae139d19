public import Timing

/// An instant as people say it (docs/protocol.md, section 3). A running session makes official time of it.
public enum StatedInstant: Hashable, Sendable {
    /// Official time itself.
    case official(Instant)
    /// When the race clock showed this.
    case clock(Milliseconds)
    /// So long before the session's present time.
    case ago(Milliseconds)
    /// Time of day at the circuit, since midnight: of the day on which it is nearest to the session's present time.
    case timeOfDay(Milliseconds)
    /// Date and time at the circuit: milliseconds since 1970 by a clock there.
    case local(Milliseconds)

    /// Official time, where that was said.
    public var official: Instant? {
        guard case .official(let instant) = self else { return nil }
        return instant
    }

    private static let members = ["clockMs", "agoMs", "timeOfDayMs", "localMs"]

    init(_ json: JSON, _ field: String) throws(Refusal) {
        guard case .object = json else { throw .wrong(field, json.kind, "an object") }
        let stated = Self.members.filter { json[$0] != nil }
        guard stated.count == 1 else {
            throw .wrong(
                field, stated.isEmpty ? "no instant" : stated.joined(separator: " and "),
                "exactly one of \(Self.members.joined(separator: ", "))")
        }
        func time(_ most: Int64) throws(Refusal) -> Milliseconds {
            Milliseconds(try json.require(stated[0], 0...most, in: field))
        }
        self =
            switch stated[0] {
            case "clockMs": .clock(try time(1 << 40))
            case "agoMs": .ago(try time(1 << 40))
            case "timeOfDayMs": .timeOfDay(try time(86_399_999))
            default: .local(try time(FeedDecoder.maximumInteger / 1000))
            }
    }

    /// As it stands in a command under this name, or under the name with `Us` where it is official time.
    fileprivate func member(_ name: String) -> JSON.Member {
        func stated(_ kind: String, _ time: Milliseconds) -> JSON.Member {
            .init(name, .object([.init(kind, .integer(time.count))]))
        }
        return switch self {
        case .official(let instant): .init(name + "Us", .integer(instant.milliseconds * 1000))
        case .clock(let time): stated("clockMs", time)
        case .ago(let time): stated("agoMs", time)
        case .timeOfDay(let time): stated("timeOfDayMs", time)
        case .local(let time): stated("localMs", time)
        }
    }
}

/// A command whose instants are as people say them.
public struct SpokenCommand: Hashable, Sendable {
    /// With official time in place of what was said.
    public let command: Command
    /// The sender insists on the instant, whatever speaks against it.
    public let insists: Bool

    /// Where a command has an instant: in itself, or in what it does.
    private static let places = [(name: "at", isInside: false), ("until", true), ("from", true)]

    /// - Parameter resolve: makes official time of an instant that stands in a member.
    public init(
        _ json: JSON, _ resolve: (StatedInstant, String) throws(Refusal) -> Instant
    ) throws(Refusal) {
        var json = json
        if let word = json["anyway"], word.bool == nil { throw .wrong("anyway", word.kind, "true or false") }
        insists = json["anyway"]?.bool ?? false
        for (name, isInside) in Self.places {
            let field = isInside ? "command.\(name)" : name
            guard let said = (isInside ? json["command"] : json)?[name] else { continue }
            let instant = try resolve(try StatedInstant(said, field), field)
            guard (isInside ? json["command"] : json)?["\(name)Us"] == nil else {
                throw .wrong(field, "\(field) and \(field)Us", "one of the two")
            }
            let official = StatedInstant.official(instant).member(name)
            if isInside, let command = json["command"] {
                json = json.replacing("command", by: .init("command", command.replacing(name, by: official)))
            } else {
                json = json.replacing(name, by: official)
            }
        }
        command = try Command(json)
    }

    /// The message as it is sent.
    /// - Parameters:
    ///   - at: from when it holds.
    ///   - until: the end of an assignment.
    ///   - from: from when a decoder's clock is put right.
    public static func bytes(
        _ command: Command, at: StatedInstant?, until: StatedInstant? = nil, from: StatedInstant? = nil,
        anyway: Bool = false
    ) -> [UInt8] {
        guard case .object(var members) = command.json(speaker: nil), let last = members.popLast() else { return [] }
        if let at { members.append(at.member("at")) }
        if anyway { members.append(.init("anyway", .bool(true))) }
        guard case .object(var inside) = last.value else { return [] }
        // Without a beginning of its own the assignment was written as of the whole session.
        if at != nil { inside.removeAll { $0.name == "wholeSession" } }
        if let until { inside.append(until.member("until")) }
        if let from { inside.append(from.member("from")) }
        members.append(.init(last.name, .object(inside)))
        return JSON.object(members).bytes
    }
}

extension JSON {
    /// The object with another member in place of the one of a name.
    fileprivate func replacing(_ name: String, by member: Member) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members.map { $0.name == name ? member : $0 })
    }
}
