import Simulation
import Testing
import Timing
import Wire

@Suite("The records of a journal")
struct JournalRecordTests {

    private func read(_ payload: [UInt8]) throws -> [JournalRecord] {
        var records: [JournalRecord] = []
        try payload.withUnsafeBytes { try JournalRecord.read($0) { records.append($0) } }
        return records
    }

    private func bytes(_ records: [JournalRecord]) -> [UInt8] {
        let writer = ByteWriter(capacity: 64)
        for record in records { record.append(to: writer) }
        return writer.bytes
    }

    private func refusal(_ payload: [UInt8]) -> Refusal? {
        do {
            _ = try read(payload)
            return nil
        } catch { return error as? Refusal }
    }

    @Test("a crossing is 40 bytes and a time 16, head and all, as the document lays them out")
    func layout() {
        let crossing = Crossing(
            id: CrossingID(decoder: 101, epoch: 1, number: 0x0203), stamp: 0x0102_0304_0506,
            transponder: Transponder(7),
            loop: LoopID(10), driver: 2, isEstimated: true)
        #expect(
            bytes([.crossing(crossing)]) == [
                1, 36, 0, 0, 101, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 2, 0, 0, 0, 0, 0, 0, 6, 5, 4, 3, 2, 1, 0, 0,
                7, 0, 0, 0, 10, 0, 2, 1,
            ])
        let time = JournalRecord.time(Instant(milliseconds: 0x0102_0304), decoder: 110)
        #expect(bytes([time]) == [2, 12, 0, 0, 110, 0, 0, 0, 4, 3, 2, 1, 0, 0, 0, 0])
    }

    @Test("an act is the command as it would be sent, with its speaker")
    func act() throws {
        let act = Act(id: "rc-1", at: Instant(milliseconds: 77), by: "race control", kind: .start)
        let written = bytes([.act(act, speaker: "local")])
        let text = String(decoding: written.dropFirst(4), as: UTF8.self)
        #expect(
            text == """
                {"v":1,"type":"command","id":"rc-1","by":"race control","atUs":77000,\
                "command":{"kind":"session","action":"start"},"speaker":"local"}
                """)
        #expect(try Command(JSON(Array(text.utf8))).act(id: "other", now: Instant(milliseconds: 1)) == act)
    }

    @Test("every record reads back as it was written, any number in a block")
    func roundTrip() throws {
        for seed in 1...60 as ClosedRange<UInt64> {
            var chance = SeededGenerator(seed: seed)
            let records = (0..<chance.int(in: 0...40)).map { _ in chance.record() }
            #expect(try read(bytes(records)) == records)
        }
    }

    @Test("every kind of command reads back with its speaker", arguments: CommandTests.kinds)
    func acts(kind: Act.Kind) throws {
        let record = JournalRecord.act(
            Act(id: "a", at: Instant(milliseconds: 0), by: "x", kind: kind), speaker: "timing stand")
        #expect(try read(bytes([record])) == [record])
    }

    @Test("a refused record is told with its reason and its byte in the block")
    func refused() {
        let time = bytes([.time(Instant(milliseconds: 5), decoder: 0)])
        #expect(refusal(time + [10, 0, 0, 0])?.description.contains("record at byte 16: kind 10") == true)
        #expect(refusal(time + [1, 0, 0])?.reason == .badLength)
        #expect(refusal(time + [2, 12, 0, 0, 1])?.field == "record at byte 16")
        #expect(refusal([2, 4, 0, 0, 1, 2, 3, 4])?.description.contains("expected a time of 12 bytes") == true)
        #expect(refusal([3, 2, 0, 0, 0x7B, 0x7D])?.field == "record at byte 0: v")
        #expect(refusal([4, 2, 0, 0, 0x7B, 0x7D])?.field == "record at byte 0: epoch")
        let nobody = Act(id: "a", at: Instant(milliseconds: 1), by: "x", kind: .start)
        let command = Command(nobody).bytes
        #expect(refusal([3, UInt8(command.count), 0, 0] + command)?.field == "record at byte 0: speaker")
        let crossing = Crossing(
            id: CrossingID(decoder: 1, epoch: 1, number: 1), stamp: 1, transponder: Transponder(1), loop: LoopID(1))
        let good = bytes([.crossing(crossing)])
        for (byte, value, field) in [(4, 0, "decoder"), (16, 0, "number"), (32, 0, "transponder"), (39, 2, "flags")] {
            var wrong = good
            wrong[byte] = UInt8(value)
            #expect(refusal(time + wrong)?.field == "record at byte 16: \(field)")
        }
    }

    @Test("arbitrary bytes are refused or read, and what is read is written again as it was")
    func noise() throws {
        for seed in 1...400 as ClosedRange<UInt64> {
            var chance = SeededGenerator(seed: seed)
            var payload = bytes((0..<chance.int(in: 1...5)).map { _ in chance.record() })
            for _ in 0..<chance.int(in: 0...4) {
                let byte = chance.int(in: 0...payload.count - 1)
                payload[byte] = chance.chance(permille: 300) ? UInt8(chance.int(in: 0...8)) : chance.edgy(0...255)
            }
            if chance.chance(permille: 300) { payload.removeLast(chance.int(in: 0...payload.count)) }
            if chance.chance(permille: 200) { payload = (0..<chance.int(in: 0...99)).map { _ in chance.edgy(0...255) } }
            if let records = try? read(payload) { #expect(try read(bytes(records)) == records) }
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func record() -> JournalRecord {
        let most: Int64 = (1 << 53) / 1000
        switch int(in: 0...5) {
        case 0:
            let kind = element(of: CommandTests.kinds)
            let act = Act(id: "a", at: Instant(milliseconds: edgy(0...most)), by: "b", kind: kind)
            return .act(act, speaker: "local")
        case 1:
            return .epoch(
                EpochRecord(
                    epoch: edgy(0...(1 << 53)), firstSequence: edgy(1...(1 << 53)),
                    previousEpoch: chance(permille: 500) ? nil : edgy(0...(1 << 53)), cause: "cause \"1\"",
                    session: "race1", event: "ff", program: "2"))
        case 2: return .time(Instant(milliseconds: edgy(0...most)), decoder: edgy(0...(.max)))
        default: return .crossing(crossing(decoder: edgy(1...(.max)), epoch: edgy(0...(1 << 53))))
        }
    }
}
