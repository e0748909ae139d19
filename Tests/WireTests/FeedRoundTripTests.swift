import Simulation
import Testing
import Timing
import Wire

@Suite("Crossings out and in again")
struct FeedRoundTripTests {
    @Test("packed crossings read back as they were", arguments: 1...20 as ClosedRange<UInt64>)
    func packed(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var decoder = FeedDecoder()
        for _ in 0..<50 {
            let crossings = random.crossings(1...40)
            let message = try decoder.decode(FeedEncoder.packed(crossings))
            let id = crossings[0].id
            #expect(message == .crossings(decoder: id.decoder, epoch: id.epoch), "seed \(seed)")
            #expect(decoder.crossings == crossings, "seed \(seed)")
        }
    }

    @Test("crossings as JSON read back as they were", arguments: 1...20 as ClosedRange<UInt64>)
    func json(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var decoder = FeedDecoder()
        for crossing in (0..<50).flatMap({ _ in random.crossings(1...4) }) {
            let message = try decoder.decode(FeedEncoder.json(crossing))
            #expect(
                message == .crossings(decoder: crossing.id.decoder, epoch: crossing.id.epoch), "seed \(seed)")
            #expect(decoder.crossings == [crossing], "seed \(seed)")
        }
    }

    @Test("a heartbeat reads back as it was and leaves no crossings")
    func heartbeat() throws {
        var random = SeededGenerator(seed: 3)
        var decoder = FeedDecoder()
        for _ in 0..<500 {
            _ = try decoder.decode(FeedEncoder.packed(random.crossings(1...3)))
            let beat = FeedMessage.heartbeat(
                decoder: random.edgy(1...(.max)), epoch: random.edgy(0...(1 << 53)),
                next: random.edgy(1...(1 << 53)), stamp: random.edgy(0...(1 << 53)))
            guard case .heartbeat(let box, let epoch, let next, let stamp) = beat else { continue }
            let bytes = FeedEncoder.heartbeat(decoder: box, epoch: epoch, next: next, stamp: stamp)
            #expect(try decoder.decode(bytes) == beat)
            #expect(decoder.crossings.isEmpty)
        }
    }

    @Test(
        "a message in the usual form reads as the same message with a space in it, whatever stands in it",
        arguments: 1...40 as ClosedRange<UInt64>)
    func usualForm(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // It has seen the boxes before; each message with a space is read by itself.
        var decoder = FeedDecoder()
        for _ in 0..<400 {
            var usual = random.usualMessage()
            if random.int(in: 0...9) == 0 { usual = String(usual.prefix(random.int(in: 1...usual.count))) }
            let spaced = "{ " + usual.dropFirst()
            var other = FeedDecoder()
            let expected = try? other.decode(Array(spaced.utf8))
            let message = try? decoder.decode(Array(usual.utf8))
            #expect(message == expected, "seed \(seed): \(usual)")
            if expected != nil { #expect(decoder.crossings == other.crossings, "seed \(seed): \(usual)") }
        }
    }

    @Test("ten thousand crossings are one message, packed or JSON")
    func most() throws {
        var decoder = FeedDecoder()
        let crossings = (1...10_000).map {
            Crossing(
                id: CrossingID(decoder: 9, epoch: 2, number: UInt64($0)), stamp: Int64($0) * 1000,
                transponder: Transponder(1), loop: LoopID(1))
        }
        _ = try decoder.decode(FeedEncoder.packed(crossings))
        #expect(decoder.crossings == crossings)
        _ = try decoder.decode(
            feed(crossings: crossings.map { record(number: "\($0.id.number)", timeUs: "\($0.stamp)") }))
        #expect(decoder.crossings.map(\.id.number) == crossings.map(\.id.number))
    }

    @Test("packed bytes are those of the table in docs/protocol.md 2.2")
    func table() throws {
        let header: [UInt8] = [
            0x4C, 0x57, 0x58, 0x31,  // "LWX1"
            0x01, 0x00, 0x02, 0x00,  // crossings, zero, count 2
            0x04, 0x03, 0x02, 0x01,  // decoder 0x01020304
            0x00, 0x00, 0x00, 0x00,  // zero
            0x16, 0x15, 0x14, 0x13, 0x12, 0x11, 0x10, 0x00,  // epoch
        ]
        let first: [UInt8] = [
            0x27, 0x26, 0x25, 0x24, 0x23, 0x22, 0x01, 0x00,  // number
            0x38, 0xC5, 0x60, 0xAF, 0x93, 0x6C, 0x05, 0x00,  // timeUs 1526715136227640
            0x67, 0x12, 0x00, 0x00,  // transponder 4711
            0x0B, 0x01,  // loop 267
            0x02, 0x01,  // driver 2, estimated
            0x22, 0x00, 0x70, 0x00,  // hits 34, strength 112
            0x00, 0x00, 0x00, 0x00,  // zero
        ]
        let second: [UInt8] =
            [1, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 0] + [0xFF, 0xFF, 0xFF, 0xFF] + [0xFF, 0xFF]
            + [0xFF, 0] + [0, 0, 0, 0] + [0, 0, 0, 0]
        func id(_ number: UInt64) -> CrossingID {
            CrossingID(decoder: 0x0102_0304, epoch: 0x0010_1112_1314_1516, number: number)
        }
        let stamp = first[8..<16].reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let crossings = [
            Crossing(
                id: id(0x0001_2223_2425_2627), stamp: stamp, transponder: Transponder(4711), loop: LoopID(267),
                driver: 2, isEstimated: true),
            Crossing(
                id: id(1), stamp: 0, transponder: Transponder(.max), loop: LoopID(.max), driver: 255),
        ]
        var decoder = FeedDecoder()
        let message = try decoder.decode(header + first + second)
        #expect(message == .crossings(decoder: 0x0102_0304, epoch: 0x0010_1112_1314_1516))
        #expect(decoder.crossings == crossings)
        // Hits and strength are evidence of the reading, which the core does not keep.
        let kept = first[..<24] + [0, 0, 0, 0] + first[28...]
        #expect(FeedEncoder.packed(crossings) == header + kept + second)
    }

    @Test("a packed heartbeat is forty bytes")
    func packedHeartbeat() throws {
        let bytes: [UInt8] =
            [0x4C, 0x57, 0x58, 0x31, 2, 0, 1, 0] + [101, 0, 0, 0] + [0, 0, 0, 0] + [1, 0, 0, 0, 0, 0, 0, 0]
            + [0x03, 0x01, 0, 0, 0, 0, 0, 0] + [0x10, 0x27, 0, 0, 0, 0, 0, 0]
        var decoder = FeedDecoder()
        #expect(try decoder.decode(bytes) == .heartbeat(decoder: 101, epoch: 1, next: 259, stamp: 10_000))
    }

    @Test("members may stand in any order, strange ones between them", arguments: 1...20 as ClosedRange<UInt64>)
    func anyOrder(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var decoder = FeedDecoder()
        for _ in 0..<20 {
            let crossings = random.crossings(1...3)
            let records = crossings.map { crossing in
                random.object([
                    ("number", "\(crossing.id.number)"), ("timeUs", "\(crossing.stamp)"),
                    ("loop", "\(crossing.loop.value)"), ("transponder", "\(crossing.transponder.value)"),
                    ("driver", "\(crossing.driver)"), ("estimated", "\(crossing.isEstimated)"),
                    ("hits", "65535"), ("strength", "0"),
                ])
            }
            let id = crossings[0].id
            let text = random.object([
                ("v", "1"), ("type", "\"crossings\""), ("decoder", "\(id.decoder)"), ("epoch", "\(id.epoch)"),
                ("crossings", "[\(records.joined(separator: ","))]"),
            ])
            let message = try decoder.decode(Array(text.utf8))
            #expect(message == .crossings(decoder: id.decoder, epoch: id.epoch), "\(text)")
            #expect(decoder.crossings == crossings, "\(text)")
        }
    }
}

