#if canImport(Glibc)
    private import Glibc
#endif

/// Writes into a buffer of a `ByteWriter` for which room has been made: it is looked for once for a row, and not at
/// every member. Each number takes at most `widestNumber` bytes.
struct Pen {
    /// Of a negative number of 64 bits; and eight bytes are always written at once.
    static let widestNumber = 28

    private(set) var at: UnsafeMutablePointer<UInt8>

    @inline(__always)
    init(at place: UnsafeMutablePointer<UInt8>) { at = place }

    /// A literal: as its length is known to the compiler, a few stores.
    @inline(__always)
    mutating func put(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        memcpy(at, text.utf8Start, length)
        at += length
    }

    @inline(__always)
    mutating func put(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            memcpy(at, start, bytes.count)
        }
        at += bytes.count
    }

    @inline(__always)
    mutating func put(_ value: Bool) {
        if value { put("true") } else { put("false") }
    }

    /// An integer in decimal, or `null`.
    @inline(__always)
    mutating func put(_ value: Int64?) {
        if let value { put(value) } else { put("null") }
    }

    /// An integer in decimal.
    @inline(__always)
    mutating func put(_ value: Int64) {
        let plain = UInt64(bitPattern: value)
        if plain < 10 {
            at.pointee = 0x30 + UInt8(truncatingIfNeeded: plain)
            at += 1
        } else if plain < 100_000_000 {
            putShort(plain)
        } else {
            at = Self.long(value, at: at)
        }
    }

    /// Less than a hundred million, and not zero.
    @inline(__always)
    private mutating func putShort(_ value: UInt64) {
        let digits = Self.eightDigits(value)
        let zeros = digits.trailingZeroBitCount >> 3
        store((digits | 0x3030_3030_3030_3030) >> UInt64(truncatingIfNeeded: zeros &* 8))
        at += 8 &- zeros
    }

    /// Sign, and any number of digits.
    @inline(never)
    private static func long(_ value: Int64, at place: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        var pen = Pen(at: place)
        if value < 0 { pen.put("-") }
        let (high, low) = value.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
        if high == 0 {
            if low == 0 { pen.put("0") } else { pen.putShort(low) }
            return pen.at
        }
        let (higher, middle) = high.quotientAndRemainder(dividingBy: 100_000_000)
        if higher == 0 {
            pen.putShort(middle)
        } else {
            pen.putShort(higher)
            pen.putEight(middle)
        }
        pen.putEight(low)
        return pen.at
    }

    /// Zeros in front too.
    @inline(__always)
    private mutating func putEight(_ value: UInt64) {
        store(Self.eightDigits(value) | 0x3030_3030_3030_3030)
        at += 8
    }

    @inline(__always)
    private func store(_ eight: UInt64) {
        UnsafeMutableRawPointer(at).storeBytes(of: eight.littleEndian, as: UInt64.self)
    }

    /// The eight decimal digits of a number, a byte each, the first one lowest. Halves of four digits, then pairs, then
    /// single digits are parted side by side in one word: 10,486 / 2²⁰ is a hundredth of what is below 10,000, and
    /// 103 / 2¹⁰ a tenth of what is below 100.
    @inline(__always)
    private static func eightDigits(_ value: UInt64) -> UInt64 {
        let high = value / 10_000
        let halves = high | (value &- high &* 10_000) << 32
        let hundreds = ((halves &* 10_486) >> 20) & 0x0000_007F_0000_007F
        let pairs = hundreds | (halves &- hundreds &* 100) << 16
        let tens = ((pairs &* 103) >> 10) & 0x000F_000F_000F_000F
        return tens | (pairs &- tens &* 10) << 8
    }
}

extension ByteWriter {
    /// Hands out a pen with room for so many numbers, and as many bytes beside.
    @inline(__always)
    func write(numbers: Int, bytes: Int, _ body: (inout Pen) -> Void) {
        let most = numbers &* Pen.widestNumber &+ bytes
        let start = place(for: most)
        var pen = Pen(at: start)
        body(&pen)
        let written = pen.at - start
        precondition(written <= most, "more was written than there was room for")
        advance(by: written)
    }
}
