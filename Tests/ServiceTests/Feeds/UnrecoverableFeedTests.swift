import Service
import Testing
import Timing
import Wire

@Suite("A feed without recovery")
struct UnrecoverableFeedTests {
    private var feed = FeedFollower(name: "timing stand", connect: "", isRecoverable: false)

    private mutating func come(_ number: UInt64, at now: Int64) throws {
        let place = try #require(try feed.follow(decoder: 101, epoch: 7))
        #expect(feed.withDecoder(place) { $0.note(number, stamp: now * 1000, isRecovered: false, now: now) } == true)
    }

    private mutating func beat(next: UInt64, at now: Int64) throws {
        let place = try #require(try feed.follow(decoder: 101, epoch: 7))
        _ = feed.withDecoder(place) { $0.heartbeat(next: next, stamp: now * 1000, now: now) }
    }

    /// Told as received, missing, lost.
    private var told: [UInt64] { feed.decoders.flatMap { [$0.received, $0.missing, $0.lost] } }

    @Test("the crossings of the day before we listened are awaited for a second, then it is taken from here on")
    mutating func fromHereOn() throws {
        try beat(next: 3420, at: 10_000)
        #expect(told == [0, 3419, 0])
        #expect(feed.giveUpLate(now: 10_999) == [])
        let lost = feed.giveUpLate(now: 11_000)
        #expect(lost == [.init(decoder: 101, count: 3419, last: 3419, isOfBefore: true)])
        #expect(told == [0, 0, 3419])
        #expect(feed.giveUpLate(now: 100_000) == [])
        #expect(feed.request(now: 100_000) == nil)
        try come(3420, at: 100_001)
        #expect(told == [1, 0, 3419])
        #expect(feed.giveUpLate(now: 200_000) == [])
    }

    @Test("a number lost on the way counts as lost after a second, and is taken when it comes after all")
    mutating func lostOnTheWay() throws {
        for number in 1...4 as ClosedRange<UInt64> { try come(number, at: 1000) }
        try come(7, at: 2000)
        try come(6, at: 2500)
        #expect(feed.giveUpLate(now: 2999) == [])
        #expect(feed.giveUpLate(now: 3000) == [.init(decoder: 101, count: 1, last: 5, isOfBefore: false)])
        #expect(told == [6, 0, 1])
        try come(5, at: 4000)
        #expect(told == [7, 0, 0])
    }

    @Test("a false heartbeat costs no time, and what comes after it is taken")
    mutating func falseHeartbeat() throws {
        try come(1, at: 1000)
        try beat(next: 1 << 60, at: 2000)
        #expect(feed.giveUpLate(now: 3000).map(\.count) == [(1 << 60) - 2])
        try come(2, at: 4000)
        #expect(told == [2, 0, (1 << 60) - 3])
    }

    @Test("after a restart the numbers lost before it are lost still, and not said again")
    mutating func restart() throws {
        var numbers = NumberRanges()
        for number in [1, 2, 5] as [UInt64] { #expect(numbers.insert(number) == true) }
        feed = FeedFollower(
            name: "timing stand", connect: "",
            known: [.init(decoder: 101, epoch: 7): .init(numbers: numbers, lastStamp: 5)], isRecoverable: false)
        try beat(next: 6, at: 1000)
        #expect(told == [3, 0, 2])
        #expect(feed.giveUpLate(now: 100_000) == [])
        try beat(next: 9, at: 200_000)
        #expect(feed.giveUpLate(now: 201_000) == [.init(decoder: 101, count: 3, last: 8, isOfBefore: false)])
    }

    @Test("a feed with recovery gives nothing up by itself")
    mutating func recoverable() throws {
        feed = FeedFollower(name: "timing stand", connect: "")
        try beat(next: 9, at: 1000)
        #expect(feed.giveUpLate(now: 1_000_000) == [])
        #expect(told == [0, 8, 0])
    }

    @Test("filling leaves what lies above, and counts what was not there", arguments: 1...12 as ClosedRange<UInt64>)
    func filling(_ next: UInt64) {
        var numbers = NumberRanges()
        for number in [2, 3, 6, 9] as [UInt64] { #expect(numbers.insert(number) == true) }
        let missing = (1..<next).count { !numbers.contains($0) }
        #expect(numbers.fill(below: next) == UInt64(missing))
        #expect((1...14).filter(numbers.contains) == (1...14).filter { $0 < next || [2, 3, 6, 9].contains($0) })
        #expect(zip(numbers.ranges, Array(numbers.ranges).dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound })
    }

    @Test("the log says what was before us once, and of losses one line in ten seconds a box")
    func log() {
        let lines = LogLines()
        var log = LossLog(lines.logger)
        log.note(.init(decoder: 101, count: 3419, last: 3419, isOfBefore: true), feed: "stand", now: 0)
        for (now, last) in [(1000, 3500), (2000, 3501), (11_000, 3502)] as [(Int64, UInt64)] {
            log.note(.init(decoder: 101, count: 2, last: last, isOfBefore: false), feed: "stand", now: now)
        }
        log.note(.init(decoder: 102, count: 1, last: 9, isOfBefore: false), feed: "stand", now: 11_000)
        let head = "feed \"stand\" has no recovery: decoder 101"
        #expect(
            lines.told == [
                "notice: \(head) is taken from here on; the 3419 crossings before number 3420 are not",
                "warning: \(head) has lost 2 crossings, the last of them number 3500; insert what is missing by command",
                "warning: \(head) has lost 4 crossings, the last of them number 3502; insert what is missing by command",
                "warning: feed \"stand\" has no recovery: decoder 102 has lost crossing 9; insert what is missing by command",
            ])
    }
}
