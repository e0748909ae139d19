import Service
import Testing
import Wire

@Suite("Following one feed")
struct FeedFollowerTests {
    private var feed = FeedFollower(name: "timing stand", connect: "tcp://127.0.0.1:5550")

    private func state(_ now: Int64) -> FeedFollower.State { feed.state(now: now, silentAfter: 3000) }

    @Test("a feed is waited for, live once heard, silent after three seconds, live again when heard again")
    mutating func silence() {
        #expect(state(0) == .waiting)
        #expect(state(1_000_000) == .waiting)
        feed.heard(now: 1_000_000)
        #expect(state(1_000_000) == .live)
        #expect(state(1_002_999) == .live)
        #expect(state(1_003_000) == .silent)
        feed.heard(now: 2_000_000)
        #expect(state(2_000_001) == .live)
        #expect(feed.messages == 2)
    }

    @Test("a feed never heard is told once, five seconds after the start, and one that has been heard is not")
    mutating func unheard() {
        feed = FeedFollower(name: "timing stand", connect: "tcp://127.0.0.1:5559", begunAt: 70_000)
        #expect(feed.isNewlyUnheard(now: 74_999) == false)
        #expect(feed.isNewlyUnheard(now: 75_000) == true)
        #expect(feed.isNewlyUnheard(now: 75_200) == false)
        feed = FeedFollower(name: "timing stand", connect: "tcp://127.0.0.1:5550", begunAt: 70_000)
        feed.heard(now: 74_900)
        #expect(feed.isNewlyUnheard(now: 200_000) == false)
    }

    @Test("each decoder is followed by itself")
    mutating func decoders() throws {
        let first = try #require(try feed.follow(decoder: 101, epoch: 1))
        let second = try #require(try feed.follow(decoder: 102, epoch: 9))
        #expect(first != second)
        #expect(try feed.follow(decoder: 101, epoch: 1) == first)
        #expect(feed.withDecoder(first) { $0.note(1, stamp: 0, isRecovered: false, now: 0) } == true)
        #expect(feed.decoders.map(\.received) == [1, 0])
        #expect(feed.decoders.map(\.epoch) == [1, 9])
    }

    @Test("a larger epoch begins anew at number 1, and what is missing of the old one is asked for still")
    mutating func epochs() throws {
        let place = try #require(try feed.follow(decoder: 101, epoch: 5))
        #expect(feed.withDecoder(place) { $0.note(9, stamp: 0, isRecovered: false, now: 0) } == true)
        #expect(feed.decoders[place].missing == 8)
        #expect(try feed.follow(decoder: 101, epoch: 4) == nil)
        #expect(feed.decoders[place].epoch == 5)
        #expect(try feed.follow(decoder: 101, epoch: 6) == place)
        #expect(feed.decoders.count == 1)
        #expect(feed.decoders[place].epoch == 6)
        #expect(feed.decoders[place].next == 1)
        #expect(feed.request(now: 100_000) == FeedRange(decoder: 101, epoch: 5, from: 1, to: 8))
        #expect(feed.withDecoder(place) { $0.note(1, stamp: 0, isRecovered: false, now: 0) } == true)
    }

    @Test("every decoder with a gap has its turn to be asked for")
    mutating func turns() throws {
        for decoder in 1...3 as ClosedRange<UInt32> {
            let place = try #require(try feed.follow(decoder: decoder, epoch: 1))
            #expect(feed.withDecoder(place) { $0.note(2, stamp: 0, isRecovered: false, now: 0) } == true)
        }
        #expect(feed.request(now: 199) == nil)
        let asked = (0..<3).compactMap { _ in feed.request(now: 200)?.decoder }
        #expect(asked == [1, 2, 3])
        #expect(feed.request(now: 200) == nil)
    }

    @Test("more decoders than any circuit has are refused, those followed go on")
    mutating func tooMany() throws {
        let most = UInt32(FeedFollower.maximumDecoders)
        for decoder in 1...most { _ = try feed.follow(decoder: decoder, epoch: 1) }
        let refusal = #expect(throws: Refusal.self) { try feed.follow(decoder: most + 1, epoch: 1) }
        #expect(refusal?.reason == .tooMany)
        #expect(refusal?.field == "decoder")
        #expect(refusal?.message.contains("timing stand") == true)
        #expect(try feed.follow(decoder: most, epoch: 1) == Int(most) - 1)
        #expect(try feed.follow(decoder: 1, epoch: 2) == 0)
        #expect(feed.decoders.count == Int(most))
    }

    @Test("made-up decoders fill the table, and a box that sees an entered car is heard all the same")
    mutating func madeUp() throws {
        let most = UInt32(FeedFollower.maximumDecoders)
        for decoder in 5000..<5000 + most {
            try feed.admit(decoder, now: Int64(decoder))
            _ = try feed.follow(decoder: decoder, epoch: 1)
        }
        #expect(throws: Refusal.self) { try feed.admit(101, now: 9000) }
        try feed.admit(101, hasEntered: true, now: 9000)
        let place = try #require(try feed.follow(decoder: 101, epoch: 1))
        feed.withDecoder(place) { $0.hasSeenEntered = true }
        // Further made-up ones do not push it out, whatever they send.
        for decoder in 6000..<6000 + 3 * most {
            try? feed.admit(decoder, hasEntered: true, now: 9001)
            if let place = try? feed.follow(decoder: decoder, epoch: 1) {
                feed.withDecoder(place) { $0.hasSeenEntered = true }
            }
        }
        #expect(feed.decoders.count == Int(most))
        #expect(feed.decoders.contains { $0.decoder == 101 })
        // One that has been silent for long makes room.
        try feed.admit(102, hasEntered: true, now: 9001 + FeedFollower.lostAfter)
    }

    @Test("a table full of made-up decoders that have seen entered cars leaves a real one every crossing of its own")
    mutating func madeUpWithCars() throws {
        let most = UInt32(FeedFollower.maximumDecoders)
        func see(_ decoder: UInt32, _ now: Int64, in feed: inout FeedFollower) throws {
            try feed.admit(decoder, hasEntered: true, now: now)
            let place = try #require(try feed.follow(decoder: decoder, epoch: 1))
            feed.withDecoder(place) { $0.hasSeenEntered = true }
        }
        try see(100, 0, in: &feed)
        for turn in Int64(1)...20 {
            for decoder in 5000..<5000 + most { try see(decoder, turn * 500, in: &feed) }
            try see(101, turn * 500 + 100, in: &feed)
            try see(100, turn * 500 + 200, in: &feed)
        }
        #expect(feed.decoders.count == Int(most))
        #expect(feed.decoders.first?.decoder == 100, "who was there before them has lost its place")
    }

    @Test("epochs without end are refused, some thousand at once and one a second are not")
    mutating func epochsWithoutEnd() throws {
        var admitted = 0
        for epoch in UInt64(1)...100_000 where (try? feed.admit(7, epoch: epoch, now: 1_000_000)) != nil {
            admitted += 1
        }
        #expect(admitted == Int(FeedFollower.mostEpochs))
        try feed.admit(7, epoch: 1, now: 1_000_000)
        #expect(throws: Refusal.self) { try feed.admit(7, epoch: 500_000, now: 1_000_500) }
        try feed.admit(7, epoch: 500_000, now: 1_002_000)
    }
}
