import Bridges
import Glibc
import Wire

/// A whole box behind a bridge: whatever it sends, the daemon can read what is fed of it, the numbers have no gap, and
/// a bridge that is started again knows what it has fed.
extension Door {
    /// What a box of P3 does is made of the bytes, step by step (`P3Step`): with frames that have their checksum a
    /// fuzzer gets behind the reader.
    static func takeP3Box(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        let folder = Scratch.emptied("p3-ring")
        var fed = FedSoFar()
        do {
            var intake = P3Intake(try ring(in: folder), loop: 3)
            var passed: Int64 = 0
            try fed.take(intake.connected(times(0)))
            var rest = bytes[...]
            for _ in 0..<mostSteps {
                guard let step = P3Step(&rest) else { break }
                passed += 20_000
                switch step {
                case .says(let bytes): try fed.take(intake.take(bytes, times(passed)))
                case .connects: try fed.take(intake.connected(times(passed)))
                case .waits(let pause): passed += pause
                }
                try fed.take(intake.tickConnected(times(passed)))
                try fed.take(intake.takeHealth())
            }
            for second in Int64(1)...4 { try fed.take(intake.tick(times(passed + second * 1_000_000))) }
            try fed.ends(with: intake.history)
        }
        try fed.isKnown(in: folder)
    }

    /// A message a line; a line of `+` and a number lets so many milliseconds pass.
    static func takeOpenStintBox(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        let folder = Scratch.emptied("openstint-ring")
        var fed = FedSoFar()
        do {
            var intake = OpenStintIntake(try ring(in: folder), loop: 3)
            var passed: Int64 = 0
            for line in bytes.split(separator: 0x0A) {
                passed += 50_000
                if line.first == 0x2B, let pause = UInt16(String(decoding: line.dropFirst(), as: UTF8.self)) {
                    passed += Int64(pause) * 1000
                } else {
                    try fed.take(intake.take(line, times(passed)))
                }
                try fed.take(intake.tick(times(passed)))
                try fed.take(intake.takeHealth())
                if let stamp = intake.beat(times(passed)) { try fed.take(beat: stamp, nil) }
            }
            for second in Int64(1)...4 { try fed.take(intake.tick(times(passed + second * 1_000_000))) }
            try fed.ends(with: intake.history)
        }
        try fed.isKnown(in: folder)
    }

    /// With less room than an input can have crossings: old ones give way.
    fileprivate static func ring(in folder: String, now: Int64 = begun) throws(Broken) -> FeedRing {
        do throws(FeedingFault) {
            return try FeedRing(folder, decoder: 7, capacity: 20, now: now)
        } catch {
            throw Broken(description: "\(error)")
        }
    }

    /// Of one input: an epoch is a file, and more of them find nothing new.
    private static let mostSteps = 64
    /// Milliseconds of UTC.
    private static let begun: Int64 = 1_790_000_000_000

    /// So many microseconds after the beginning.
    private static func times(_ passed: Int64) -> MachineTimes {
        MachineTimes(microseconds: 1_000_000 + passed, utc: begun * 1000 + passed)
    }
}

/// What a box of P3 does next.
private enum P3Step {
    case says([UInt8])
    case connects
    /// Microseconds.
    case waits(Int64)

    /// Takes the next step off the bytes: its kind, and what it says. Nil at their end.
    init?(_ bytes: inout Slice<UnsafeRawBufferPointer>) {
        guard let kind = bytes.popFirst() else { return nil }
        switch kind % 8 {
        case 0:
            var status = P3Status()
            status.noise = UInt16(truncatingIfNeeded: bytes.number(2))
            status.temperature = Int16(truncatingIfNeeded: Int64(bytes.number(2)))
            status.voltage = UInt8(truncatingIfNeeded: bytes.number(1))
            self = .says(Self.bytes(.status(status)))
        case 1: self = .says(Self.bytes(.time(clock: bytes.number(8), satellites: nil)))
        case 2:
            let count = Int(bytes.number(1))
            self = .says(Array(bytes.prefix(count)))
            bytes = bytes.dropFirst(count)
        case 3: self = .connects
        case 4: self = .waits(Int64(bytes.number(2)) * 1000)
        default:
            var passing = P3Passing(
                number: UInt32(truncatingIfNeeded: bytes.number(kind % 8 == 5 ? 1 : 4)),
                transponder: UInt32(truncatingIfNeeded: bytes.number(2)),
                clock: Int64(truncatingIfNeeded: bytes.number(kind % 8 == 7 ? 8 : 6)))
            passing.hits = UInt16(truncatingIfNeeded: bytes.number(1))
            passing.strength = UInt16(truncatingIfNeeded: bytes.number(1))
            passing.box = UInt32(kind >> 3)
            self = .says(Self.bytes(.passing(passing)))
        }
    }

