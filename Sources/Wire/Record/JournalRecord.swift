public import Meeting
public import Timing

/// One entry of a session's journal (docs/journal.md). The publication follows from the entries in their order.
public enum JournalRecord: Hashable, Sendable {
    case crossing(Crossing)
    /// Time has reached this instant, by a decoder's word or by the daemon's own clock: decoder 0.
    case time(Instant, decoder: UInt32)
    /// A command that took effect, and the name of the key that it came with.
    ///
    /// What is long lies apart, so that a crossing is moved in few words.
    indirect case act(Act, speaker: String)
    indirect case epoch(EpochRecord)
    /// A crossing that came late and waits, with others, for `lateTaken`.
    case late(Crossing)
    /// The first so many crossings that wait take effect, at this instant of the session's time.
    case lateTaken(count: Int, at: Instant)
    /// Of a meeting's journal: a record for one session alone.
    indirect case of(session: String, JournalRecord)
    /// The act of this name, written down before, was refused when its turn came: it is without effect.
    case refused(act: String)
    /// An act of the meeting, and the name of the key that it came with.
    indirect case meeting(MeetingAct, speaker: String)

    private enum Kind: UInt8 {
        case crossing = 1
        case time, act, epoch, late, lateTaken, of, refused, meeting
    }

    private static let headLength = 4
    private static let crossingLength = 36
    private static let timeLength = 12
    /// Bytes of a session's id or an act's name.
    private static let longestName = 64
    /// Milliseconds of UTC that still are a number of microseconds below 2^53.
    private static let latest = FeedDecoder.maximumInteger / 1000

    /// The record of an input; `speaker` is the name of the key that an act came with.
    public init(_ input: Input, speaker: String) {
        switch input {
        case .crossing(let crossing): self = .crossing(crossing)
        case .late(let crossing): self = .late(crossing)
        case .lateTaken(let count, let instant): self = .lateTaken(count: count, at: instant)
        case .time(let instant, let decoder): self = .time(instant, decoder: decoder)
        case .act(let act): self = .act(act, speaker: speaker)
        }
    }

    // MARK: Writing

    /// Appends the record, an act as it would be sent.
    public func append(to writer: ByteWriter) {
        switch self {
        case .crossing(let crossing):
            Self.append(.crossing, crossing, to: writer)
        case .late(let crossing): Self.append(.late, crossing, to: writer)
        case .lateTaken(let count, let instant):
            Self.append(.lateTaken, length: Self.timeLength, to: writer)
            writer.append(littleEndian: UInt32(clamping: count))
            writer.append(littleEndian: instant.milliseconds)
        case .time(let instant, let decoder):
            Self.append(.time, length: Self.timeLength, to: writer)
            writer.append(littleEndian: decoder)
            writer.append(littleEndian: instant.milliseconds)
        case .act(let act, let speaker): Self.append(Command(act).json(speaker: speaker), as: .act, to: writer)
        case .epoch(let epoch): Self.append(epoch.json, as: .epoch, to: writer)
        case .of(let session, let record):
            let inner = ByteWriter(capacity: 64)
            record.append(to: inner)
            let name = Array(session.utf8.prefix(Self.longestName))
            Self.append(.of, length: 1 + name.count + inner.count, to: writer)
            writer.append(byte: UInt8(name.count))
            writer.append(name)
            writer.append(inner.bytes)
        case .refused(let act):
            let name = Array(act.utf8.prefix(Self.longestName))
            Self.append(.refused, length: name.count, to: writer)
            writer.append(name)
        case .meeting(let act, let speaker): Self.append(act.json(speaker: speaker), as: .meeting, to: writer)
        }
    }

    /// Appends the record of a crossing, which comes more often than all others together.
    public static func append(_ crossing: Crossing, to writer: ByteWriter) { append(.crossing, crossing, to: writer) }

    private static func append(_ kind: Kind, _ crossing: Crossing, to writer: ByteWriter) {
        append(kind, length: crossingLength, to: writer)
        writer.append(littleEndian: crossing.id.decoder)
        writer.append(littleEndian: crossing.id.epoch)
        writer.append(littleEndian: crossing.id.number)
        writer.append(littleEndian: crossing.stamp)
        writer.append(littleEndian: crossing.transponder.value)
        writer.append(littleEndian: crossing.loop.value)
        writer.append(byte: crossing.driver)
        writer.append(byte: crossing.isEstimated ? 1 : 0)
    }

