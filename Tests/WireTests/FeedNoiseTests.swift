import Simulation
import Testing
import Timing
import Wire

@Suite("Noise on a feed")
struct FeedNoiseTests {
    @Test(
        "damaged messages never yield a value outside the documented ranges",
        arguments: 1...8 as ClosedRange<UInt64>)
    func damaged(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var decoder = FeedDecoder()
        var accepted = 0
        var refused = 0
        for _ in 0..<6000 {
            let bytes = random.damagedMessage()
            do throws(Refusal) {
                let message = try decoder.decode(bytes)
                accepted += 1
                if let fault = fault(in: message, decoder.crossings) {
                    Issue.record("seed \(seed): \(fault) from \(bytes)")
                }
            } catch {
                refused += 1
                if !decoder.crossings.isEmpty || error.message.isEmpty {
                    Issue.record("seed \(seed): \(decoder.crossings.count) crossings left by \(bytes)")
                }
            }
        }
        // Both must really happen, or the test would try nothing.
        #expect(accepted > 100 && refused > 1000, "seed \(seed): \(accepted) accepted, \(refused) refused")
    }

    @Test(
        "a message reads as it does with a space in it, which no box need send and the general reader takes",
        arguments: 1...8 as ClosedRange<UInt64>)
    func spaced(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var (decoder, other) = (FeedDecoder(), FeedDecoder())
        var (accepted, refused) = (0, 0)
        for _ in 0..<6000 {
            let written = FeedEncoder.json(random.crossings(1...1)[0])
            let bytes = random.int(in: 0...3) == 0 ? written : random.damaged(written)
            guard bytes.first == UInt8(ascii: "{") else { continue }
            let message = try? decoder.decode(bytes)
            let spaced = try? other.decode(bytes[..<1] + [0x20] + bytes[1...])
            if message != spaced || decoder.crossings != other.crossings {
                Issue.record("seed \(seed): \(decoder.crossings) and \(other.crossings) of \(bytes)")
            }
            if message != nil { accepted += 1 } else { refused += 1 }
        }
        #expect(accepted > 1000 && refused > 1000, "seed \(seed): \(accepted) accepted, \(refused) refused")
    }

    @Test("bytes by chance never stop any of the readers", arguments: 1...4 as ClosedRange<UInt64>)
    func chance(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var decoder = FeedDecoder()
        let texts = [
            Command(id: "a", by: "b", session: "c", at: Instant(milliseconds: 5), kind: .start).bytes,
            Query.range(epoch: 1, from: 2, to: 3).bytes(session: "race"),
            FeedRange(decoder: 1, epoch: 2, from: 3, to: 4).request,
            FeedRange(decoder: 1, epoch: 2, from: 3, to: 4).reply(count: 2),
        ]
        var read = 0
        for _ in 0..<5000 {
            let noise = (0..<random.int(in: 0...80)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            if (try? decoder.decode(noise)) != nil { read += 1 }
            let text = random.damaged(random.element(of: texts))
            text.withUnsafeBytes { bytes in
                if (try? JSON(bytes)) != nil { read += 1 }
                if (try? Command(bytes)) != nil { read += 1 }
                if (try? Query(bytes, session: "race")) != nil { read += 1 }
                if (try? FeedRange(request: bytes)) != nil { read += 1 }
                if let reply = try? FeedRange.reply(bytes) {
                    read += 1
                    if reply.range.from > reply.range.to || reply.range.decoder == 0 || reply.count < 0 {
                        Issue.record("seed \(seed): \(reply)")
                    }
                }
            }
        }
        #expect(read > 100, "seed \(seed)")
    }

    /// What of a message is outside docs/protocol.md 2.1, if anything is.
    private func fault(in message: FeedMessage, _ crossings: [Crossing]) -> String? {
        let most: UInt64 = 1 << 53
        switch message {
        case .heartbeat(let box, let epoch, let next, let stamp):
            guard box > 0, epoch <= most, (1...most).contains(next), (0...Int64(most)).contains(stamp),
                crossings.isEmpty
            else { return "\(message)" }
        case .crossings(let box, let epoch):
            guard box > 0, epoch <= most, (1...10_000).contains(crossings.count) else { return "\(message)" }
            for crossing in crossings {
                guard crossing.id.decoder == box, crossing.id.epoch == epoch,
                    (1..<most).contains(crossing.id.number), (0...Int64(most)).contains(crossing.stamp),
                    crossing.transponder.value > 0, crossing.at == Instant(cutting: crossing.stamp)
                else { return "\(crossing)" }
            }
        }
        return nil
    }
}

extension SeededGenerator {
    fileprivate mutating func damagedMessage() -> [UInt8] {
        let crossings = crossings(1...3)
        let whole =
            switch int(in: 0...3) {
            case 0: FeedEncoder.packed(crossings)
            case 1: FeedEncoder.json(crossings[0])
            case 2: FeedEncoder.heartbeat(decoder: 1, epoch: edgy(0...(1 << 53)), next: edgy(1...(1 << 53)), stamp: 5)
            default: packedBeat()
            }
        return damaged(whole)
    }

    /// Bytes changed, left out, doubled, or digits made longer; sometimes nothing.
    fileprivate mutating func damaged(_ message: [UInt8]) -> [UInt8] {
        var bytes = message
        for _ in 0..<int(in: 0...4) where !bytes.isEmpty {
            let place = int(in: 0...bytes.count - 1)
            switch int(in: 0...6) {
            case 0: bytes[place] ^= 1 << int(in: 0...7)
            case 1: bytes[place] = UInt8(truncatingIfNeeded: next())
            case 2: bytes.removeLast(bytes.count - place)
            case 3: bytes.remove(at: place)
            case 4: bytes.insert(contentsOf: bytes[place..<min(place + 9, bytes.count)], at: place)
            case 5: bytes[place] = element(of: Array("0123456789-+.eE{}[],:\"\\ \n".utf8))
            default:
                if let digit = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) {
                    bytes.insert(UInt8(int(in: 0x30...0x39)), at: digit)
                }
            }
        }
        return bytes
    }
}
