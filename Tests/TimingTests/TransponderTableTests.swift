import Simulation
import Testing
import Timing

@Suite("A table of transponders")
struct TransponderTableTests {
    @Test(
        "it knows what a dictionary knows, whatever is put in and taken out", arguments: 1...30 as ClosedRange<UInt64>)
    func asDictionary(seed: UInt64) {
        var random = SeededGenerator(seed: seed, stream: 91)
        // Of few numbers, many of which share a cell, or of all.
        let most = [40, 3000, 4_294_967_295][random.int(in: 0...2)]
        let step = [1, 2, 65_536][random.int(in: 0...2)]
        func transponder() -> Transponder {
            Transponder(UInt32(truncatingIfNeeded: random.int(in: 1...most) * step) | 1)
        }
        var table = TransponderTable()
        var known: [Transponder: Int32] = [:]
        for round in 0..<2000 {
            let one = transponder()
            if random.chance(permille: 300) {
                table[one] = nil
                known[one] = nil
            } else {
                table[one] = Int32(round)
                known[one] = Int32(round)
            }
            let other = transponder()
            #expect(table[one] == known[one] && table[other] == known[other])
        }
        #expect(known.allSatisfy { table[$0.key] == $0.value })
        #expect(table[Transponder(0)] == nil)
    }
}
