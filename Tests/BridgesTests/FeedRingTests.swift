import Bridges
import Glibc
import Testing
import Wire

@Suite("The ring of a bridge")
struct FeedRingTests {
    private func crossing(_ passing: UInt64) -> FedCrossing {
        var crossing = FedCrossing(
            stamp: 1_000_000 * Int64(passing), boxTime: Int64(passing), transponder: 70, loop: 2)
        (crossing.passing, crossing.hits, crossing.driver) = (passing, 30, 3)
        return crossing
    }

    private func filled(_ folder: RingFolder, _ count: UInt64, capacity: Int = 50) throws -> FeedRing {
        var ring = try FeedRing(folder.path, decoder: 7, capacity: capacity, now: 1000)
        for passing in 1...count { _ = try ring.append(crossing(passing + 100)) }
        return ring
    }

    @Test("opened again it has what was put in, and goes on with the next number in the same epoch")
    func again() throws {
        for count in [1, 49, 50, 51, 175] as [UInt64] {
            let folder = try RingFolder()
            let epoch = try filled(folder, count).history.epoch
            var ring = try FeedRing(folder.path, decoder: 7, now: 5000)
            let first = count > 50 ? count - 49 : 1
            #expect(ring.finding == nil && ring.history.epoch == epoch && ring.history.next == count + 1)
            #expect(ring.history.first == first && ring.history.highest?.passing == count + 100)
            for number in first...count {
                #expect(ring.history[number]?.passing == number + 100)
                #expect(ring.history[passing: number + 100]?.number == number)
            }
            #expect(ring.history[first - 1] == nil && ring.history[passing: first + 99] == nil)
            #expect(try ring.append(crossing(1000)).number == count + 1)
            #expect(ring.history[passing: 1000] == ring.history[count + 1])
        }
    }

    @Test("a question is answered with what is kept; of what is not it says up to where it is lost")
    func answers() throws {
        let folder = try RingFolder()
        let ring = try filled(folder, 80)
        func answer(_ from: UInt64, _ to: UInt64, epoch: UInt64? = nil) -> (UInt64, [UInt64]) {
            let asked = FeedRange(decoder: 7, epoch: epoch ?? ring.history.epoch, from: from, to: to)
            let answer = ring.history.answer(asked)
            #expect(answer.range.from == from)
            return (answer.range.to, answer.crossings.map(\.number))
        }
        #expect(answer(1, 80) == (30, []))
        #expect(answer(31, 33) == (33, [31, 32, 33]))
        #expect(answer(79, 500) == (80, [79, 80]))
        #expect(answer(81, 90) == (90, []))
        #expect(answer(31, 40, epoch: 1) == (40, []))
    }

    @Test("a torn record at the end is no crossing; one in the middle takes those before it along")
    func torn() throws {
        for (damaged, first, next) in [(20, 1, 20), (8, 9, 21)] as [(Int, UInt64, UInt64)] {
            let folder = try RingFolder()
            _ = try filled(folder, 20)
            let file = open("\(folder.path)/ring", O_RDWR)
            #expect(pwrite(file, [0xFF], 1, off_t(64 * damaged + 17)) == 1)
            close(file)
            let ring = try FeedRing(folder.path, decoder: 7, now: 5000)
            #expect(ring.history.first == first && ring.history.next == next)
        }
    }

    @Test("a ring whose head is damaged is kept beside, and a larger epoch begins")
    func head() throws {
        let folder = try RingFolder()
        let epoch = try filled(folder, 20).history.epoch
        let file = open("\(folder.path)/ring", O_RDWR)
        #expect(pwrite(file, [0xFF], 1, 9) == 1)
        close(file)
        let ring = try FeedRing(folder.path, decoder: 7, now: 5000)
        #expect(ring.history.epoch > epoch && ring.history.next == 1)
        #expect(ring.finding?.contains("ring.damaged") == true && access("\(folder.path)/ring.damaged", F_OK) == 0)
    }

    @Test("epochs are larger than all before, also when the machine's clock goes back")
    func epochs() throws {
        let folder = try RingFolder()
        var ring = try filled(folder, 5)
        var before = ring.history.epoch
        for now in [2000, 1500, 1, 3000] as [Int64] {
            try ring.begin(box: 9, at: 4, now: now)
            #expect(ring.history.epoch > before && ring.history.next == 1 && ring.history.begin == 4)
            before = ring.history.epoch
        }
        #expect(before == 3000)
    }

    @Test("what was fed of the epochs before is still answered for, the latest four of them, also when opened again")
    func before() throws {
        let folder = try RingFolder()
        var ring = try filled(folder, 5)
        var epochs: [UInt64] = []
        for round in 0..<6 {
            epochs.append(ring.history.epoch)
            try ring.begin(box: 9, at: nil, now: 2000)
            // One in which nothing was fed takes no place.
            if round % 2 == 0 { try ring.begin(box: 9, at: nil, now: 2000) }
            _ = try ring.append(crossing(UInt64(round) + 1))
        }
        func answered(_ ring: borrowing FeedRing) -> [Int] {
            epochs.map { epoch in
                let asked = FeedRange(decoder: 7, epoch: epoch, from: 1, to: 9)
                return ring.history(of: epoch).answer(asked).crossings.count
            }
        }
        #expect(answered(ring) == [0, 0, 1, 1, 1, 1])
        discard(ring)
        let again = try FeedRing(folder.path, decoder: 7, now: 1)
        #expect(answered(again) == [0, 0, 1, 1, 1, 1])
        #expect(again.history.epoch > epochs[5])
    }

    @Test("a ring whose name a rename was about to give begins an epoch larger than those that are there")
    func betweenNames() throws {
        let folder = try RingFolder()
        var ring = try filled(folder, 5)
        try ring.begin(box: 9, at: nil, now: 900_000)
        _ = try ring.append(crossing(1))
        let epoch = ring.history.epoch
        discard(ring)
        #expect(rename("\(folder.path)/ring", "\(folder.path)/ring.1") == 0)
        let again = try FeedRing(folder.path, decoder: 7, now: 1)
        #expect(again.history.epoch > epoch && again.history(of: epoch)[1]?.passing == 1)
    }

    @Test("two bridges at one directory, another decoder's ring, no directory: refused in words")
    func refused() throws {
        let folder = try RingFolder()
        let ring = try filled(folder, 2)
        func fault(_ path: String, _ decoder: UInt32) -> String {
            #expect(throws: FeedingFault.self) { _ = try FeedRing(path, decoder: decoder, now: 1) }?.description ?? ""
        }
        #expect(fault(folder.path, 7).contains("another bridge"))
        #expect(ring.history.next == 3)
        discard(ring)
        #expect(fault(folder.path, 8).contains("decoder 7"))
        #expect(fault("/nowhere", 7).contains("--state"))
    }

    private func discard(_ ring: consuming FeedRing) {}

    @Test("a box's clock: the shortest way tells its offset, a question both bounds")
    func clock() {
        var clock = BoxClock()
        #expect(clock.offset == nil && clock.boxTime(at: 0) == nil)
        clock.take(1_000_000, arrived: 6_030_000)
        clock.take(1_100_000, arrived: 6_105_000)
        clock.take(1_200_000, arrived: 6_290_000)
        #expect(clock.offset == 5_005_000 && clock.uncertainty == nil)
        #expect(clock.boxTime(at: 6_105_000) == 1_100_000)
        clock.take(1_300_000, arrived: 6_304_000, asked: 6_298_000)
        #expect(clock.offset == 5_001_000 && clock.uncertainty == 3000)
    }
}
