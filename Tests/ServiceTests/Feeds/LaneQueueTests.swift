import Linux
import Service
import Testing
import Timing

@Suite("The queue of the lane")
struct LaneQueueTests {
    private func time(_ decoder: UInt32, _ instant: Int64) -> LaneInput {
        .time(decoder: decoder, Instant(milliseconds: instant))
    }

    private func decoder(_ input: LaneInput?) -> UInt32? {
        guard case .time(let decoder, _) = input else { return nil }
        return decoder
    }

    @Test("beside a feed that floods, another feed's crossing has its turn after sixteen of the flood's")
    func flood() {
        let queue = LaneQueue(feeds: 3)
        var pushed = 0
        while queue.push(time(1, Int64(pushed)), from: 0) { pushed += 1 }
        #expect(pushed == LaneQueue.capacity)
        for turn in 0..<100 {
            for _ in 0..<5 { _ = queue.pop() }
            #expect(queue.push(time(2, Int64(turn)), from: 2))
            var before = 0
            while decoder(queue.pop()) != 2 { before += 1 }
            #expect(before <= 16)
        }
    }

    @Test("what one feed sends stays in its order, nothing is lost, and what is of all comes first")
    func order() {
        let queue = LaneQueue(feeds: 2)
        for instant in Int64(0)..<1000 {
            #expect(queue.push(time(1, instant), from: 0))
            if instant % 3 == 0 { #expect(queue.push(time(2, instant), from: 1)) }
        }
        #expect(queue.push(time(0, 5)))
        #expect(queue.count == 1335)
        #expect(decoder(queue.pop()) == 0)
        var last: [UInt32: Instant] = [:]
        var taken = 0
        while let input = queue.pop() {
            guard case .time(let decoder, let instant) = input else { continue }
            if let before = last[decoder] { #expect(before < instant) }
            last[decoder] = instant
            taken += 1
        }
        #expect(taken == 1334)
    }

    @Test("the lane sleeps only when nothing waits of any feed, and any of them wakes it")
    func sleep() {
        let queue = LaneQueue(feeds: 2)
        #expect(queue.goToSleep())
        queue.wakeUp()
        #expect(queue.push(time(2, 1), from: 1))
        #expect(!queue.goToSleep())
        _ = queue.pop()
        #expect(queue.goToSleep())
        #expect(queue.push(time(2, 2), from: 1))
        queue.wake()
        #expect(queue.bell.silence())
        queue.wakeUp()
        #expect(decoder(queue.pop()) == 2)
    }
}
