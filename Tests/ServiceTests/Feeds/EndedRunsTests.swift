import Service
import Simulation
import Testing
import Timing
import Wire

@Suite("A box that begins a larger epoch while something of the one before is missing")
struct EndedRunsTests {
    private var feed = FeedFollower(name: "timing stand", connect: "tcp://127.0.0.1:5550")

    private mutating func come(_ numbers: UInt64..., epoch: UInt64, at now: Int64 = 0) throws {
        let place = try #require(try feed.follow(decoder: 101, epoch: epoch))
        for number in numbers {
            feed.withDecoder(place) {
                _ = $0.note(number, stamp: Int64(number), isRecovered: false, now: now)
            }
        }
    }

    private func range(_ from: UInt64, _ to: UInt64, epoch: UInt64) -> FeedRange {
        FeedRange(decoder: 101, epoch: epoch, from: from, to: to)
    }

    private mutating func recovered(_ number: UInt64, epoch: UInt64) -> Bool {
        feed.noteOfEnded(CrossingID(decoder: 101, epoch: epoch, number: number), stamp: 0, now: 0)
    }

    /// The longest range that is asked for at once.
    private let most = UInt64(FeedDecoder.maximumCrossings)

    @Test("what is missing of it goes on to be asked for, and then what came last and was never heard")
    mutating func asked() throws {
        try come(1, 4, epoch: 5)
        try come(1, epoch: 6)
        #expect(feed.isMissingSome && feed.ended.missing(of: 101) == 2)
        #expect(feed.request(now: 0) == range(2, 3, epoch: 5))
        for number in 2...3 as ClosedRange<UInt64> { #expect(recovered(number, epoch: 5) == true) }
        #expect(recovered(3, epoch: 5) == false)
        #expect(feed.answered(range(2, 3, epoch: 5), count: 2, now: 10) == false)
        // The answer tells that two more came behind the last one heard.
        #expect(feed.request(now: 10) == range(5, 4 + most, epoch: 5))
        for number in 5...6 as ClosedRange<UInt64> { #expect(recovered(number, epoch: 5) == true) }
        #expect(feed.answered(range(5, 6, epoch: 5), count: 2, now: 20) == false)
        #expect(feed.request(now: 20) == range(7, 6 + most, epoch: 5))
        #expect(feed.answered(range(7, 6 + most, epoch: 5), count: 0, now: 30) == false, "nothing is lost by that")
        #expect(!feed.isMissingSome && feed.ended.followers.isEmpty)
        #expect(feed.request(now: 1_000_000) == nil)
        #expect(feed.takeUnasked().isEmpty)
    }

    @Test("an answer without crossings, to a range of which some have come meanwhile, loses only what lies before them")
    mutating func overtaken() throws {
        try come(1, epoch: 5)
        try come(1, epoch: 6)
        #expect(feed.request(now: 0) == range(2, 1 + most, epoch: 5))
        // An answer to the question before the end brings two of three; the last question is answered with none.
        #expect(recovered(2, epoch: 5) == true)
        #expect(recovered(4, epoch: 5) == true)
        #expect(feed.ended.missing(of: 101) == 1)
        // A range that does not begin at what is next says nothing.
        #expect(feed.answered(range(6, 9, epoch: 5), count: 0, now: 5) == false)
        #expect(feed.answered(range(2, 1 + most, epoch: 5), count: 0, now: 10) == true, "the third is lost")
        #expect(!feed.isMissingSome && feed.ended.followers.isEmpty)
    }

    @Test("a feed that no longer has the old epoch says so, and its numbers are lost")
    mutating func gone() throws {
        try come(1, 4, epoch: 5)
        try come(1, epoch: 6)
        #expect(feed.request(now: 0) == range(2, 3, epoch: 5))
        #expect(feed.answered(range(2, 3, epoch: 5), count: 0, now: 0) == true)
        #expect(feed.request(now: DecoderFollower.afterLoss) == range(5, 4 + most, epoch: 5))
        // Of what came last it has a part: what lies before that part is lost.
        #expect(feed.answered(range(5, 6, epoch: 5), count: 0, now: 100) == true)
        #expect(feed.request(now: 200) == range(7, 6 + most, epoch: 5))
        #expect(recovered(7, epoch: 5) == true)
        #expect(feed.answered(range(7, 7, epoch: 5), count: 1, now: 200) == false)
        #expect(feed.request(now: 200) == range(8, 7 + most, epoch: 5))
        #expect(feed.answered(range(8, 7 + most, epoch: 5), count: 0, now: 200) == false)
        #expect(feed.ended.followers.isEmpty)
    }

    @Test("after a restart the epoch before the one that is heard is asked for, as far as the journal has it")
    mutating func known() throws {
        var numbers = NumberRanges()
        for number in [1, 2, 4] as [UInt64] { _ = numbers.insert(number) }
        let known = FeedFollower.Known(numbers: numbers, lastStamp: 4)
        let runs: [FeedFollower.Run: FeedFollower.Known] = [
            .init(decoder: 101, epoch: 5): known, .init(decoder: 102, epoch: 5): known,
        ]
        feed = FeedFollower(name: "timing stand", connect: "", known: runs)
        try come(1, epoch: 6)
        #expect(feed.request(now: 0) == range(3, 3, epoch: 5))
        #expect(recovered(3, epoch: 5) == true)
        #expect(feed.answered(range(3, 3, epoch: 5), count: 1, now: 0) == false)
        #expect(feed.request(now: 0) == range(5, 4 + most, epoch: 5))
    }

    @Test("an epoch of several runs is not asked for: the box knows nothing of runs")
    mutating func runs() throws {
        var numbers = NumberRanges()
        _ = numbers.insert(1)
        let known = FeedFollower.Known(numbers: numbers, lastStamp: 4)
        feed = FeedFollower(
            name: "timing stand", connect: "",
            known: [
                .init(decoder: 101, epoch: 5): known,
                .init(decoder: 101, epoch: RunEpoch.of(run: 2, epoch: 5)): known,
            ])
        try come(1, epoch: 6)
        #expect(feed.request(now: 0) == nil)
    }

    @Test("what can be asked for no more is told: of an earlier run of one epoch, and where many epochs wait")
    mutating func told() throws {
        let place = try #require(try feed.follow(decoder: 101, epoch: 1))
        feed.withDecoder(place) { _ = $0.note(4, stamp: 0, isRecovered: false, now: 0) }
        _ = try feed.follow(decoder: 101, epoch: 1, run: 2)
        #expect(feed.takeUnasked() == [.init(decoder: 101, count: 3, last: 4, isOfBefore: false)])
        #expect(feed.takeUnasked() == [])
        for epoch in 2...UInt64(EndedRuns.most + 2) { try come(3, epoch: epoch) }
        #expect(feed.takeUnasked() == [])
        try come(3, epoch: 100)
        #expect(feed.ended.followers.count == EndedRuns.most)
        #expect(feed.takeUnasked().map(\.decoder) == [101])
    }

    @Test("a question that could not be sent is made again soon, not after a second")
    mutating func notSent() throws {
        try come(1, 4, epoch: 5)
        let first = feed.request(now: 1000)
        let asked = try #require(first)
        feed.notSent(asked, now: 1000)
        #expect(feed.request(now: 1000) == nil)
        #expect(feed.request(now: 1000 + DecoderFollower.unsentPause) == asked)
        try come(1, epoch: 6)
        #expect(feed.request(now: 2000) == asked)
        feed.notSent(asked, now: 2000)
        #expect(feed.request(now: 2000 + DecoderFollower.unsentPause) == asked)
    }

    @Test(
        "a box that starts again and again, with us cut off or gone at any moment, loses nothing that it keeps",
        arguments: 1...200 as ClosedRange<UInt64>)
    func everything(seed: UInt64) throws {
        var line = RestartingBox(seed: seed)
        try line.play()
        #expect(line.taken == line.heard, "seed \(seed): \(line.heard.subtracting(line.taken).count) never came")
        #expect(line.repeats == 0, "seed \(seed)")
        #expect(!line.feed.isMissingSome && line.feed.takeUnasked().isEmpty, "seed \(seed)")
    }
}

/// A box that starts again with a larger epoch and keeps what it has sent, and a follower that is cut off, and dies.
private struct RestartingBox {
    var feed = FeedFollower(name: "stand", connect: "")
    /// Of each epoch the numbers, 1 to this one.
    private var kept: [UInt64: UInt64] = [:]
    private(set) var taken: Set<CrossingID> = []
    private(set) var repeats = 0
    private var epoch: UInt64 = 1
    private var now: Int64 = 0
    private var isCut = false
    private var random: SeededGenerator

    /// All that the box has sent in the epochs of which anything was heard.
    var heard: Set<CrossingID> {
        let epochs = Set(taken.map(\.epoch))
        return Set(
            kept.filter { epochs.contains($0.key) }.flatMap { epoch, last in
                (1...last).map { CrossingID(decoder: 101, epoch: epoch, number: $0) }
            })
    }

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func play() throws {
        for _ in 0..<random.int(in: 20...200) {
            now += random.int(in: 0...1500)
            switch random.int(in: 0...19) {
            case 0 where kept[epoch] != nil: epoch += 1
            case 1, 2: isCut = true
            case 3, 4, 5: isCut = false
            case 6: die()
            default: try send()
            }
            try ask()
        }
        isCut = false
        try send()
        for _ in 0..<2000 {
            now += 1000
            try ask()
        }
    }

    private mutating func send() throws {
        let number = kept[epoch, default: 0] + 1
        kept[epoch] = number
        guard !isCut else { return }
        try take(CrossingID(decoder: 101, epoch: epoch, number: number), isRecovered: false)
    }

    /// A daemon takes its place that knows what is written down.
    private mutating func die() {
        var numbers: [FeedFollower.Run: NumberRanges] = [:]
        for id in taken {
            _ = numbers[.init(decoder: id.decoder, epoch: id.epoch), default: NumberRanges()].insert(id.number)
        }
        feed = FeedFollower(
            name: "stand", connect: "", known: numbers.mapValues { .init(numbers: $0, lastStamp: 0) })
    }

    private mutating func take(_ id: CrossingID, isRecovered: Bool) throws {
        var isNew = true
        if let place = try feed.follow(decoder: id.decoder, epoch: id.epoch) {
            isNew = feed.withDecoder(place) { [now] in
                $0.note(id.number, stamp: now, isRecovered: isRecovered, now: now)
            }
        } else {
            isNew = feed.noteOfEnded(id, stamp: now, now: now)
        }
        if isNew, !taken.insert(id).inserted { repeats += 1 }
    }

    private mutating func ask() throws {
        guard let range = feed.request(now: now) else { return }
        guard !isCut else { return feed.notSent(range, now: now) }
        guard !random.chance(permille: 300) else { return }
        let to = min(range.to, kept[range.epoch] ?? 0, range.from + 6)
        guard range.from <= to else {
            _ = feed.answered(range, count: 0, now: now)
            return
        }
        for number in range.from...to {
            try take(CrossingID(decoder: range.decoder, epoch: range.epoch, number: number), isRecovered: true)
        }
        let answered = FeedRange(decoder: range.decoder, epoch: range.epoch, from: range.from, to: to)
        _ = feed.answered(answered, count: Int(to - range.from + 1), now: now)
    }
}
