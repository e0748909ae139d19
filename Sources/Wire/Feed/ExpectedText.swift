#if canImport(Glibc)
    private import Glibc
#endif

/// The rest of a message that is compared with what is expected: what is found is taken from its beginning. It reads no
/// character twice and none beyond the end.
struct ExpectedText {
    private var next: UnsafeRawPointer
    private let end: UnsafeRawPointer

    /// Nil of nothing.
    @inline(__always)
    init?(_ bytes: UnsafeRawBufferPointer, from offset: Int = 0) {
        guard let start = bytes.baseAddress, offset <= bytes.count else { return nil }
        next = start + offset
        end = start + bytes.count
    }

    /// Nothing is left.
    @inline(__always)
    var isAtEnd: Bool { next == end }

    /// How many characters have been taken of a text.
    @inline(__always)
    func taken(of bytes: UnsafeRawBufferPointer) -> Int { bytes.count - (end - next) }

    /// Takes these characters; false, and none taken, where others come.
    @inline(__always)
    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard end - next >= count, memcmp(next, text.utf8Start, count) == 0 else { return false }
        next += count
        return true
    }

    /// Takes an integer of at most 16 digits within the range; nil where something else comes. Eight characters are
    /// looked at at once, where so many are left.
    @inline(__always)
    mutating func integer(_ range: ClosedRange<Int64>) -> Int64? {
        guard end - next >= 8 else { return shortInteger(range) }
        let text = eightCharacters
        let count = Self.digits(of: text)
        guard count > 0, count == 1 || UInt8(truncatingIfNeeded: text) != 0x30 else { return nil }
        var value = Self.number(text, digits: count)
        next += count
        if count == 8 { takeDigits(after: &value) }
        // A 17th digit, a fraction or an exponent is nothing that is expected next.
        return range.contains(value) ? value : nil
    }

    /// The same of an integer of few digits, one after the other.
    @inline(__always)
    mutating func shortInteger(_ range: ClosedRange<Int64>) -> Int64? {
        let first = next
        var value: Int64 = 0
        takeDigitsSingly(after: &value)
        guard next > first, next - first == 1 || first.load(as: UInt8.self) != 0x30, range.contains(value) else {
            return nil
        }
        return value
    }

    /// Up to eight more digits of a number.
    @inline(__always)
    private mutating func takeDigits(after value: inout Int64) {
        guard end - next >= 8 else { return takeDigitsSingly(after: &value) }
        let text = eightCharacters
        let count = Self.digits(of: text)
        guard count > 0 else { return }
        next += count
        let shift = count == 8 ? 100_000_000 : Self.powers[count]
        value = value &* shift &+ Self.number(text, digits: count)
    }

    /// The same, at most eight.
    @inline(__always)
    private mutating func takeDigitsSingly(after value: inout Int64) {
        let last = min(next + 8, end)
        while next < last {
            let digit = next.load(as: UInt8.self) &- 0x30
            guard digit <= 9 else { break }
            value = value &* 10 &+ Int64(digit)
            next += 1
        }
    }

    /// The first in the lowest byte.
    @inline(__always)
    private var eightCharacters: UInt64 { UInt64(littleEndian: next.loadUnaligned(as: UInt64.self)) }

    /// With how many digits eight characters begin.
    @inline(__always)
    private static func digits(of text: UInt64) -> Int {
        let digits = text ^ 0x3030_3030_3030_3030
        // The highest bit of the first byte that is no digit, and of none before it.
        return (((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080).trailingZeroBitCount / 8
    }

    /// The number that the first 1 to 8 of eight characters make.
    @inline(__always)
    private static func number(_ text: UInt64, digits count: Int) -> Int64 {
        let digits = (text ^ 0x3030_3030_3030_3030) << UInt64(64 &- 8 &* count)
        let pairs = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
        return Int64((fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF)
    }

    /// Of ten, up to the seventh.
    private static let powers: [Int64] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000]
}
