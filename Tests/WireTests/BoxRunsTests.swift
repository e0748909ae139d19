import Testing
import Timing
import Wire

@Suite("A box that starts again without a new epoch")
struct BoxRunsTests {
    private var runs = BoxRuns()

    private static func crossing(
        _ number: UInt64, at second: Int64, epoch: UInt64 = 1, transponder: UInt32 = 7
    ) -> Crossing {
        Crossing(
            id: CrossingID(decoder: 101, epoch: epoch, number: number), stamp: second * 1_000_000,
            transponder: Transponder(transponder), loop: LoopID(1))
    }

    /// Names a crossing and says in which run it is and what was found.
    private mutating func take(_ number: UInt64, at second: Int64, transponder: UInt32 = 7) -> String {
        let name = runs.name(Self.crossing(number, at: second, transponder: transponder))
        #expect(name.id == CrossingID(decoder: 101, epoch: RunEpoch.of(run: name.run, epoch: 1), number: number))
        return "\(name.finding) in \(name.run)"
    }

    @Test("the same number and content again is the same crossing, after any number of starts")
    mutating func repeated() {
        #expect(take(1, at: 10) == "new in 1")
        #expect(take(1, at: 10) == "repeated in 1")
        #expect(take(1, at: 20) == "begun in 2")
        #expect(take(1, at: 10) == "repeated in 1")
        #expect(take(1, at: 20) == "repeated in 2")
        #expect(take(1, at: 30) == "begun in 3")
        #expect([take(1, at: 10), take(1, at: 20), take(1, at: 30)] == (1...3).map { "repeated in \($0)" })
    }

    @Test("another stamp, transponder or loop is another content; the driver, hits and strength are not")
    mutating func contents() {
        #expect(take(1, at: 10) == "new in 1")
        #expect(take(1, at: 10, transponder: 8) == "begun in 2")
        let other = Self.crossing(1, at: 10)
        let driven = Crossing(
            id: other.id, stamp: other.stamp, transponder: other.transponder, loop: other.loop, driver: 3,
            isEstimated: true)
        #expect(runs.name(driven).finding == .repeated)
        let elsewhere = Crossing(
            id: other.id, stamp: other.stamp, transponder: other.transponder, loop: LoopID(2))
        #expect(runs.name(elsewhere).finding == .begun)
        let later = Crossing(
            id: other.id, stamp: other.stamp + 1, transponder: other.transponder, loop: other.loop)
        #expect(runs.name(later).finding == .begun)
    }

