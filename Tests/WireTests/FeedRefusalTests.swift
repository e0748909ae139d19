import Testing
import Wire

@Suite("What a feed may not say")
struct FeedRefusalTests {
    /// A message, why it is refused, and which member the refusal names.
    struct Case: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let reason: Refusal.Reason
        let field: String
        var testDescription: String { "\(String(decoding: bytes.prefix(120), as: UTF8.self)) \(reason) \(field)" }

        init(_ bytes: [UInt8], _ reason: Refusal.Reason, _ field: String = "") {
            self.bytes = bytes
            self.reason = reason
            self.field = field
        }

        init(_ text: String, _ reason: Refusal.Reason, _ field: String = "") {
            self.init(Array(text.utf8), reason, field)
        }
    }

    static let strangers = [
        Case("", .badMagic), Case(" {}", .badMagic), Case("[]", .badMagic), Case("LWX2" + padding, .badMagic),
        Case("LAPWING" + padding, .badMagic), Case("\u{FEFF}{}", .badMagic), Case("{", .notJSON),
        Case("{}x", .notJSON), Case("{\"v\":1,}", .notJSON), Case("{\"v\"}", .notJSON), Case("{v:1}", .notJSON),
        Case(feed() + [0x0A, 0x00], .notJSON), Case(feed() + feed(), .notJSON),
        Case("{}", .wrongVersion, "v"), Case(feed(v: "2"), .wrongVersion, "v"), Case(feed(v: "0"), .wrongVersion, "v"),
        Case(feed(v: ""), .wrongVersion, "v"),
        Case(feed(type: ""), .missingField, "type"), Case(feed(type: "\"range\""), .wrongType, "type"),
        Case(feed(type: "1"), .wrongType, "type"), Case(feed(type: "null"), .wrongType, "type"),
    ]

    static let crossings = [
        Case(feed(decoder: ""), .missingField, "decoder"), Case(feed(decoder: "0"), .wrongValue, "decoder"),
        Case(feed(decoder: "4294967296"), .wrongValue, "decoder"), Case(feed(decoder: "1.5"), .wrongValue, "decoder"),
        Case(feed(decoder: "\"1\""), .wrongValue, "decoder"), Case(feed(epoch: ""), .missingField, "epoch"),
        Case(feed(epoch: "-1"), .wrongValue, "epoch"), Case(feed(epoch: "9007199254740993"), .wrongValue, "epoch"),
        Case(feed(epoch: "null"), .wrongValue, "epoch"), Case(feed(epoch: "01"), .wrongValue, "epoch"),
        Case(feed(crossings: nil), .missingField, "crossings"), Case(feed(crossings: []), .wrongValue, "crossings"),
        Case(feed(crossings: [String](repeating: record(), count: 10_001)), .wrongValue, "crossings"),
        Case(feed(and: "\"crossings\":[]"), .wrongValue, "crossings"),
    ]

    static let records = [
        Case(one(record(number: "")), .missingField, "crossings.number"),
        Case(one(record(timeUs: "")), .missingField, "crossings.timeUs"),
        Case(one(record(loop: "")), .missingField, "crossings.loop"),
        Case(one(record(transponder: "")), .missingField, "crossings.transponder"),
        Case(one(record(number: "0")), .wrongValue, "crossings.number"),
        Case(one(record(number: "-1")), .wrongValue, "crossings.number"),
        Case(one(record(number: "9007199254740992")), .wrongValue, "crossings.number"),
        Case(one(record(timeUs: "-1")), .wrongValue, "crossings.timeUs"),
        Case(one(record(timeUs: "9007199254740993")), .wrongValue, "crossings.timeUs"),
        Case(one(record(timeUs: "1e3")), .wrongValue, "crossings.timeUs"),
        Case(one(record(timeUs: "9223372036854775808")), .wrongValue, "crossings.timeUs"),
        Case(one(record(loop: "-1")), .wrongValue, "crossings.loop"),
        Case(one(record(loop: "65536")), .wrongValue, "crossings.loop"),
        Case(one(record(transponder: "0")), .wrongValue, "crossings.transponder"),
        Case(one(record(transponder: "4294967296")), .wrongValue, "crossings.transponder"),
        Case(one(record(and: "\"driver\":256")), .wrongValue, "crossings.driver"),
        Case(one(record(and: "\"driver\":-1")), .wrongValue, "crossings.driver"),
        Case(one(record(and: "\"hits\":65536")), .wrongValue, "crossings.hits"),
        Case(one(record(and: "\"strength\":-1")), .wrongValue, "crossings.strength"),
        Case(one(record(and: "\"estimated\":1")), .wrongValue, "crossings.estimated"),
        Case(one(record(and: "\"estimated\":null")), .wrongValue, "crossings.estimated"),
        Case(one("1"), .notJSON), Case(one("null"), .notJSON), Case(one(record() + ","), .notJSON),
        Case(one(record(and: "\"x\":[")), .notJSON),
    ]

    static let heartbeats = [
        Case(beat(v: "2"), .wrongVersion, "v"), Case(beat(decoder: ""), .missingField, "decoder"),
        Case(beat(decoder: "0"), .wrongValue, "decoder"), Case(beat(epoch: ""), .missingField, "epoch"),
        Case(beat(next: ""), .missingField, "next"), Case(beat(next: "0"), .wrongValue, "next"),
        Case(beat(next: "-1"), .wrongValue, "next"), Case(beat(next: "9007199254740993"), .wrongValue, "next"),
        Case(beat(timeUs: ""), .missingField, "timeUs"), Case(beat(timeUs: "-1"), .wrongValue, "timeUs"),
        Case(beat(timeUs: "9007199254740993"), .wrongValue, "timeUs"),
    ]

    /// Places and widths as in the table of docs/protocol.md 2.2.
    static let packedOnes = [
        Case("LWX1", .badLength), Case(Array(packed()[..<23]), .badLength), Case(packed(records: 0), .badLength),
        Case(packed() + [0], .badLength), Case(packed().dropLast(), .badLength), Case(packed(count: 0), .badLength),
        Case(packed(count: 0, records: 0), .badLength), Case(packed(count: 2), .badLength),
        Case(packed(records: 2), .badLength), Case(packed(records: 10_001).with(6, 0x11, 0x27), .badLength),
        Case(packed(kind: 0), .wrongValue, "kind"), Case(packed(kind: 3), .wrongValue, "kind"),
        Case(packed().with(5, 1), .wrongValue, "header"), Case(packed().with(12, 1), .wrongValue, "header"),
        Case(packed().with(15, 0x80), .wrongValue, "header"), Case(packed().with(8, 0), .wrongValue, "decoder"),
        Case(packed().with(16, 1, 0, 0, 0, 0, 0, 0x20), .wrongValue, "epoch"),
        Case(packed().with(24, 0), .wrongValue, "number"),
        Case(packed().with(24, 0, 0, 0, 0, 0, 0, 0x20), .wrongValue, "number"),
        Case(packed().with(32, 1, 0, 0, 0, 0, 0, 0x20), .wrongValue, "timeUs"),
        Case(packed().with(39, 0x80), .wrongValue, "timeUs"),
        Case(packed().with(40, 0), .wrongValue, "transponder"), Case(packed().with(47, 2), .wrongValue, "flags"),
        Case(packed().with(47, 0x80), .wrongValue, "flags"), Case(packed().with(52, 1), .wrongValue, "flags"),
        Case(packed().with(55, 0x80), .wrongValue, "flags"),
        Case(packedBeat().with(24, 0), .wrongValue, "next"),
        Case(packedBeat().with(24, 1, 0, 0, 0, 0, 0, 0x20), .wrongValue, "next"),
        Case(packedBeat().with(39, 0x80), .wrongValue, "timeUs"), Case(packedBeat().with(6, 2), .badLength),
        Case(packedBeat() + [0], .badLength), Case(packedBeat().dropLast(), .badLength),
        Case(packedBeat().with(8, 0), .wrongValue, "decoder"),
    ]

    private static let padding = String(repeating: "\0", count: 52)

    private static func one(_ record: String) -> [UInt8] { feed(crossings: [record]) }

    @Test("the smallest messages are accepted")
    func smallest() throws {
        var decoder = FeedDecoder()
        #expect(try decoder.decode(feed()) == .crossings(decoder: 1, epoch: 0))
        #expect(decoder.crossings.count == 1)
        #expect(try decoder.decode(packed()) == .crossings(decoder: 1, epoch: 0))
        #expect(decoder.crossings.count == 1)
        #expect(try decoder.decode(beat()) == .heartbeat(decoder: 1, epoch: 0, next: 1, stamp: 0))
        #expect(try decoder.decode(packedBeat()) == .heartbeat(decoder: 1, epoch: 0, next: 1, stamp: 0))
    }

    @Test("what is no feed message", arguments: strangers) func strange(_ sample: Case) { check(sample) }

    @Test("a message of crossings with one thing wrong", arguments: crossings)
    func wrongMessage(_ sample: Case) { check(sample) }

    @Test("a crossing with one thing wrong", arguments: records) func wrongRecord(_ sample: Case) { check(sample) }

    @Test("a heartbeat with one thing wrong", arguments: heartbeats) func wrongBeat(_ sample: Case) { check(sample) }

    @Test("a packed message with one thing wrong", arguments: packedOnes)
    func wrongPacked(_ sample: Case) { check(sample) }

    @Test("a good crossing before a bad one is refused with it, and nothing of either is left")
    func whole() {
        let bad = record(number: "0")
        check(Case(feed(crossings: [record(), bad]), .wrongValue, "crossings.number"))
        check(Case(packed(count: 2, records: 2).with(56, 0), .wrongValue, "number"))
        check(Case(feed(decoder: "0", crossings: [record(), record()]), .wrongValue, "decoder"))
    }

    @Test("text of a feed is UTF-8 also where nobody reads it: in a strange member's name and value")
    func strangeText() {
        for name in [[0xFF], [0xC3], Array(#"\q"#.utf8), Array(#"\ud800"#.utf8)] as [[UInt8]] {
            let head = Array("{\"v\":1,\"type\":\"heartbeat\",\"decoder\":1,\"epoch\":0,\"next\":1,\"timeUs\":0,".utf8)
            let asName = head + [0x22] + name + Array("\":1}".utf8)
            let asValue = head + Array("\"x\":\"".utf8) + name + Array("\"}".utf8)
            check(Case(asValue, .notJSON))
            check(Case(asName, .notJSON))
        }
    }

    private func check(_ sample: Case) {
        var decoder = FeedDecoder()
        #expect(throws: Never.self) { try decoder.decode(packed(count: 3, records: 3)) }
        let refusal = #expect(throws: Refusal.self, "\(sample.testDescription)") {
            try decoder.decode(sample.bytes)
        }
        #expect(refusal?.reason == sample.reason, "\(sample.testDescription)")
        #expect(refusal?.field == sample.field, "\(sample.testDescription)")
        #expect(decoder.crossings.isEmpty, "\(sample.testDescription)")
        guard let refusal else { return }
        #expect(![refusal.message, refusal.expected, refusal.remedy].contains(""))
    }
}
