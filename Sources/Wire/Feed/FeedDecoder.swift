public import Timing

/// What a feed message is, beside the crossings it carries.
public enum FeedMessage: Hashable, Sendable {
    /// The crossings are in the decoder's `crossings`.
    case crossings(decoder: UInt32, epoch: UInt64)
    /// `next` is the number the next crossing will have, `stamp` the decoder's time in microseconds.
    case heartbeat(decoder: UInt32, epoch: UInt64, next: UInt64, stamp: Int64)
}

/// Reads messages of a crossing feed, JSON or packed (docs/protocol.md, section 2).
///
/// Keeps its buffers: a message costs no allocation. A refused message leaves nothing behind.
public struct FeedDecoder {
    /// The crossings of the message read last.
    public private(set) var crossings: [Crossing] = []
    /// How well its transponders were read, in order; none of crossings of which the box says nothing.
    public private(set) var readings: [TransponderReading] = []
    /// Of a heartbeat: how it stands with the box, where it says so.
    public private(set) var health: BoxHealth?
    private var usual = UsualCrossings()

    /// The most crossings of one message.
    public static let maximumCrossings = 10_000
    /// The largest integer that every JSON reader holds exactly.
    static let maximumInteger: Int64 = 1 << 53
    static let headerLength = 24
    static let recordLength = 32

    public init() {
        crossings.reserveCapacity(64)
    }

