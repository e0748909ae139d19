import Foundation
import Glibc
import Linux
import Service
import Synchronization
import Testing

@Suite("The queue between two threads")
struct RingTests {
    @Test("what goes in comes out, in its order")
    func order() {
        let ring = Ring<Int>(capacity: 64)
        #expect(ring.pop() == nil)
        var out: [Int] = []
        // Many times round, never more than a handful inside.
        for number in 0..<1000 {
            #expect(ring.push(number))
            if number % 7 == 6 { while let element = ring.pop() { out.append(element) } }
        }
        while let element = ring.pop() { out.append(element) }
        #expect(out == Array(0..<1000))
        #expect(ring.count == 0)
    }

    @Test("a full queue takes nothing more and loses nothing", arguments: [1, 64, 65, 100, 1 << 12])
    func full(capacity: Int) {
        let ring = Ring<Int>(capacity: capacity)
        var size = 0
        while ring.push(size) { size += 1 }
        #expect(size >= capacity && size & (size - 1) == 0, "\(size)")
        #expect(ring.count == size)
        #expect(!ring.push(-1))
        #expect(ring.pop() == 0)
        #expect(ring.push(size))
        #expect(!ring.push(-1))
        for number in 1...size { #expect(ring.pop() == number) }
        #expect(ring.pop() == nil)
        #expect(ring.count == 0)
    }

    @Test("what is staged is the reader's once it is released, all of it, in its order")
    func staged() {
        let ring = Ring<Int>(capacity: 64)
        for number in 0..<64 { #expect(ring.stage(number)) }
        #expect(!ring.stage(64), "it has its place already")
        #expect(ring.pop() == nil && ring.count == 0)
        #expect(ring.goToSleep(), "nothing is there")
        ring.wake()
        #expect(isRung(ring))
        ring.wakeUp()
        for number in 0..<64 { #expect(ring.pop() == number) }
        #expect(ring.pop() == nil)
        #expect(ring.stage(64))
        ring.release()
        #expect(ring.pop() == 64)
    }

    @Test("elements that are objects are let go with the queue at the latest")
    func objects() {
        final class Element: Sendable {}
        weak var kept: Element?
        do {
            let ring = Ring<Element>(capacity: 64)
            let element = Element()
            kept = element
            #expect(ring.push(element))
            #expect(kept != nil)
        }
        #expect(kept == nil)
        let ring = Ring<Element>(capacity: 64)
        do {
            let element = Element()
            kept = element
            #expect(ring.push(element) && ring.pop() === element)
        }
        #expect(kept == nil, "taken out it is the reader's alone")
    }

    @Test("batches that go through a queue which is always full come whole: the writer has their memory again at once")
    func batches() {
        let (ring, total) = (Ring<[Int]>(capacity: 64), 300_000)
        let wrong = Mutex(0)
        let done = DispatchSemaphore(value: 0)
        let reader = Thread {
            var next = 0
            while next < total {
                guard let batch = ring.pop() else { continue }
                if batch != Array(repeating: next, count: 64) { wrong.withLock { $0 += 1 } }
                next += 1
            }
            done.signal()
        }
        reader.start()
        for number in 0..<total {
            var batch: [Int] = []
            batch.reserveCapacity(64)
            for _ in 0..<64 { batch.append(number) }
            while !ring.push(batch) {}
        }
        #expect(done.wait(timeout: .now() + 120) == .success, "the reader never ended")
        #expect(wrong.withLock { $0 } == 0)
    }

    @Test("nobody is woken who does not sleep; a sleeper is woken by the next element, or by the bell alone")
    func bell() {
        let ring = Ring<Int>(capacity: 64)
        #expect(ring.push(1))
        ring.wake()
        #expect(!isRung(ring))
        // Something is there: no sleep.
        #expect(!ring.goToSleep())
        ring.wake()
        #expect(!isRung(ring))
        #expect(ring.pop() == 1)
        #expect(ring.goToSleep())
        #expect(!isRung(ring))
        #expect(ring.push(2))
        ring.wake()
        #expect(isRung(ring))
        ring.wakeUp()
        #expect(!isRung(ring))
        #expect(ring.pop() == 2)
        ring.bell.ring()
        #expect(isRung(ring))
        ring.wakeUp()
        #expect(!isRung(ring))
    }

    @Test("a million elements between two threads that sleep and wake, none lost, none twice, nobody left asleep")
    func twoThreads() {
        let total = 1_000_000
        let ring = Ring<Int>(capacity: 256)
        let found = Mutex((sum: 0, inOrder: true, sleeps: 0, lost: false))
        let done = DispatchSemaphore(value: 0)
        let reader = Thread {
            var (next, sleeps, inOrder, lost) = (0, 0, true, false)
            while next < total, !lost {
                if let element = ring.pop() {
                    if element != next { inOrder = false }
                    next += 1
                    continue
                }
                if ring.goToSleep() {
                    sleeps += 1
                    // The writer may pause for long on a busy machine, but not for a minute.
                    lost = !Self.wait(ring, milliseconds: 60_000)
                }
                ring.wakeUp()
            }
            found.withLock { $0 = (next, inOrder, sleeps, lost) }
            done.signal()
        }
        let writer = Thread {
            for number in 0..<total {
                while !ring.push(number) {
                    ring.wake()
                    sched_yield()
                }
                // Batches of many sizes, and now and then a pause in which the reader falls asleep.
                if number % 61 == 0 { ring.wake() }
                if number % 25_000 == 0 {
                    ring.wake()
                    usleep(2000)
                }
            }
            ring.wake()
        }
        reader.start()
        writer.start()
        #expect(done.wait(timeout: .now() + 120) == .success, "the reader never ended")
        let result = found.withLock { $0 }
        #expect(result.sum == total && result.inOrder && !result.lost, "\(result)")
        #expect(result.sleeps > 0, "the reader never slept, so that waking was not tried")
        #expect(ring.count == 0)
    }

    private func isRung(_ ring: Ring<Int>) -> Bool { Self.wait(ring, milliseconds: 0) }

    private static func wait(_ ring: Ring<Int>, milliseconds: Int32) -> Bool {
        var waiting = pollfd(fd: ring.bell.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, milliseconds) == 1
    }
}
