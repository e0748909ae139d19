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
    func member(_ name: String) -> JSON.Member {
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
