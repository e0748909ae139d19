import Testing
import Timing

@Suite("The numbers of a decoder that have come")
struct NumberRangesTests {
    @Test("in any order, with any holes, they are the same set", arguments: UInt64(1)...6)
    func anyOrder(seed: UInt64) {
        var state = seed
        func next(below bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        var ranges = NumberRanges()
        var seen: Set<UInt64> = []
        for _ in 0..<8000 {
            let number = 1 + next(below: 9000)
            let isNew = ranges.insert(number)
            #expect(isNew == seen.insert(number).inserted)
        }
        #expect(ranges.count == UInt64(seen.count))
        #expect(ranges.last == seen.max())
        for number in UInt64(1)...9001 where ranges.contains(number) != seen.contains(number) {
            Issue.record("number \(number)")
        }
        for (first, below) in [(UInt64(1), UInt64(9500)), (4000, 4100), (1, 2), (9200, 9300)] {
            let missing = ranges.missing(from: first, below: below).flatMap { Array($0) }
            #expect(missing == (first..<below).filter { !seen.contains($0) })
        }
        #expect(ranges.missing(below: 9500, limit: 3) == Array(ranges.missing(below: 9500).prefix(3)))
        var sorted = NumberRanges()
        for number in seen.sorted() { _ = sorted.insert(number) }
        #expect(sorted == ranges && sorted.hashValue == ranges.hashValue)
        let filled = ranges.fill(below: 5000)
        #expect(filled == UInt64((1..<5000).count { !seen.contains($0) }))
        #expect(ranges.missing(below: 5000).isEmpty)
        #expect(ranges.contains(5001) == (seen.contains(5001)))
    }

    @Test("holes that are filled from the front cost no more when there are many: the time grows as the numbers do")
    func fromTheFront() {
        func seconds(holes: UInt64) -> Double {
            var ranges = NumberRanges()
            for hole in 1...holes { _ = ranges.insert(2 * hole) }
            let time = ContinuousClock().measure {
                for hole in 1...holes / 4 { _ = ranges.insert(2 * hole - 1) }
            }
            return Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds)
        }
        let few = seconds(holes: 20_000)
        let many = seconds(holes: 200_000)
        // Quadratic it would be a hundred times.
        #expect(many < 40 * few)
    }
}
