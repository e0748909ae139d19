import Service
import Testing
import Wire

@Suite("Following one decoder's numbers")
struct DecoderFollowerTests {
    private var follower = DecoderFollower(decoder: 101, epoch: 7)

    private mutating func come(_ numbers: UInt64..., at now: Int64 = 0) {
        for number in numbers {
            #expect(follower.note(number, stamp: Int64(number), isRecovered: false, now: now) == true)
        }
    }

    private func range(_ from: UInt64, _ to: UInt64) -> FeedRange {
        FeedRange(decoder: 101, epoch: 7, from: from, to: to)
    }

    /// Told as received, next, missing, lost.
    private var told: [UInt64] { [follower.received, follower.next, follower.missing, follower.lost] }

    @Test("numbers in order leave nothing to ask for")
    mutating func inOrder() {
        #expect(told == [0, 1, 0, 0])
        come(1, 2, 3)
        #expect(told == [3, 4, 0, 0])
        #expect(follower.request(now: 1_000_000) == nil)
    }

    @Test("numbers out of order are taken, and nothing is asked for within the courtesy delay")
    mutating func outOfOrder() {
        come(3, 1, 2, at: 100)
        #expect(told == [3, 4, 0, 0])
        #expect(follower.request(now: 100 + DecoderFollower.courtesy) == nil)
    }

    @Test("a number that came before is counted as repeated and not taken")
    mutating func repeated() {
        come(1, 2)
        #expect(follower.note(1, stamp: 5, isRecovered: false, now: 0) == false)
        #expect(follower.note(2, stamp: 5, isRecovered: true, now: 0) == false)
        #expect(follower.repeated == 2 && follower.received == 2 && follower.recovered == 0)
    }

    @Test("a gap found by a later number is asked for after the courtesy delay, both ends inclusive")
    mutating func gapByNumber() {
        come(1, 5, at: 1000)
        #expect(told == [2, 6, 3, 0])
        #expect(follower.request(now: 1199) == nil)
        #expect(follower.request(now: 1200) == range(2, 4))
    }

    @Test("a gap at the end is found by the heartbeat; one that announces nothing new finds none")
    mutating func gapByHeartbeat() {
        come(1)
        _ = follower.heartbeat(next: 2, stamp: 10, now: 0)
        _ = follower.heartbeat(next: 1, stamp: 11, now: 0)
        #expect(follower.request(now: 10_000) == nil)
        _ = follower.heartbeat(next: 4, stamp: 12, now: 20_000)
        #expect(told == [1, 4, 2, 0])
        #expect(follower.request(now: 20_199) == nil)
        #expect(follower.request(now: 20_200) == range(2, 3))
    }

    @Test("the first number of a decoder shows what was before it")
    mutating func before() {
        come(4, at: 0)
        #expect(follower.missing == 3)
        #expect(follower.request(now: 200) == range(1, 3))
    }

    @Test("without an answer a number is asked for again after 1, 2, 4, 8, 16, then every 30 s")
    mutating func patience() {
        come(1, 3, at: 0)
        var (asked, now): ([Int64], Int64) = ([], 0)
        while asked.count < 9 {
            if let request = follower.request(now: now) {
                #expect(request == range(2, 2))
                asked.append(now)
            }
            now += 10
        }
        let waits = zip(asked.dropFirst(), asked).map { ($0 - $1) / 1000 }
        #expect(asked[0] == DecoderFollower.courtesy)
        #expect(waits == [1, 2, 4, 8, 16, 30, 30, 30])
    }

    @Test("an answer in part is followed at once by a question for the rest, and patience begins anew")
    mutating func partial() {
        come(1, 10, at: 0)
        #expect(follower.request(now: 200) == range(2, 9))
        #expect(follower.request(now: 1200) == range(2, 9))
        for number in 2...5 as ClosedRange<UInt64> {
            #expect(follower.note(number, stamp: 0, isRecovered: true, now: 1300) == true)
        }
        follower.answered(range(2, 5), count: 4, now: 1300)
        #expect(follower.request(now: 1300) == range(6, 9))
        #expect(follower.request(now: 2299) == nil)
        #expect(follower.request(now: 2300) == range(6, 9))
        #expect(follower.recovered == 4 && follower.missing == 4)
    }

    @Test("an answer without frames gives its range up as lost, and the rest is asked for a little later")
    mutating func lost() {
        come(1, 6, at: 0)
        #expect(follower.request(now: 200) == range(2, 5))
        follower.answered(range(2, 3), count: 0, now: 300)
        #expect(told == [2, 7, 2, 2])
        #expect(follower.request(now: 300 + DecoderFollower.afterLoss - 1) == nil)
        #expect(follower.request(now: 300 + DecoderFollower.afterLoss) == range(4, 5))
        follower.answered(range(4, 5), count: 0, now: 400)
        #expect(told == [2, 7, 0, 4])
        #expect(follower.request(now: 100_000) == nil)
    }

