/// A time of a row that rests on a provisional crossing (docs/protocol.md, section 4.4).
public enum EstimatedMember: Hashable, Sendable {
    /// The total.
    case total
    /// The last lap.
    case lastLap
    /// The time of a sector, from 1.
    case sector(Int)
    /// What this program does not know, as it came.
    case other(String)

    init(_ name: String) {
        switch name {
        case "totalMs": self = .total
        case "lastLapMs": self = .lastLap
        default:
            let number = name.hasPrefix("sector") ? Int(name.dropFirst("sector".count)) : nil
            self = number.map { .sector($0) } ?? .other(name)
        }
    }
}
