import Service
import Testing
import Timing

@Suite("Crossings that come late")
struct LateGateTests {
    private var gate = LateGate()

    @Test("late by a moment now and then it is folded at once, and so is one that is late by some thousand crossings")
    mutating func usual() {
        for second in Int64(0)..<600 {
            for place in Int64(0)..<40 {
                let isFolded = gate.mayFold(12, of: 101, now: second * 1000 + place * 25)
                #expect(isFolded)
            }
        }
        let some = gate.mayFold(4000, of: 102, now: 700_000)
        let tooMany = gate.mayFold(5000, of: 103, now: 700_000)
        #expect(some && !tooMany)
    }

    @Test("a box that floods with crossings of a moment ago spends its own alone")
    mutating func flood() {
        var (flooded, others) = (0, 0)
        for now in Int64(1)...2000 {
            for _ in 0..<100 where gate.mayFold(1, of: 5, now: now) { flooded += 1 }
            // Each ten milliseconds one that is behind the flood by two hundred.
            if now.isMultiple(of: 10), gate.mayFold(200, of: 101, now: now) { others += 1 }
        }
        #expect(others == 200)
        #expect(flooded < 63 + 2000 * 100 / 64, "the flood folds as if it were alone")
    }

    @Test("many made-up boxes spend no more together than one may")
    mutating func many() {
        var folded = 0
        for now in Int64(1)...2000 {
            for box in UInt32(0)..<64 where gate.mayFold(1, of: box, now: now) { folded += 1 }
        }
        let burst = 64 * 4096 / 65
        #expect(folded < burst + 2000 * 100 / 64)
    }
}