    private static func append(_ json: JSON, as kind: Kind, to writer: ByteWriter) {
        let bytes = json.bytes
        append(kind, length: bytes.count, to: writer)
        writer.append(bytes)
    }

    private static func append(_ kind: Kind, length: Int, to writer: ByteWriter) {
        writer.append(littleEndian: UInt32(kind.rawValue) | UInt32(length) << 8)
    }

    /// The record as a line of JSON: a crossing as on a feed, an act as it was sent, with its speaker. A crossing that
    /// waited is a crossing: in a recording everything is in its place.
    public var json: JSON {
        switch self {
        case .crossing(let crossing), .late(let crossing): return FeedEncoder.value(crossing)
        case .lateTaken(let count, let instant):
            return .object([
                .init("v", .integer(1)), .init("type", .string("lateTaken")), .init("count", .integer(Int64(count))),
                .init("atMs", .integer(instant.milliseconds)),
            ])
        case .time(let instant, let decoder):
            let reached: [JSON.Member] = [
                .init("v", .integer(1)), .init("type", .string("time")), .init("decoder", .integer(Int64(decoder))),
                .init("atMs", .integer(instant.milliseconds)),
            ]
            return .object(reached)
        case .act(let act, let speaker): return Command(act).json(speaker: speaker)
        case .epoch(let epoch):
            guard case .object(let members) = epoch.json else { return epoch.json }
            return .object([.init("v", .integer(1)), .init("type", .string("epoch"))] + members)
        case .of(let session, let record):
            return .object([
                .init("v", .integer(1)), .init("type", .string("of")), .init("session", .string(session)),
                .init("record", record.json),
            ])
        case .refused(let act):
            return .object([
                .init("v", .integer(1)), .init("type", .string("refusedAct")), .init("act", .string(act)),
            ])
        case .meeting(let act, let speaker): return act.json(speaker: speaker)
        }
    }

    // MARK: Reading

    /// The record as a session reads it: one for another session is nil.
    public func forSession(_ session: String) -> JournalRecord? {
        guard case .of(let addressee, let record) = self else { return self }
        return addressee == session ? record : nil
    }

    /// What the record brings to the session; nil for an epoch, and for a record that is addressed.
    public var input: Input? {
        switch self {
        case .crossing(let crossing): .crossing(crossing)
        case .late(let crossing): .late(crossing)
        case .lateTaken(let count, let instant): .lateTaken(count: count, at: instant)
        case .time(let instant, let decoder): .time(instant, decoder: decoder)
        case .act(let act, _): .act(act)
        case .epoch, .of, .refused, .meeting: nil
        }
    }

    /// Hands over the records of a block in turn.
    /// - Throws: `Refusal` with the byte at which a record is not understood, or what `body` throws.
    public static func read(
        _ payload: UnsafeRawBufferPointer, _ body: (JournalRecord) throws -> Void
    ) throws {
        var offset = 0
        while offset < payload.count {
            let read: (record: JournalRecord, length: Int)
            do throws(Refusal) {
                read = try first(of: UnsafeRawBufferPointer(rebasing: payload[offset...]))
            } catch {
                throw error.inside("record at byte \(offset)")
            }
            try body(read.record)
            offset += read.length
        }
    }

    private static func first(
        of bytes: UnsafeRawBufferPointer
    ) throws(Refusal) -> (record: JournalRecord, length: Int) {
        guard bytes.count >= headLength else { throw .notWhole(bytes.count, expected: "a head of 4 bytes") }
        let head = bytes.read(0, as: UInt32.self)
        let end = headLength + Int(head >> 8)
        guard end <= bytes.count else {
            throw .notWhole(bytes.count - headLength, expected: "\(end - headLength) bytes after its head")
        }
        guard let kind = Kind(rawValue: UInt8(truncatingIfNeeded: head)) else {
            throw Refusal(
                .wrongValue, field: "", "kind \(head & 0xFF)", expected: "1 to 9",
                remedy: "read the journal with the Lapwing that wrote it")
        }
        return (try read(kind, UnsafeRawBufferPointer(rebasing: bytes[headLength..<end])), end)
    }

