import Service
import Testing
import Timing

@Suite("What was missed during a restart")
struct CatchUpTests {
    private func crossing(_ number: UInt64, decoder: UInt32 = 101, at second: Int64) -> Crossing {
        Crossing(
            id: CrossingID(decoder: decoder, epoch: 1, number: number), stamp: second * 1_000_000,
            transponder: Transponder(7), loop: LoopID(1))
    }

    private func numbers(_ inputs: [FeedInput]) -> [UInt64] {
        inputs.compactMap { input in
            if case .crossing(let crossing) = input { return crossing.id.number }
            return nil
        }
    }

    @Test("is taken before what came since, all of it in order of time")
    func inOrder() {
        var catchUp = CatchUp(awaiting: [101])
        for (number, second) in [(5, 50), (6, 60), (3, 30), (4, 40)] as [(UInt64, Int64)] {
            catchUp.hold(.crossing(crossing(number, at: second)), stamp: second * 1_000_000)
        }
        catchUp.hold(.crossing(crossing(7, decoder: 102, at: 35)), stamp: 35_000_000)
        #expect(numbers(catchUp.inOrder()) == [3, 7, 4, 5, 6])
    }

    @Test("of one instant in the order in which it came")
    func oneInstant() {
        var catchUp = CatchUp(awaiting: [])
        for number in [9, 8, 7] as [UInt64] { catchUp.hold(.crossing(crossing(number, at: 1)), stamp: 1_000_000) }
        #expect(numbers(catchUp.inOrder()) == [9, 8, 7])
    }

    @Test("is awaited until every decoder has been heard and nothing is missing, but no longer than patience allows")
    func end() {
        var catchUp = CatchUp(awaiting: [101, 102])
        // Before the first word nobody knows what is missing, however long it takes.
        #expect(!catchUp.isOver(isMissingSome: false, now: 1_000_000))
        catchUp.heard(101, now: 0)
        #expect(!catchUp.isOver(isMissingSome: false, now: 10))
        catchUp.heard(102, now: 20)
        #expect(!catchUp.isOver(isMissingSome: true, now: 30))
        #expect(catchUp.isOver(isMissingSome: false, now: 30))
        #expect(!catchUp.isOver(isMissingSome: true, now: CatchUp.patience - 1))
        #expect(catchUp.isOver(isMissingSome: true, now: CatchUp.patience))
    }
}
