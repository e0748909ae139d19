import Service
import Simulation
import Testing
import Wire

@Suite("A feed that loses, delays and forgets")
struct LossyFeedTests {
    @Test(
        "in the end every number has come or is lost, each counted once", arguments: 1...150 as ClosedRange<UInt64>)
    func everything(seed: UInt64) {
        var line = LossyLine(seed: seed)
        line.play()
        let follower = line.follower
        #expect(line.faults.isEmpty, "seed \(seed): \(line.faults.prefix(3))")
        #expect(follower.missing == 0, "seed \(seed)")
        #expect(follower.received == UInt64(line.taken.count), "seed \(seed)")
        #expect(follower.lost == UInt64(line.forgotten.count), "seed \(seed)")
        #expect(follower.received + follower.lost == line.count, "seed \(seed)")
        #expect(follower.next == line.count + 1, "seed \(seed)")
        #expect(follower.repeated == line.repeats, "seed \(seed)")
        #expect(line.taken.isDisjoint(with: line.forgotten), "seed \(seed)")
        line.now += 1_000_000
        for _ in 0..<10 { #expect(line.follower.request(now: line.now) == nil, "seed \(seed)") }
    }
}

/// A decoder at the other end of a bad line, and the follower at this end.
private struct LossyLine {
    var follower = DecoderFollower(decoder: 1, epoch: 1)
    let count: UInt64
    /// Numbers that the decoder itself no longer has, and that never came.
    private(set) var forgotten: Set<UInt64> = []
    private(set) var taken: Set<UInt64> = []
    private(set) var repeats: UInt64 = 0
    private(set) var faults: [String] = []
    var now: Int64 = 0
    private var random: SeededGenerator
    private let permilleUnanswered: Int

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        count = random.int(in: 1...400)
        permilleUnanswered = random.int(in: 0...500)
        let permilleForgotten = random.element([0, 0, 100, 900])
        for number in 1...count where random.chance(permille: permilleForgotten) { forgotten.insert(number) }
    }

    mutating func play() {
        // Late by up to so many places, some lost on the way, some twice.
        let permilleDropped = random.element([0, 50, 300, 1000])
        let late = UInt64(random.element([0, 3, 100]))
        let numbers = 1...count
        let arriving = numbers.map { (place: $0 + random.int(in: 0...late), number: $0) }
            .sorted { ($0.place, $0.number) < ($1.place, $1.number) }
        for (_, number) in arriving {
            now += random.int(in: 0...120)
            if !forgotten.contains(number), !random.chance(permille: permilleDropped) {
                take(number, isRecovered: false)
                if random.chance(permille: 30) { take(number, isRecovered: false) }
            }
            ask()
        }
        _ = follower.heartbeat(next: count + 1, stamp: 0, now: now)
        var turns = 0
        while follower.missing > 0, turns < 100_000 {
            turns += 1
            now += 40
            ask()
        }
        if turns == 100_000 { faults.append("never ends: \(follower.missing) missing") }
    }

    private mutating func take(_ number: UInt64, isRecovered: Bool) {
        let isNew = follower.note(number, stamp: Int64(number), isRecovered: isRecovered, now: now)
        if isNew != taken.insert(number).inserted { faults.append("number \(number) is new: \(isNew)") }
        if !isNew { repeats += 1 }
    }

    private mutating func ask() {
        guard let range = follower.request(now: now) else { return }
        if range.from > range.to || range.to >= follower.next || range.to > count {
            faults.append("asks for \(range)")
            return
        }
        if random.chance(permille: permilleUnanswered) { return }
        let isLost = forgotten.contains(range.from)
        var to = range.from
        while to < range.to, forgotten.contains(to + 1) == isLost, !random.chance(permille: 100) { to += 1 }
        let answered = FeedRange(decoder: range.decoder, epoch: range.epoch, from: range.from, to: to)
        if !isLost { for number in range.from...to { take(number, isRecovered: true) } }
        follower.answered(answered, count: isLost ? 0 : Int(to - range.from + 1), now: now)
    }
}

extension SeededGenerator {
    fileprivate mutating func element(_ list: [Int]) -> Int { list[int(in: 0...list.count - 1)] }
}