    private static func read(_ kind: Kind, _ bytes: UnsafeRawBufferPointer) throws(Refusal) -> JournalRecord {
        switch kind {
        case .crossing: return .crossing(try crossing(bytes))
        case .late: return .late(try crossing(bytes))
        case .lateTaken:
            let (count, instant) = try counted(bytes, "a count with a time of 12 bytes")
            guard count > 0 else { throw .wrong("count", "0", "1 to 4294967295") }
            return .lateTaken(count: Int(count), at: instant)
        case .time: return try time(bytes)
        case .act:
            let json = try JSON(bytes)
            let command = try Command(json)
            guard let id = command.id else { throw .missing("id") }
            guard let at = command.at else { throw .missing("atUs") }
            return .act(command.act(id: id, now: at), speaker: try json.requireText("speaker"))
        case .epoch: return .epoch(try EpochRecord(try JSON(bytes)))
        case .of: return try addressed(bytes)
        case .refused: return .refused(act: try name(bytes, "act"))
        case .meeting:
            let json = try JSON(bytes)
            return .meeting(try MeetingAct(json), speaker: try json.requireText("speaker"))
        }
    }

    private static func addressed(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> JournalRecord {
        let length = bytes.first.map(Int.init) ?? 0
        guard bytes.count > 1 + length else { throw .badLength(bytes.count, expected: "a session's id and a record") }
        let session = try name(UnsafeRawBufferPointer(rebasing: bytes[1..<1 + length]), "session")
        let inner = try first(of: UnsafeRawBufferPointer(rebasing: bytes[(1 + length)...]))
        guard inner.length == bytes.count - 1 - length else {
            throw .badLength(bytes.count, expected: "one record of \(inner.length) bytes")
        }
        if case .of = inner.record { throw .wrong("record", "an addressed record", "a record that is addressed once") }
        return .of(session: session, inner.record)
    }

    private static func name(_ bytes: UnsafeRawBufferPointer, _ field: String) throws(Refusal) -> String {
        guard (1...longestName).contains(bytes.count), let name = String(validating: bytes, as: UTF8.self) else {
            throw .wrong(field, "\(bytes.count) bytes", "a name of 1 to \(longestName) bytes of UTF-8")
        }
        return name
    }

    /// The input of a line as `json` writes it: time that a decoder has told.
    public static func time(_ json: JSON) throws(Refusal) -> (instant: Instant, decoder: UInt32) {
        try json.requireType(["time"])
        return (
            Instant(milliseconds: try json.require("atMs", 0...latest)),
            UInt32(try json.require("decoder", 0...4_294_967_295))
        )
    }

    private static func crossing(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> Crossing {
        guard bytes.count == crossingLength else { throw .badLength(bytes.count, expected: "a crossing of 36 bytes") }
        let decoder = bytes.read(0, as: UInt32.self)
        let epoch = bytes.read(4, as: UInt64.self)
        let number = bytes.read(12, as: UInt64.self)
        let stamp = bytes.read(20, as: Int64.self)
        try FeedDecoder.check(decoder: Int64(decoder), epoch: epoch)
        try FeedDecoder.check(number: number, stamp: stamp)
        let transponder = bytes.read(28, as: UInt32.self)
        guard transponder != 0 else { throw .wrong("transponder", "0", "1 to 4294967295") }
        let flags = bytes[35]
        guard flags <= 1 else { throw .wrong("flags", "\(flags)", "0 or 1") }
        return Crossing(
            id: CrossingID(decoder: decoder, epoch: epoch, number: number), stamp: stamp,
            transponder: Transponder(transponder), loop: LoopID(bytes.read(32, as: UInt16.self)),
            driver: bytes[34], isEstimated: flags == 1)
    }

    private static func time(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> JournalRecord {
        let (decoder, instant) = try counted(bytes, "a time of 12 bytes")
        return .time(instant, decoder: decoder)
    }

    /// A number and an instant.
    private static func counted(
        _ bytes: UnsafeRawBufferPointer, _ expected: String
    ) throws(Refusal) -> (number: UInt32, instant: Instant) {
        guard bytes.count == timeLength else { throw .badLength(bytes.count, expected: expected) }
        let instant = bytes.read(4, as: Int64.self)
        guard (0...latest).contains(instant) else { throw .wrong("time", "\(instant)", "0 to \(latest)") }
        return (bytes.read(0, as: UInt32.self), Instant(milliseconds: instant))
    }
}

extension Refusal {
    fileprivate static func notWhole(_ count: Int, expected: String) -> Refusal {
        Refusal(
            .badLength, field: "", "\(count) bytes to the end of the block", expected: expected,
            remedy: "the block was written so: read the journal with the Lapwing that wrote it")
    }

    /// The same of a part of something larger.
    fileprivate func inside(_ place: String) -> Refusal {
        Refusal(
            reason, field: field.isEmpty ? place : "\(place): \(field)", message, expected: expected, remedy: remedy)
    }
}
