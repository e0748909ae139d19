import Foundation
import Fuzz
import Simulation
import Testing

@Suite("Whatever bytes come in")
struct FuzzTests {
    /// What the fuzzer has found worth keeping, and the messages and files that it began with.
    private static func corpus(of door: Door) throws -> [(name: String, bytes: [UInt8])] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "corpus/\(door.rawValue)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try names.map { ($0, Array(try Data(contentsOf: folder.appending(path: $0)))) }
    }

    /// How many mutations each door is tried with: those behind which a whole session stands take longer.
    private static func trials(_ door: Door) -> Int {
        switch door {
        case .feed, .range, .query, .block, .pair, .rmonitor, .multiloop, .p3, .openstint: 1500
        case .table, .imported, .p3box, .openstintbox: 400
        case .page, .journal: 50
        case .control, .race, .meeting: 20
        }
    }

    @Test("what has ever been found does no harm", arguments: Door.allCases)
    func corpus(door: Door) throws {
        let corpus = try Self.corpus(of: door)
        #expect((1...60).contains(corpus.count))
        for (name, bytes) in corpus {
            #expect(bytes.count <= 2048, "\(door)/\(name): keep the corpus small")
            bytes.withUnsafeBytes { taken in
                do { try door.take(taken) } catch { Issue.record("\(door)/\(name): \(error)") }
            }
        }
    }

    @Test("nor does what lies near it", arguments: Door.allCases)
    func mutations(door: Door) throws {
        let corpus = try Self.corpus(of: door).map(\.bytes)
        var random = SeededGenerator(seed: 5, stream: 12)
        for trial in 0..<Self.trials(door) {
            let bytes = random.mutated(corpus)
            bytes.withUnsafeBytes { taken in
                do { try door.take(taken) } catch { Issue.record("trial \(trial): \(error): \(bytes)") }
            }
        }
    }
}

extension SeededGenerator {
    /// One of them with bytes changed, left out, doubled, or taken from another.
    fileprivate mutating func mutated(_ corpus: [[UInt8]]) -> [UInt8] {
        var bytes = corpus[int(in: 0...corpus.count - 1)]
        for _ in 0..<int(in: 1...4) where !bytes.isEmpty {
            let place = int(in: 0...bytes.count - 1)
            let end = min(place + int(in: 1...16), bytes.count)
            switch int(in: 0...7) {
            case 0: bytes[place] ^= 1 << int(in: 0...7)
            case 1: bytes[place] = UInt8(truncatingIfNeeded: next())
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 4: bytes.removeLast(bytes.count - place)
            case 5: bytes[place] = Array("0123456789-+.eE{}[],:;\"\\ \n'*&!|>%@`#~".utf8)[int(in: 0...36)]
            case 6:
                if let digit = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) {
                    bytes.insert(contentsOf: "9223372036854775807".utf8.prefix(int(in: 1...19)), at: digit)
                }
            default:
                let other = corpus[int(in: 0...corpus.count - 1)]
                if !other.isEmpty { bytes.replaceSubrange(place..., with: other[int(in: 0...other.count - 1)...]) }
            }
        }
        return Array(bytes.prefix(2048))
    }
}
