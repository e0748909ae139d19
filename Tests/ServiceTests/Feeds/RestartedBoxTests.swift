import Service
import Testing
import Timing
import Wire

@Suite("Following a box that starts again without a new epoch")
struct RestartedBoxTests {
    private var feed = FeedFollower(name: "timing stand", connect: "tcp://127.0.0.1:5550")
    private static let second: Int64 = 1_000_000

    private mutating func come(_ numbers: UInt64..., run: Int = 1, isRecovered: Bool = false) throws {
        for number in numbers {
            guard let place = try feed.follow(decoder: 101, epoch: 1, run: run) else { continue }
            let stamp = (Int64(run) * 1000 + Int64(number)) * Self.second
            feed.withDecoder(place) { _ = $0.note(number, stamp: stamp, isRecovered: isRecovered, now: 0) }
        }
    }

    /// Whether a heartbeat at this second shows that the box has started again.
    private mutating func beat(_ next: UInt64, at second: Int64) throws -> Bool {
        let place = try #require(feed.place(of: 101, epoch: 1))
        return feed.withDecoder(place) { $0.heartbeat(next: next, stamp: second * Self.second, now: 0) }
    }

    @Test("a later run begins anew at number 1 and ends the asking for the one before; an older is not followed")
    mutating func runs() throws {
        try come(1, 9)
        #expect(feed.decoders[0].missing == 7)
        try come(3, run: 2)
        #expect((feed.decoders[0].run, feed.decoders[0].next, feed.decoders[0].missing) == (2, 4, 2))
        #expect(try feed.follow(decoder: 101, epoch: 1, run: 1) == nil)
        // The box knows nothing of runs.
        #expect(feed.request(now: 1000) == FeedRange(decoder: 101, epoch: 1, from: 1, to: 2))
        #expect(try feed.follow(decoder: 101, epoch: 2, run: 1) == 0)
        #expect((feed.decoders[0].run, feed.decoders[0].next) == (1, 1))
    }

    @Test("of each run the journal has its own numbers")
    mutating func known() throws {
        var numbers = NumberRanges()
        for number in 1...3 as ClosedRange<UInt64> { _ = numbers.insert(number) }
        let run = FeedFollower.Run(decoder: 101, epoch: RunEpoch.of(run: 2, epoch: 1))
        let known = [run: FeedFollower.Known(numbers: numbers, lastStamp: 5)]
        feed = FeedFollower(name: "timing stand", connect: "", known: known)
        try come(1)
        #expect(feed.decoders[0].received == 1)
        _ = try feed.follow(decoder: 101, epoch: 1, run: 2)
        #expect((feed.decoders[0].received, feed.decoders[0].next) == (3, 4))
    }

    @Test("two heartbeats in a row that know less than has come, and are later, show it; one alone does not")
    mutating func shown() throws {
        try come(1, 2, 3)
        #expect(try beat(4, at: 1010) == false)
        #expect(try beat(1, at: 1011) == false)
        #expect(try beat(4, at: 1012) == false)
        #expect(try beat(1, at: 1013) == false)
        #expect(try beat(1, at: 1014) == true)
    }

    @Test("a heartbeat that was delayed is older than what overtook it, and shows nothing")
    mutating func delayed() throws {
        try come(1, 2, 3)
        for second in 1000...1005 as ClosedRange<Int64> { #expect(try beat(2, at: second) == false) }
    }

    @Test("what came from elsewhere, or was only announced, shows nothing")
    mutating func elsewhere() throws {
        try come(1, 2)
        #expect(try beat(6, at: 1003) == false)
        try come(3, 4, 5, isRecovered: true)
        for second in 1010...1020 as ClosedRange<Int64> { #expect(try beat(3, at: second) == false) }
    }

    @Test("what the journal has came by this feed only where there is no other", arguments: [true, false])
    mutating func journal(isOnly: Bool) throws {
        var numbers = NumberRanges()
        for number in 1...3 as ClosedRange<UInt64> { _ = numbers.insert(number) }
        let known = [FeedFollower.Run(decoder: 101, epoch: 1): FeedFollower.Known(numbers: numbers, lastStamp: 5)]
        feed = FeedFollower(name: "timing stand", connect: "", known: known, isOnly: isOnly)
        _ = try feed.follow(decoder: 101, epoch: 1)
        #expect(try beat(2, at: 10) == false)
        #expect(try beat(2, at: 11) == isOnly)
    }

    @Test("numbers for which the feed has only an older run's crossing are lost, and not asked for without end")
    mutating func lacking() throws {
        try come(4, run: 2)
        #expect(feed.request(now: 1000) == FeedRange(decoder: 101, epoch: 1, from: 1, to: 3))
        feed.withDecoder(0) { follower in
            for number in 1...9 as ClosedRange<UInt64> { follower.lacks(number) }
            follower.answered(FeedRange(decoder: 101, epoch: 1, from: 1, to: 3), count: 3, now: 1001)
        }
        #expect((feed.decoders[0].lost, feed.decoders[0].missing) == (3, 0))
        #expect(feed.request(now: 1_000_000) == nil)
        try come(2, run: 2)
        #expect((feed.decoders[0].lost, feed.decoders[0].received) == (2, 2))
    }

    @Test("each run is said once, of a box at most one in ten seconds, with how many were not said")
    func said() {
        let lines = LogLines()
        var log = RestartLog(lines.logger)
        for now in [0, 1, 2] as [Int64] {
            log.note(decoder: 101, epoch: 1, run: 2, "number 1 of epoch 1 has come with another content", now: now)
        }
        #expect(
            lines.told == [
                "warning: decoder 101 has begun its numbers anew without a new epoch: number 1 of epoch 1 has come with another content; its crossings are taken as run 2 (epoch 4503599627370497); give the box a new epoch when it starts"
            ])
        log.note(decoder: 102, epoch: 1, run: 2, "x", now: 3)
        #expect(lines.told.count == 2)
        for run in 3...5 { log.note(decoder: 101, epoch: 1, run: run, "x", now: 4) }
        #expect(lines.told.count == 2)
        log.note(decoder: 101, epoch: 1, run: 6, "x", now: RestartLog.quiet)
        #expect(lines.told.last?.hasSuffix(" (and 3 times more since the last such line)") == true)
    }
}
