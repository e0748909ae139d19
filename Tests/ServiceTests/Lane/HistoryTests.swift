import Service
import Simulation
import Testing

@Suite("The last deltas, kept for those who missed some")
struct HistoryTests {
    /// The least memory a history has.
    private static let least = 1 << 16

    /// Recognisable by every byte.
    private static func delta(_ sequence: UInt64, length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: sequence &* 31 &+ UInt64($0) &* 7) }
    }

    @Test("nothing is kept before the first delta, and no number is there that was not published")
    func empty() {
        var history = History(capacity: 0)
        #expect(history.count == 0)
        #expect(history.first == 1)
        for sequence in [0, 1, 2, .max] as [UInt64] { #expect(bytes(history, sequence) == nil) }
        append([1, 2, 3], to: &history)
        #expect(history.count == 1)
        #expect(bytes(history, 1) == [1, 2, 3])
        #expect(bytes(history, 0) == nil)
        #expect(bytes(history, 2) == nil)
    }

    @Test("when memory is full the oldest go first, and the youngest are all there")
    func oldestFirst() {
        var history = History(capacity: Self.least)
        for sequence in 1...1000 as ClosedRange<UInt64> { append(Self.delta(sequence, length: 1000), to: &history) }
        // 65 deltas of 1000 bytes fit into 65,536; the end of the memory that is too short for one is left.
        #expect(history.count == 65)
        #expect(history.first == 936)
        #expect(bytes(history, 935) == nil)
        for sequence in 936...1000 as ClosedRange<UInt64> {
            #expect(bytes(history, sequence) == Self.delta(sequence, length: 1000))
        }
    }

    @Test("a delta that just fits at the end is kept there, and the next begins at the front")
    func exactFit() {
        var history = History(capacity: Self.least)
        for sequence in 1...8 as ClosedRange<UInt64> { append(Self.delta(sequence, length: 1 << 13), to: &history) }
        #expect(history.count == 8)
        append(Self.delta(9, length: 1 << 13), to: &history)
        #expect(history.first == 2)
        for sequence in [2, 8, 9] as [UInt64] {
            #expect(bytes(history, sequence) == Self.delta(sequence, length: 1 << 13))
        }
    }

    @Test("a delta larger than a quarter of the memory empties the history, whose numbers go on after it")
    func tooLarge() {
        var history = History(capacity: Self.least)
        for sequence in 1...3 as ClosedRange<UInt64> { append(Self.delta(sequence, length: 10), to: &history) }
        append(Self.delta(4, length: Self.least / 4 + 1), to: &history)
        #expect(history.count == 0)
        #expect(history.first == 5)
        #expect(bytes(history, 4) == nil)
        append(Self.delta(5, length: Self.least / 4), to: &history)
        #expect(bytes(history, 5) == Self.delta(5, length: Self.least / 4))
        #expect(bytes(history, 3) == nil)
    }

    @Test(
        "against a plain list: what is kept is the tail of what was appended", arguments: 1...40 as ClosedRange<UInt64>)
    func model(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let capacity = random.int(in: Self.least...200_000)
        var history = History(capacity: capacity)
        // The longest of all is now and then too large to be kept.
        let longest = [40, 300, 3000, capacity / 4 + 20][random.int(in: 0...3)]
        let total = max(6 * capacity / longest, 100)
        var all: [[UInt8]] = []
        var (kept, from) = (0, 1)
        for index in 1...total {
            let length = random.chance(permille: 50) ? longest : random.int(in: 1...longest)
            // Neighbours differ in every byte.
            all.append([UInt8](repeating: UInt8(index % 251), count: length))
            append(all[index - 1], to: &history)
            kept += length
            while from < Int(history.first), from <= index {
                kept -= all[from - 1].count
                from += 1
            }
            let isTail = Int(history.first) + history.count == index + 1 && from == Int(history.first)
            // Memory is bounded, and used: little is left free once the first delta has gone.
            let isUsed = from == 1 || longest > capacity / 4 || kept >= capacity - 3 * longest
            guard isTail, kept <= capacity, isUsed else {
                Issue.record("seed \(seed), delta \(index): \(kept) bytes from \(from), first \(history.first)")
                return
            }
            guard index % (total / 20) == 0 || index == total else { continue }
            for sequence in from..<index + 1 where bytes(history, UInt64(sequence)) != all[sequence - 1] {
                Issue.record("seed \(seed), delta \(index): delta \(sequence) is not what was appended")
                return
            }
            #expect(bytes(history, UInt64(from - 1)) == nil && bytes(history, UInt64(index + 1)) == nil)
        }
        #expect(from > 1, "seed \(seed): nothing was ever let go")
    }
}

private func append(_ delta: [UInt8], to history: inout History) {
    delta.withUnsafeBytes { history.append($0) }
}

private func bytes(_ history: borrowing History, _ sequence: UInt64) -> [UInt8]? {
    history.delta(sequence).map { Array($0) }
}
