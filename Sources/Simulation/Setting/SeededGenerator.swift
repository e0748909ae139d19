/// Chance that can be had again: the same seed gives the same race on every machine.
///
/// xoshiro256**, filled by splitmix64. Integers only, and its own shuffling and ranges, so that neither
/// floating point nor a new standard library can change a race that a seed names.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// `stream` separates subjects of one seed: the draws of one leave the others as they were.
    public init(seed: UInt64, stream: UInt64 = 0) {
        var mixer = seed
        var word = Self.splitMix(&mixer) ^ (stream &* 0xD134_2543_DE82_EF95)
        state = (
            Self.splitMix(&word), Self.splitMix(&word), Self.splitMix(&word), Self.splitMix(&word)
        )
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        let result = Self.rotate(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = Self.rotate(state.3, by: 45)
        return result
    }

    /// A whole number of the range. Its bias is the range's share of 2^64, far below what a race can show.
    public mutating func int<Whole: FixedWidthInteger>(in range: ClosedRange<Whole>) -> Whole {
        let span = UInt64(truncatingIfNeeded: range.upperBound &- range.lowerBound)
        guard span < .max else { return Whole(truncatingIfNeeded: next()) }
        let offset = next().multipliedFullWidth(by: span + 1).high
        return range.lowerBound &+ Whole(truncatingIfNeeded: offset)
    }

    /// True in so many of a thousand cases.
    public mutating func chance(permille: Int) -> Bool {
        int(in: 0...999) < permille
    }

    /// The list in another order (Fisher and Yates).
    public mutating func shuffled<Element>(_ list: [Element]) -> [Element] {
        var list = list
        var last = list.count - 1
        while last > 0 {
            list.swapAt(last, int(in: 0...last))
            last -= 1
        }
        return list
    }

    private static func rotate(_ word: UInt64, by bits: UInt64) -> UInt64 {
        (word << bits) | (word >> (64 - bits))
    }

    private static func splitMix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