    @Test("after the start all numbers are the new run's, those too that the old one had not come to")
    mutating func afterwards() {
        for number in 1...3 as ClosedRange<UInt64> { _ = take(number, at: Int64(number)) }
        #expect(take(1, at: 100) == "begun in 2")
        for number in 2...9 as ClosedRange<UInt64> { #expect(take(number, at: 99 + Int64(number)) == "new in 2") }
        #expect(take(1, at: 200) == "begun in 3")
        #expect(take(2, at: 201) == "new in 3")
    }

    @Test("a late crossing of the old run is the old run's, and the new one's of that number the new one's")
    mutating func late() {
        for number in [1, 2, 4, 5] as [UInt64] { _ = take(number, at: Int64(number)) }
        #expect(take(1, at: 100) == "begun in 2")
        #expect(take(3, at: 3) == "new in 1")
        #expect(take(6, at: 6) == "new in 1")
        #expect(take(3, at: 102) == "new in 2")
        #expect([take(3, at: 3), take(3, at: 102)] == ["repeated in 1", "repeated in 2"])
    }

    @Test("crossings of the new run that come before its first are the new run's")
    mutating func disorder() {
        for number in [1, 3, 4, 5] as [UInt64] { _ = take(number, at: Int64(number)) }
        #expect(take(4, at: 104) == "begun in 2")
        // Nothing of the old run can have been numbered 2 after its 5.
        #expect(take(2, at: 102) == "new in 2")
        #expect(take(3, at: 103) == "new in 2")
        #expect(take(1, at: 101) == "new in 2")
        #expect(take(2, at: 2) == "new in 1")
    }

    @Test("a clock that is behind after the start loses no crossing")
    mutating func clockBehind() {
        for number in 1...5 as ClosedRange<UInt64> { _ = take(number, at: 1000 + Int64(number)) }
        #expect(take(1, at: 1) == "begun in 2")
        for number in 2...9 as ClosedRange<UInt64> { #expect(take(number, at: Int64(number)) == "new in 2") }
    }

    @Test("once a heartbeat has shown it, a number that the old run lacks is the new run's if it is stamped later")
    mutating func told() {
        for number in [1, 2, 4] as [UInt64] { _ = take(number, at: Int64(number)) }
        var started = runs.hasStarted(101, epoch: 1, after: 1, next: 1, stamp: 50_000_000)
        #expect(started == (2, true))
        started = runs.hasStarted(101, epoch: 1, after: 1, next: 1, stamp: 51_000_000)
        #expect(started == (2, false), "said once")
        #expect(runs.run(of: 101, epoch: 1, at: 52_000_000) == 2)
        #expect(take(3, at: 3) == "new in 1")
        // It had not come so far when the heartbeat was sent: lost on the way from the old run.
        #expect(take(5, at: 5) == "new in 1")
        #expect(take(8, at: 60) == "begun in 2")
        #expect(take(1, at: 55) == "new in 2")
        // The other feed notices later: it is the same start.
        started = runs.hasStarted(101, epoch: 1, after: 1, next: 1, stamp: 53_000_000)
        #expect(started == (2, false))
        #expect(runs.run(of: 101, epoch: 1, at: 4_000_000) == 1)
    }

    @Test("numbers begun anew while the daemon was down are found by what its journal has")
    mutating func journal() {
        runs.learn(Self.crossing(1, at: 1))
        runs.learn(Self.crossing(2, at: 2))
        #expect(take(2, at: 2) == "repeated in 1")
        #expect(take(2, at: 102) == "begun in 2")
        var again = BoxRuns()
        for (number, second, epoch) in [(1, 1, 1), (2, 2, 1), (2, 102, RunEpoch.of(run: 2, epoch: 1))] {
            again.learn(Self.crossing(UInt64(number), at: Int64(second), epoch: UInt64(epoch)))
        }
        runs = again
        #expect(runs.lastStamp(of: 101, epoch: RunEpoch.of(run: 2, epoch: 1)) == 102_000_000)
        #expect(take(2, at: 102) == "repeated in 2")
        #expect(take(1, at: 101) == "new in 2")
        #expect(take(1, at: 1) == "repeated in 1")
        #expect(take(2, at: 202) == "begun in 3")
    }

    @Test("a new epoch of the box has its own first run, and a played journal's runs are what they were")
    mutating func epochs() {
        #expect(take(1, at: 1) == "new in 1")
        #expect(take(1, at: 101) == "begun in 2")
        let next = runs.name(Self.crossing(1, at: 201, epoch: 2))
        #expect(next.id == Self.crossing(1, at: 0, epoch: 2).id)
        #expect((next.run, next.finding) == (1, .new))
        let derived = RunEpoch.of(run: 2, epoch: 1)
        #expect(runs.name(Self.crossing(1, at: 101, epoch: derived)).finding == .repeated)
        let third = runs.name(Self.crossing(1, at: 301, epoch: derived))
        #expect(third.id.epoch == RunEpoch.of(run: 3, epoch: 1))
    }

    @Test("the epochs of runs are no box's own, below 2^53, and no two of them the same")
    func names() {
        #expect(RunEpoch.of(run: 1, epoch: 5) == 5)
        #expect(RunEpoch.of(run: 2, epoch: 5) == 1 << 52 + 5)
        var seen: Set<UInt64> = []
        for epoch in [0, 1, 2, 3, 1_526_715_000_000, 1_526_715_000_001, 1 << 46 - 1] as [UInt64] {
            for run in 1...RunEpoch.mostRuns {
                let name = RunEpoch.of(run: run, epoch: epoch)
                #expect(seen.insert(name).inserted)
                #expect(run == 1 || (RunEpoch.first..<1 << 53).contains(name))
            }
        }
        #expect(RunEpoch.of(run: RunEpoch.mostRuns, epoch: 1 << 53) < 1 << 53)
    }

    @Test("a box that starts without end runs out of names, and nothing breaks")
    mutating func endless() {
        #expect(take(1, at: 0) == "new in 1")
        for run in 2...RunEpoch.mostRuns { #expect(take(1, at: Int64(run)) == "begun in \(run)") }
        #expect(take(1, at: 1000) == "repeated in \(RunEpoch.mostRuns)")
        #expect(take(2, at: 1001) == "new in \(RunEpoch.mostRuns)")
        #expect(runs.hasStarted(101, epoch: 1, after: RunEpoch.mostRuns, next: 1, stamp: .max) == (64, false))
    }

    @Test("noise of boxes without number is bounded, and keeps the names that it came with")
    mutating func noise() {
        for epoch in 0..<6000 as Range<UInt64> {
            let crossing = Self.crossing(1, at: 1, epoch: epoch)
            #expect(runs.name(crossing).id == crossing.id)
        }
    }

    @Test("what was noted first is forgotten when there is no more room")
    func room() {
        var contents = KnownContents(mostPages: 2)
        for number in [1, 300, 301, 1 << 50] as [UInt64] { contents.note(9, number, of: 0) }
        #expect([1, 300, 301, 1 << 50].map { contents.print($0, of: 0) } == [0, 9, 9, 9])
        #expect(contents.print(300, of: 1) == 0)
        contents.note(8, 1, of: 1)
        #expect([contents.print(300, of: 0), contents.print(1, of: 1), contents.print(2, of: 1)] == [0, 8, 0])
    }
}