    @Test("of a range given up only what was really missing is lost")
    mutating func lostInPart() {
        come(1, 6, at: 0)
        #expect(follower.request(now: 200) == range(2, 5))
        come(3, at: 210)
        follower.answered(range(2, 5), count: 0, now: 300)
        #expect(told == [3, 7, 0, 3])
    }

    @Test("a crossing given up as lost that comes after all is taken and is lost no more")
    mutating func lostAndFound() {
        come(1, 3, at: 0)
        #expect(follower.request(now: 200) == range(2, 2))
        follower.answered(range(2, 2), count: 0, now: 300)
        #expect(told == [2, 4, 0, 1])
        #expect(follower.note(2, stamp: 2, isRecovered: false, now: 400) == true)
        #expect(told == [3, 4, 0, 0])
        #expect(follower.note(2, stamp: 2, isRecovered: false, now: 500) == false)
    }

    @Test("an answer for more than is missing gives up no number that is still to come")
    mutating func answerTooFar() {
        come(1, at: 0)
        _ = follower.heartbeat(next: 3, stamp: 0, now: 0)
        #expect(follower.request(now: 200) == range(2, 2))
        follower.answered(range(2, 2_000_000), count: 0, now: 300)
        #expect(follower.lost == 1)
        // Guarded, because counting what is missing would stop the daemon.
        guard follower.lost == 1 else { return }
        #expect(told == [1, 3, 0, 1])
        come(3, at: 400)
    }

    @Test("an answer that nobody asked for gives up nothing")
    mutating func answerUnasked() {
        come(1, 2, at: 0)
        follower.answered(range(5, 9), count: 0, now: 300)
        #expect(follower.lost == 0)
        guard follower.lost == 0 else { return }
        #expect(told == [2, 3, 0, 0])
        come(5, at: 400)
        #expect(told == [3, 6, 2, 0])
    }

    @Test("an answer with frames that brought nothing of what was asked is not asked for again at once")
    mutating func answerInVain() {
        come(1, 3, at: 0)
        #expect(follower.request(now: 200) == range(2, 2))
        #expect(follower.note(1, stamp: 0, isRecovered: true, now: 201) == false)
        follower.answered(range(2, 2), count: 1, now: 201)
        #expect(follower.request(now: 201) == nil)
        #expect(follower.request(now: 1200) == range(2, 2))
    }

    @Test("a gap found after the one before was filled waits for its own courtesy delay, not for the other's patience")
    mutating func newGap() {
        come(1, 3, at: 0)
        for now in [200, 1200, 3200, 7200] as [Int64] { #expect(follower.request(now: now) == range(2, 2)) }
        come(2, at: 8000)
        come(5, at: 8100)
        #expect(follower.request(now: 8299) == nil)
        #expect(follower.request(now: 8300) == range(4, 4))
        #expect(follower.request(now: 9300) == range(4, 4))
    }

    @Test("a gap that is never answered for holds up no other")
    mutating func turns() {
        come(1, 3, 5, at: 0)
        #expect(follower.request(now: 200) == range(2, 2))
        #expect(follower.request(now: 1200) == range(4, 4))
        #expect(follower.request(now: 3200) == range(2, 2))
    }

    @Test("a long gap is asked for in messages a feed can answer, ten thousand numbers at most")
    mutating func longGap() {
        come(1, at: 0)
        _ = follower.heartbeat(next: 1 << 53, stamp: 0, now: 0)
        #expect(follower.request(now: 200) == range(2, 10_001))
        #expect(follower.missing == (1 << 53) - 2)
        follower.answered(range(2, 10_001), count: 0, now: 300)
        #expect(follower.lost == 10_000)
        #expect(follower.request(now: 350) == range(10_002, 20_001))
    }

    @Test("the latest stamp is kept, whichever message brought it")
    mutating func stamps() {
        #expect(follower.lastStamp == 0)
        #expect(follower.note(1, stamp: 50, isRecovered: false, now: 0) == true)
        #expect(follower.note(2, stamp: 40, isRecovered: false, now: 0) == true)
        #expect(follower.lastStamp == 50)
        _ = follower.heartbeat(next: 3, stamp: 60, now: 0)
        _ = follower.heartbeat(next: 3, stamp: 55, now: 0)
        #expect(follower.lastStamp == 60)
    }
}