extension SeededGenerator {
    /// An object with these members and some that nobody knows, in an order of chance.
    fileprivate mutating func object(_ members: [(String, String)]) -> String {
        let strange = (0..<int(in: 0...3)).map { index in
            ("\(index)x", String(decoding: json(depth: 3).bytes, as: UTF8.self))
        }
        let members = shuffled(members + strange).map { "\"\($0.0)\": \($0.1)" }
        return "{\(members.joined(separator: " ,\n"))}"
    }
}

extension SeededGenerator {
    /// As `FeedEncoder` would write it, but for some of the numbers.
    fileprivate mutating func usualMessage() -> String {
        let decoders = ["1", "2", "10", "101", "102", "4294967295", "12345678", "123456789"]
        let epochs = ["0", "1", "1526715000000", "9007199254740992"]
        let decoder = spoilt(pick(decoders))
        let epoch = spoilt(pick(epochs))
        let crossings = (0..<int(in: 1...3)).map { _ in usualCrossing() }.joined(separator: ",")
        return "{\"v\":1,\"type\":\"crossings\",\"decoder\":\(decoder),\"epoch\":\(epoch),\"crossings\":[\(crossings)]}"
    }

    private mutating func usualCrossing() -> String {
        let number = spoilt("\(edgy(1...(1 << 53) - 1) as UInt64)")
        let stamp = spoilt("\(edgy(0...(1 << 53)) as UInt64)")
        let loop = spoilt("\(edgy(0...(.max)) as UInt16)")
        let transponder = spoilt("\(edgy(1...(.max)) as UInt32)")
        let driver = int(in: 0...1) == 0 ? "" : ",\"driver\":" + spoilt("\(edgy(0...(.max)) as UInt8)")
        let estimated = int(in: 0...3) == 0 ? ",\"estimated\":true" : ""
        let known = "{\"number\":\(number),\"timeUs\":\(stamp),\"loop\":\(loop),\"transponder\":\(transponder)"
        return known + driver + estimated + "}"
    }

    /// Mostly as it is.
    private mutating func spoilt(_ number: String) -> String {
        switch int(in: 0...60) {
        case 0: "0" + number
        case 1: number + "0"
        case 2: number + ".0"
        case 3: number + "e1"
        case 4: "-" + number
        case 5: ""
        case 6: number + "123456789"
        case 7: String(repeating: "9", count: int(in: 1...20))
        case 8: "/" + number
        case 9: number + ":"
        case 10: "\"\(number)\""
        default: number
        }
    }

    private mutating func pick(_ texts: [String]) -> String { texts[int(in: 0...texts.count - 1)] }
}
