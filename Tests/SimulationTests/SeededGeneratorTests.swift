import Simulation
import Testing

@Suite("Seeded chance")
struct SeededGeneratorTests {
    @Test("a seed draws the numbers of xoshiro256** filled by splitmix64")
    func reference() {
        // Computed by an implementation of both algorithms in another language.
        var random = SeededGenerator(seed: 2018)
        #expect(
            (0..<4).map { _ in random.next() } == [
                0x5C4D_4B05_48F6_42F1, 0x8D16_DE1C_1E5A_1386, 0x0E3F_B872_247B_C2A5, 0x7A5E_58B5_2AE8_16BF,
            ])
    }

    @Test("streams of one seed are strangers to each other")
    func streams() {
        var first = SeededGenerator(seed: 7, stream: 1)
        var second = SeededGenerator(seed: 7, stream: 2)
        let drawn = Set((0..<100).map { _ in first.next() })
        #expect((0..<100).allSatisfy { _ in !drawn.contains(second.next()) })
    }

    @Test("a range is met from end to end and never left", arguments: [1, 2, 3] as [UInt64])
    func ranges(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var seen = Set<Int>()
        for _ in 0..<2_000 { seen.insert(random.int(in: -5...5)) }
        #expect(seen == Set(-5...5), "seed \(seed)")
        #expect(random.int(in: 9...9) == 9)
        let whole = (0..<64).map { _ in random.int(in: Int64.min...Int64.max) }
        #expect(whole.contains { $0 < 0 } && whole.contains { $0 > 0 }, "seed \(seed)")
    }

    @Test("so many of a thousand are so many of a thousand")
    func chance() {
        var random = SeededGenerator(seed: 11)
        let hits = (0..<100_000).filter { _ in random.chance(permille: 250) }.count
        #expect((24_000...26_000).contains(hits))
        #expect((0..<1_000).allSatisfy { _ in !random.chance(permille: 0) })
        #expect((0..<1_000).allSatisfy { _ in random.chance(permille: 1000) })
    }

    @Test("shuffling keeps everybody and moves somebody")
    func shuffling() {
        var random = SeededGenerator(seed: 5)
        let order = random.shuffled(Array(0..<50))
        #expect(order.sorted() == Array(0..<50))
        #expect(order != Array(0..<50))
    }
}