    private static func bytes(_ record: P3Record) -> [UInt8] { record.frame?.bytes ?? [] }
}

extension Slice<UnsafeRawBufferPointer> {
    /// A little-endian number of so many bytes, of fewer at the end; they are taken off.
    fileprivate mutating func number(_ count: Int) -> UInt64 {
        defer { self = dropFirst(count) }
        return prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// What has been fed of a box.
private struct FedSoFar {
    private var last: FedCrossing?
    private var decoder = FeedDecoder()
    private var next: UInt64 = 1
    private var epoch: UInt64 = 0

    mutating func take(_ turns: [P3Intake.Turn]) throws(Broken) {
        for turn in turns {
            switch turn {
            case .feed(let crossing): try take(crossing)
            case .send(let bytes):
                var reader = P3Reader()
                let found = reader.take(bytes)
                try demand(found.count == 1, "the box is told \(bytes)")
                guard case .success(let frame)? = found.first, (try? P3Record(frame)) != nil else {
                    throw Broken(description: "the box is told \(bytes)")
                }
            case .say(let words): try demand(!words.isEmpty, "a line without words")
            }
        }
    }

    mutating func take(_ turns: [OpenStintIntake.Turn]) throws(Broken) {
        for turn in turns {
            switch turn {
            case .feed(let crossing): try take(crossing)
            case .say(let words): try demand(!words.isEmpty, "a line without words")
            }
        }
    }

    /// The daemon reads it, and its number is the next one, or the first of an epoch.
    private mutating func take(_ crossing: FedCrossing) throws(Broken) {
        let bytes = FeedEncoder.packed(
            crossing.crossing(decoder: 7, epoch: 1), hits: crossing.hits, strength: crossing.strength)
        do throws(Refusal) {
            _ = try decoder.decode(bytes)
        } catch {
            throw Broken(description: "the daemon refuses \(crossing): \(error)")
        }
        try demand(decoder.crossings == [crossing.crossing(decoder: 7, epoch: 1)], "\(crossing) is read otherwise")
        try demand(crossing.number == 1 || crossing.number == next, "\(crossing) after number \(next - 1)")
        next = crossing.number + 1
        last = crossing
    }

    mutating func take(_ health: BoxHealth?) throws(Broken) {
        if let health { try take(beat: 0, health) }
    }

    mutating func take(beat stamp: Int64, _ health: BoxHealth?) throws(Broken) {
        let bytes = FeedEncoder.heartbeat(decoder: 7, epoch: 1, next: next, stamp: stamp, health: health)
        do throws(Refusal) {
            _ = try decoder.decode(bytes)
        } catch {
            throw Broken(description: "the daemon refuses \(String(decoding: bytes, as: UTF8.self)): \(error)")
        }
        try demand(decoder.health == health.flatMap { $0.isEmpty ? nil : $0 }, "\(bytes) is read otherwise")
    }

    mutating func ends(with history: FedHistory) throws(Broken) {
        // An epoch that has begun last has fed nothing yet.
        try demand(history.next == next || history.next == 1, "next \(history.next), fed up to \(next - 1)")
        (next, epoch) = (history.next, history.epoch)
        if history.next == 1 { last = nil }
    }

    /// A bridge that is started again has the same number next, and its latest crossing.
    func isKnown(in folder: String) throws(Broken) {
        let ring = try Door.ring(in: folder, now: 1)
        try demand(ring.finding == nil, "the ring: \(ring.finding ?? "")")
        let history = ring.history
        try demand(history.epoch == epoch && history.next == next, "\(history.epoch) \(history.next), was \(next)")
        try demand(history[next - 1] == last, "the last is not \(String(describing: last))")
    }
}
