/// A message of OpenStint, an open decoder: one text, its parts between spaces. Further parts may come with later
/// versions, and are ignored.
package enum OpenStintMessage: Hashable, Sendable {
    /// `P`: a transponder has crossed the loop.
    case passing(OpenStintPassing)
    /// `T`: the time of a transponder's own clock, by which two boxes can be compared.
    case synchronization(time: Int64, transponder: UInt32, timecode: UInt32)
    /// `S`: the box's health.
    case status(OpenStintStatus)
    /// Any other letter.
    case other

    /// The longest message that is read.
    package static let longest = 512
    /// Milliseconds that the feed's microseconds have room for.
    static let latest: Int64 = (1 << 53) / 1000

    package init(_ bytes: some Collection<UInt8>) throws(OpenStintFault) {
        guard bytes.count <= Self.longest, bytes.allSatisfy({ 0x20...0x7E ~= $0 || $0 == 0x0A || $0 == 0x0D }) else {
            throw OpenStintFault(
                found: "\(bytes.count) bytes", expected: "at most \(Self.longest) characters of plain text")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split { $0 == " " || $0.isNewline }
        switch parts.first {
        case "P":
            self = .passing(
                OpenStintPassing(
                    time: try Self.time(parts, 1), kind: try Self.kind(parts, 2),
                    transponder: try Self.number(parts, 3, "a transponder"),
                    rssi: try Self.decimal(parts, 4, "a signal strength"), hits: try Self.number(parts, 5, "hits")))
        case "T":
            _ = try Self.kind(parts, 2)
            self = .synchronization(
                time: try Self.time(parts, 1), transponder: try Self.number(parts, 3, "a transponder"),
                timecode: try Self.number(parts, 4, "a timecode"))
        case "S":
            self = .status(
                OpenStintStatus(
                    time: try Self.time(parts, 1), noise: try Self.decimal(parts, 2, "a noise power"),
                    offset: try Self.decimal(parts, 3, "a DC offset"),
                    received: try Self.number(parts, 4, "frames received"),
                    processed: try Self.number(parts, 5, "frames processed")))
        case .some(let word) where word.count == 1 && word.first?.isLetter == true: self = .other
        default: throw OpenStintFault(found: "\"\(parts.first ?? "")\"", expected: "P, T or S")
        }
    }

    /// As a box writes it; nil of a message that is not read.
    package var text: String? {
        switch self {
        case .passing(let passing):
            "P \(passing.time) \(passing.kind.rawValue) \(passing.transponder) \(passing.rssi) \(passing.hits)"
        case .synchronization(let time, let transponder, let timecode): "T \(time) OPN \(transponder) \(timecode)"
        case .status(let status):
            "S \(status.time) \(status.noise) \(status.offset) \(status.received) \(status.processed)"
        case .other: nil
        }
    }

    private static func part(_ parts: [Substring], _ place: Int, _ name: String) throws(OpenStintFault) -> Substring {
        guard place < parts.count else {
            throw OpenStintFault(found: "\(parts.count) parts", expected: "\(name) as part \(place + 1)")
        }
        return parts[place]
    }

    private static func time(_ parts: [Substring], _ place: Int) throws(OpenStintFault) -> Int64 {
        let part = try part(parts, place, "a time")
        guard let time = Int64(part), 0...latest ~= time else {
            throw OpenStintFault(found: "\"\(part)\"", expected: "a time of 0 to \(latest) milliseconds")
        }
        return time
    }

    private static func kind(_ parts: [Substring], _ place: Int) throws(OpenStintFault) -> OpenStintPassing.Kind {
        let part = try part(parts, place, "OPN or AMB")
        guard let kind = OpenStintPassing.Kind(rawValue: String(part)) else {
            throw OpenStintFault(found: "\"\(part)\"", expected: "OPN or AMB")
        }
        return kind
    }

    private static func number(
        _ parts: [Substring], _ place: Int, _ name: String
    ) throws(OpenStintFault) -> UInt32 {
        let part = try part(parts, place, name)
        guard let number = UInt32(part) else {
            throw OpenStintFault(found: "\"\(part)\"", expected: "\(name) of 0 to \(UInt32.max)")
        }
        return number
    }

    /// Decibels of nothing are `-inf`: a box says so before it has measured. No crossing is lost for that.
    private static func decimal(
        _ parts: [Substring], _ place: Int, _ name: String
    ) throws(OpenStintFault) -> Double {
        let part = try part(parts, place, name)
        if let number = Double(part), number.isInfinite { return -.infinity }
        guard let number = Double(part), abs(number) < 1e6 else {
            throw OpenStintFault(found: "\"\(part)\"", expected: "\(name) as a decimal number")
        }
        return number
    }
}
