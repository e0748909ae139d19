/// What the frames of a box mean, as far as a bridge needs it.
package enum P3Record: Hashable, Sendable {
    case passing(P3Passing)
    case status(P3Status)
    /// The box's clock, in microseconds of UTC since 1970, and the one of its satellites where it has a fix.
    case time(clock: UInt64, satellites: UInt64?)
    /// A question for passings by their numbers, both inclusive.
    case resend(from: UInt32, until: UInt32)
    /// A question for the time.
    case timeAsked
    /// Anything else.
    case other(kind: UInt16)

    /// - Throws: where a passing lacks its number, its transponder or its time, or a value is too large.
    package init(_ frame: P3Frame) throws(P3Fault) {
        switch frame.kind {
        case P3Frame.Kind.passing: self = .passing(try P3Passing(frame))
        case P3Frame.Kind.status: self = .status(P3Status(frame))
        case P3Frame.Kind.resend:
            self = .resend(from: try frame.need(1, "the first number"), until: try frame.need(2, "the last number"))
        case P3Frame.Kind.time:
            self = try Self.time(frame)
        default: self = .other(kind: frame.kind)
        }
    }

    /// A time whose upper bytes are missing is none: it would be of 1970.
    private static func time(_ frame: P3Frame) throws(P3Fault) -> P3Record {
        let bytes = frame.fields.first { $0.tag == 1 }?.bytes.count ?? 0
        guard let clock = frame.number(1) else { return .timeAsked }
        guard bytes == 8 else {
            throw P3Fault(.field, found: "a time in \(bytes) bytes", expected: "microseconds since 1970 in 8 bytes")
        }
        return .time(clock: clock, satellites: frame.number(5))
    }

    /// The frame that says it; nil of what a bridge does not write.
    package var frame: P3Frame? {
        switch self {
        case .passing(let passing): passing.frame
        case .status(let status): status.frame
        case .time(let clock, let satellites):
            P3Frame(
                kind: P3Frame.Kind.time,
                fields: [.init(1, clock, bytes: 8), .init(4, 0, bytes: 2)]
                    + (satellites.map { [.init(5, $0, bytes: 8)] } ?? []))
        case .resend(let from, let until):
            P3Frame(
                kind: P3Frame.Kind.resend,
                fields: [.init(1, UInt64(from), bytes: 4), .init(2, UInt64(until), bytes: 4)]
            )
        case .timeAsked: P3Frame(kind: P3Frame.Kind.time, fields: [.init(1, []), .init(4, []), .init(5, [])])
        case .other: nil
        }
    }
}