    /// Reads a message of a feed, JSON or packed; its crossings are in `crossings` until the next one.
    public mutating func decode(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> FeedMessage {
        // Mostly there is one: to take it out costs less than `removeAll`.
        while crossings.popLast() != nil {}
        if !readings.isEmpty { readings.removeAll(keepingCapacity: true) }
        health = nil
        do throws(Refusal) {
            switch bytes.first {
            case 0x7B:
                if let message = usual.read(bytes, into: &crossings) { return message }
                crossings.removeAll(keepingCapacity: true)
                return try decodeJSON(bytes)
            case 0x4C: return try decodePacked(bytes)
            default:
                throw Refusal(
                    .badMagic, "neither JSON nor packed",
                    expected: "a first byte \"{\" or the magic \"LWX1\"",
                    remedy: "send one feed message a frame, without a topic")
            }
        } catch {
            crossings.removeAll(keepingCapacity: true)
            throw error
        }
    }

    /// A message that is not on the path of a crossing: a line of a recording.
    public mutating func decode(_ bytes: [UInt8]) throws(Refusal) -> FeedMessage {
        try bytes.reading { bytes throws(Refusal) in try decode(bytes) }
    }

    // MARK: Packed

    private mutating func decodePacked(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> FeedMessage {
        guard bytes.count >= Self.headerLength else {
            throw .badLength(bytes.count, expected: "a header of 24 bytes")
        }
        guard bytes.read(0, as: UInt32.self) == 0x3158_574C else {
            throw Refusal(
                .badMagic, "the magic is not \"LWX1\"", expected: "LWX1", remedy: "send packed version 1")
        }
        let kind = bytes[4]
        let count = Int(bytes.read(6, as: UInt16.self))
        let decoder = bytes.read(8, as: UInt32.self)
        let epoch = bytes.read(16, as: UInt64.self)
        guard bytes[5] == 0, bytes.read(12, as: UInt32.self) == 0 else {
            throw .wrong("header", "bytes 5 and 12 to 15 are not zero", "zeros")
        }
        try Self.check(decoder: Int64(decoder), epoch: epoch)
        if kind == 2 {
            guard count == 1, bytes.count == Self.headerLength + 16 else {
                throw .badLength(bytes.count, expected: "a heartbeat of 40 bytes with count 1")
            }
            let next = bytes.read(24, as: UInt64.self)
            let stamp = bytes.read(32, as: Int64.self)
            try Self.check(next: next, stamp: stamp)
            return .heartbeat(decoder: decoder, epoch: epoch, next: next, stamp: stamp)
        }
        guard kind == 1 else { throw .wrong("kind", "\(kind)", "1 (crossings) or 2 (heartbeat)") }
        guard (1...Self.maximumCrossings).contains(count),
            bytes.count == Self.headerLength + count * Self.recordLength
        else {
            throw .badLength(bytes.count, expected: "24 + 32 bytes for each of 1 to 10000 crossings")
        }
        for record in 0..<count {
            try decodeRecord(bytes, at: Self.headerLength + record * Self.recordLength, decoder, epoch)
        }
        return .crossings(decoder: decoder, epoch: epoch)
    }

    private mutating func decodeRecord(
        _ bytes: UnsafeRawBufferPointer, at offset: Int, _ decoder: UInt32, _ epoch: UInt64
    ) throws(Refusal) {
        let number = bytes.read(offset, as: UInt64.self)
        let stamp = bytes.read(offset + 8, as: Int64.self)
        let transponder = bytes.read(offset + 16, as: UInt32.self)
        let flags = bytes[offset + 23]
        try Self.check(number: number, stamp: stamp)
        guard transponder != 0 else { throw .wrong("transponder", "0", "1 to 4294967295") }
        guard flags & 0xFE == 0, bytes.read(offset + 28, as: UInt32.self) == 0 else {
            throw .wrong("flags", "a bit that means nothing", "only bit 0 of byte 23 set")
        }
        note(hits: bytes.read(offset + 24, as: UInt16.self), bytes.read(offset + 26, as: UInt16.self), transponder)
        crossings.append(
            Crossing(
                id: CrossingID(decoder: decoder, epoch: epoch, number: number), stamp: stamp,
                transponder: Transponder(transponder), loop: LoopID(bytes.read(offset + 20, as: UInt16.self)),
                driver: bytes[offset + 22], isEstimated: flags & 1 != 0))
    }

    private mutating func note(hits: UInt16, _ strength: UInt16, _ transponder: UInt32) {
        guard hits | strength != 0 else { return }
        readings.append(TransponderReading(Transponder(transponder), hits: hits, strength: strength))
    }

    // MARK: JSON

    private enum Kind { case unknown, crossings, heartbeat, other }

    private mutating func decodeJSON(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> FeedMessage {
        var scanner = JSONScanner(bytes)
        try scanner.expect(0x7B)
        var first = true
        var kind = Kind.unknown
        var version: Int64?
        var decoder: Int64?
        var epoch: Int64?
        var next: Int64?
        var stamp: Int64?
        var hasCrossings = false
        var told: JSON?
        while let name = try scanner.member(first: &first) {
            if name == "crossings" {
                guard !hasCrossings else { throw .wrong("crossings", "a second time", "one array") }
                hasCrossings = true
                try decodeCrossings(&scanner)
            } else if name == "decoder" {
                decoder = try Self.integer(&scanner, "decoder")
            } else if name == "epoch" {
                epoch = try Self.integer(&scanner, "epoch")
            } else if name == "type" {
                kind = try Self.kind(&scanner)
            } else if name == "v" {
                version = try Self.integer(&scanner, "v")
            } else if name == "next" {
                next = try Self.integer(&scanner, "next")
            } else if name == "timeUs" {
                stamp = try Self.integer(&scanner, "timeUs")
            } else if name == "health" {
                told = try scanner.value(depth: 1)
            } else {
                try scanner.skip()
            }
        }
        try scanner.end()
        guard version == ProtocolVersion.number else { throw .wrongVersion }
        guard kind != .unknown else { throw .missing("type") }
        guard kind != .other else {
            throw Refusal(
                .wrongType, field: "type", "no message of a feed", expected: "crossings or heartbeat",
                remedy: "send commands to the control socket")
        }
        guard let decoder else { throw .missing("decoder") }
        guard let epoch else { throw .missing("epoch") }
        guard epoch >= 0 else { throw .wrong("epoch", "\(epoch)", "0 to 2^53") }
        try Self.check(decoder: decoder, epoch: UInt64(epoch))
        switch kind {
        case .crossings:
            guard hasCrossings else { throw .missing("crossings") }
            guard !crossings.isEmpty else { throw .wrong("crossings", "none", "1 to 10000 crossings") }
            complete(decoder: UInt32(decoder), epoch: UInt64(epoch))
            return .crossings(decoder: UInt32(decoder), epoch: UInt64(epoch))
        case .heartbeat:
            guard let next else { throw .missing("next") }
            guard let stamp else { throw .missing("timeUs") }
            guard next >= 1 else { throw .wrong("next", "\(next)", "1 to 2^53") }
            try Self.check(next: UInt64(next), stamp: stamp)
            crossings.removeAll(keepingCapacity: true)
            health = try told.map { json throws(Refusal) in try BoxHealth(json) }
            return .heartbeat(
                decoder: UInt32(decoder), epoch: UInt64(epoch), next: UInt64(next), stamp: stamp)
        case .unknown, .other: throw .missing("type")
        }
    }

    /// The crossings were read before their decoder and epoch were certain.
    private mutating func complete(decoder: UInt32, epoch: UInt64) {
        for index in crossings.indices {
            let crossing = crossings[index]
            crossings[index] = Crossing(
                id: CrossingID(decoder: decoder, epoch: epoch, number: crossing.id.number),
                stamp: crossing.stamp, transponder: crossing.transponder, loop: crossing.loop,
                driver: crossing.driver, isEstimated: crossing.isEstimated)
        }
    }

    private mutating func decodeCrossings(_ scanner: inout JSONScanner) throws(Refusal) {
        try scanner.expect(0x5B)
        var first = true
        while try scanner.element(first: &first) {
            guard crossings.count < Self.maximumCrossings else {
                throw .wrong("crossings", "more than 10000", "1 to 10000 crossings")
            }
            try decodeCrossing(&scanner)
        }
    }

    private mutating func decodeCrossing(_ scanner: inout JSONScanner) throws(Refusal) {
        try scanner.expect(0x7B)
        var first = true
        var number: Int64 = -1
        var stamp: Int64 = -1
        var loop: Int64 = -1
        var transponder: Int64 = -1
        var driver: Int64 = 0
        var isEstimated = false
        var hits: Int64 = 0
        var strength: Int64 = 0
        while let name = try scanner.member(first: &first) {
            if name == "number" {
                number = try Self.integer(&scanner, "crossings.number")
            } else if name == "timeUs" {
                stamp = try Self.integer(&scanner, "crossings.timeUs")
            } else if name == "loop" {
                loop = try Self.integer(&scanner, "crossings.loop", 0...65535)
            } else if name == "transponder" {
                transponder = try Self.integer(&scanner, "crossings.transponder", 1...4_294_967_295)
            } else if name == "driver" {
                driver = try Self.integer(&scanner, "crossings.driver", 0...255)
            } else if name == "estimated" {
                guard let value = scanner.boolean() else {
                    throw .wrong("crossings.estimated", "no boolean", "true or false")
                }
                isEstimated = value
            } else if name == "hits" {
                hits = try Self.integer(&scanner, "crossings.hits", 0...65535)
            } else if name == "strength" {
                strength = try Self.integer(&scanner, "crossings.strength", 0...65535)
            } else {
                try scanner.skip()
            }
        }
        guard number != -1 else { throw .missing("crossings.number") }
        guard stamp != -1 else { throw .missing("crossings.timeUs") }
        guard loop != -1 else { throw .missing("crossings.loop") }
        guard transponder != -1 else { throw .missing("crossings.transponder") }
        guard number >= 1 else { throw .wrong("crossings.number", "\(number)", "1 to 2^53 - 1") }
        try Self.check(number: UInt64(number), stamp: stamp, in: "crossings.")
        note(hits: UInt16(clamping: hits), UInt16(clamping: strength), UInt32(clamping: transponder))
        crossings.append(
            Crossing(
                id: CrossingID(decoder: 0, epoch: 0, number: UInt64(number)), stamp: stamp,
                transponder: Transponder(UInt32(transponder)), loop: LoopID(UInt16(loop)),
                driver: UInt8(driver), isEstimated: isEstimated))
    }

    private static func kind(_ scanner: inout JSONScanner) throws(Refusal) -> Kind {
        switch try scanner.value(depth: 1).text {
        case "crossings": .crossings
        case "heartbeat": .heartbeat
        default: .other
        }
    }

    @inline(__always)
    private static func integer(
        _ scanner: inout JSONScanner, _ field: StaticString, _ range: ClosedRange<Int64> = 0...maximumInteger
    ) throws(Refusal) -> Int64 {
        guard let value = scanner.integer(), range.contains(value) else {
            throw .wrong(
                "\(field)", "no such integer", "an integer of \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    static func check(decoder: Int64, epoch: UInt64) throws(Refusal) {
        guard (1...4_294_967_295).contains(decoder) else {
            throw .wrong("decoder", "\(decoder)", "1 to 4294967295; 0 is the timekeeper's hand")
        }
        guard epoch <= UInt64(maximumInteger) else { throw .wrong("epoch", "\(epoch)", "0 to 2^53") }
    }

    private static func check(next: UInt64, stamp: Int64) throws(Refusal) {
        guard next >= 1, next <= UInt64(maximumInteger) else { throw .wrong("next", "\(next)", "1 to 2^53") }
        try check(number: 1, stamp: stamp)
    }

    static func check(number: UInt64, stamp: Int64, in path: String = "") throws(Refusal) {
        guard number >= 1, number < UInt64(maximumInteger) else {
            throw .wrong("\(path)number", "\(number)", "1 to 2^53 - 1")
        }
        guard (0...maximumInteger).contains(stamp) else {
            throw .wrong("\(path)timeUs", "\(stamp)", "microseconds of UTC since 1970, 0 to 2^53")
        }
    }
}

extension Refusal {
    static var wrongVersion: Refusal {
        Refusal(
            .wrongVersion, field: "v", "no version \(ProtocolVersion.number)",
            expected: "\"v\": \(ProtocolVersion.number)",
            remedy: "write the message as docs/protocol.md, version \(ProtocolVersion.number), says")
    }

    static func missing(_ field: String) -> Refusal {
        Refusal(
            .missingField, field: field, "is missing", expected: "the member",
            remedy: "see docs/protocol.md for the members of this message")
    }

    static func wrong(_ field: String, _ found: String, _ expected: String) -> Refusal {
        Refusal(
            .wrongValue, field: field, "found \(found)", expected: expected,
            remedy: "see docs/protocol.md for the values of this member")
    }

    static func badLength(_ count: Int, expected: String) -> Refusal {
        Refusal(
            .badLength, "\(count) bytes", expected: expected,
            remedy: "check the count in the header against the records that follow")
    }
}

extension UnsafeRawBufferPointer {
    /// A little-endian integer at an offset that has been checked.
    @inline(__always)
    func read<Number: FixedWidthInteger>(_ offset: Int, as type: Number.Type) -> Number {
        Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }
}
