/// A number of a list as it is written, or `null`, with a comma after it: one word of eight bytes, to be written again
/// with one store.
struct ListedNumber {
    /// The first byte of the text lies lowest.
    let bytes: UInt64
    let length: UInt8

    private init(bytes: UInt64, length: UInt8) {
        self.bytes = bytes
        self.length = length
    }

    /// `null` and its comma.
    static let null = ListedNumber(bytes: 0x2C_6C6C_756E, length: 5)

    /// Nil where the number has more than seven digits, or is less than one.
    init?(_ number: Int64) {
        guard number > 0, number < 10_000_000 else { return nil }
        let digits = Self.eightDigits(UInt64(number))
        let ahead = digits.trailingZeroBitCount >> 3
        let figures = UInt64(8 - ahead)
        // Behind the figures there are zero bytes.
        bytes = (digits | Self.zeros) >> UInt64(ahead * 8) | 0x2C << (figures * 8)
        length = UInt8(figures + 1)
    }

    /// Eight times the digit zero.
    private static let zeros: UInt64 = 0x3030_3030_3030_3030

    /// The eight decimal digits of a number, a byte each, the first one lowest. Halves of four digits, then pairs, then
    /// single digits are parted side by side in one word: 10,486 / 2²⁰ is a hundredth of what is below 10,000, and
    /// 103 / 2¹⁰ a tenth of what is below 100.
    private static func eightDigits(_ value: UInt64) -> UInt64 {
        let high = value / 10_000
        let halves = high | (value &- high &* 10_000) << 32
        let hundreds = ((halves &* 10_486) >> 20) & 0x0000_007F_0000_007F
        let pairs = hundreds | (halves &- hundreds &* 100) << 16
        let tens = ((pairs &* 103) >> 10) & 0x000F_000F_000F_000F
        return tens | (pairs &- tens &* 10) << 8
    }
}
