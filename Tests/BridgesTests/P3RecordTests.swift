import Bridges
import Testing

@Suite("Frames of P3")
struct P3RecordTests {
    /// The frames of a real box, a line of hex each.
    static func capture() throws -> [[UInt8]] {
        try #require(RepositoryFile.bytes("/BridgesTests/P3/decoder-capture.hex")).split(separator: 0x0A).map { line in
            let digits = line.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
            return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        }
    }

    private static func frames(_ bytes: [UInt8]) -> (frames: [P3Frame], faults: [P3Fault]) {
        var reader = P3Reader()
        return split(reader.take(bytes))
    }

    private static func split(_ found: [Result<P3Frame, P3Fault>]) -> (frames: [P3Frame], faults: [P3Fault]) {
        var frames: [P3Frame] = []
        var faults: [P3Fault] = []
        for each in found {
            switch each {
            case .success(let frame): frames.append(frame)
            case .failure(let fault): faults.append(fault)
            }
        }
        return (frames, faults)
    }

    @Test("each frame of a real box is read, and written again it is the same, byte for byte")
    func real() throws {
        let lines = try Self.capture()
        #expect(lines.count == 1388)
        var passings: [P3Passing] = []
        var statuses: [P3Status] = []
        for line in lines {
            let (frames, faults) = Self.frames(line)
            #expect(faults == [] && frames.count == 1 && frames.first?.bytes == line)
            switch try P3Record(try #require(frames.first)) {
            case .passing(let passing): passings.append(passing)
            case .status(let status): statuses.append(status)
            default: Issue.record("neither passing nor status: \(line)")
            }
        }
        #expect(passings.map(\.number) == Array(157_777...157_860) && Set(passings.map(\.transponder)).count == 3)
        #expect(passings.allSatisfy { $0.box == 268_307 && $0.hits ?? 0 > 0 && $0.strength ?? 0 > 0 })
        let first = try #require(passings.first)
        #expect(first.transponder == 5_691_251 && first.clock == 1_551_542_808_933_000)
        #expect(
            statuses.count == 1304
                && statuses.allSatisfy { 20...24 ~= $0.temperature ?? 0 && 115...120 ~= $0.voltage ?? 0 })
    }

    @Test("the same frames in pieces of any size, with bytes between them, are the same frames")
    func pieces() throws {
        let lines = try Self.capture().prefix(200)
        let stream = Array(lines.joined())
        let wanted = Self.frames(stream).frames
        #expect(wanted.count == 200)
        for size in [1, 2, 7, 50, 1000] {
            var reader = P3Reader()
            var found: [Result<P3Frame, P3Fault>] = []
            for start in stride(from: 0, to: stream.count, by: size) {
                found += reader.take(stream[start..<min(start + size, stream.count)])
            }
            #expect(Self.split(found).frames == wanted)
        }
        let noisy = lines.reduce(into: [UInt8]()) { $0 += $1 + [0x00, 0x41] }
        #expect(Self.frames(noisy).frames == wanted)
        #expect(Self.frames(noisy).faults.allSatisfy { $0.reason == .noise })
    }

    @Test("a question for passings and one for the time have the bytes that boxes know")
    func questions() throws {
        let time = try #require(P3Record.timeAsked.frame).bytes
        let known: [UInt8] = [0x8E, 0, 0, 0, 0x5B, 0xEB, 0, 0, 0x24, 0, 1, 0, 4, 0, 5, 0, 0x8F]
        #expect(time.count == known.count && time[6...] == known[6...] && time[1...3] == [2, 17, 0])
        let resend = P3Record.resend(from: 0x8D_8E_8F, until: 0xFFFF_FFFF)
        let frame = try #require(resend.frame)
        let read = Self.frames(frame.bytes)
        #expect(read.frames == [frame] && read.faults == [])
        #expect(try P3Record(frame) == resend && frame.bytes.count == 23 + 3)
    }

    @Test("a box that writes 8A, 8B and 8C with an escape too is read as one that does not")
    func escapes() throws {
        for number in UInt32(0x8A)...0x8F {
            let plain = try #require(P3Record.passing(.init(number: number, transponder: 4711, clock: 1)).frame)
            var wide: [UInt8] = []
            for byte in plain.bytes { wide += 0x8A...0x8C ~= byte ? [0x8D, byte + 0x20] : [byte] }
            for bytes in [plain.bytes, wide] {
                let read = Self.frames(bytes)
                #expect(read.frames == [plain] && read.faults == [], "\(number)")
            }
        }
        let other = Self.frames([0x8E, 2, 17, 0, 0, 0, 0, 0, 0x24, 0, 1, 0, 4, 0, 0x8D, 0xA9, 0, 0x8F])
        #expect(other.frames == [] && other.faults.map(\.reason) == [.escape])
    }

    @Test("a time of which a box tells the lower bytes alone is refused, and not taken for one of 1970")
    func shortTime() {
        let frame = P3Frame(kind: P3Frame.Kind.time, fields: [.init(1, 0xFEDC_BA98, bytes: 4)])
        let fault = #expect(throws: P3Fault.self) { try P3Record(frame) }
        #expect(fault?.reason == .field)
    }

    @Test("one byte changed anywhere is refused in words, and the frame behind it is read")
    func broken() throws {
        let lines = try Self.capture().filter { $0.count > 40 }.prefix(3)
        for line in lines {
            for place in line.indices.dropFirst().dropLast() {
                for mask in [UInt8(1), 0x80, 0x10] {
                    var changed = line
                    changed[place] ^= mask
                    let (frames, faults) = Self.frames(changed + line)
                    #expect(frames.map(\.bytes) == [line], "byte \(place) ^ \(mask)")
                    #expect(!faults.isEmpty && !faults.contains { $0.found.isEmpty || $0.expected.isEmpty })
                }
            }
        }
    }

    @Test("a box without checksums is read; one that has them is held to them")
    func withoutChecksums() throws {
        let line = try #require(try Self.capture().first)
        var bare = line
        (bare[4], bare[5]) = (0, 0)
        #expect(Self.frames(bare + bare).frames.count == 2)
        let (frames, faults) = Self.frames(line + bare)
        #expect(frames.count == 1 && faults.map(\.reason) == [.checksum])
    }

    @Test("a passing without its number, transponder or time, or with one beyond bounds, is refused")
    func fields() throws {
        let whole = try #require(P3Record.passing(.init(number: 7, transponder: 4711, clock: 1_000_000)).frame)
        #expect(try P3Record(whole) == .passing(.init(number: 7, transponder: 4711, clock: 1_000_000)))
        for tag in [UInt8(1), 3, 4] {
            let frame = P3Frame(kind: whole.kind, fields: whole.fields.filter { $0.tag != tag })
            let fault = #expect(throws: P3Fault.self) { try P3Record(frame) }
            #expect(fault?.reason == .field)
        }
        let late = P3Frame(
            kind: whole.kind, fields: whole.fields.map { $0.tag == 4 ? .init(4, 1 << 60, bytes: 8) : $0 })
        #expect(throws: P3Fault.self) { try P3Record(late) }
        #expect(try P3Record(P3Frame(kind: 0x2D, fields: [])) == .other(kind: 0x2D))
    }
}
