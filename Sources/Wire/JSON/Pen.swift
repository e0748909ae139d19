#if canImport(Glibc)
    private import Glibc
#endif

/// Writes into a buffer of a `ByteWriter` for which room has been made: it is looked for once for a row, and not at
/// every member. Each number takes at most `widestNumber` bytes.
///
/// A pen is a variable where it is used: so its place stays in a register, from one member to the next.
struct Pen: ~Copyable {
    /// Room for a negative number of 64 bits, and for the eight bytes of a `ListedNumber`.
    static let widestNumber = 28

    private(set) var at: UnsafeMutablePointer<UInt8>
    /// The end of the room.
    private let end: UnsafeMutablePointer<UInt8>

    @inline(__always)
    fileprivate init(at place: UnsafeMutablePointer<UInt8>, room: Int) {
        at = place
        end = place + room
    }

    /// More than there is room for is a fault of the program.
    fileprivate var isWithinRoom: Bool {
        @inline(__always) get { at <= end }
    }

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

    /// A number of a list and its comma.
    @inline(__always)
    mutating func put(_ number: ListedNumber) {
        store(number.bytes)
        at += Int(number.length)
    }

    /// Ends a list: a bracket in the place of the comma after its last number.
    @inline(__always)
    mutating func endList() {
        assert(at[-1] == 0x2C, "there is a number in the list")
        at[-1] = 0x5D
    }

    /// An integer in decimal, or `null`.
    @inline(__always)
    mutating func put(_ value: Int64?) {
        if let value { put(value) } else { put("null") }
    }

    /// An integer in decimal. One digit is written here, more in a function of its own: the code of a row stays short.
    @inline(__always)
    mutating func put(_ value: Int64) {
        let plain = UInt64(bitPattern: value)
        if plain < 10 {
            at.pointee = 0x30 &+ UInt8(truncatingIfNeeded: plain)
            at += 1
        } else {
            at = Self.number(value, at: at)
        }
    }

    /// Writes a number there, and returns the place after it.
    @inline(never)
    private static func number(_ value: Int64, at place: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        var pen = Pen(at: place, room: widestNumber)
        let plain = UInt64(bitPattern: value)
        if plain < 100_000_000 { pen.putShort(plain) } else { pen.putLong(value) }
        return pen.at
    }

    /// Less than a hundred million: pairs of digits, as 32 bits behind the point of a fraction give them one after the
    /// other. The fractions are exact enough for each of these numbers (tried with all of them).
    @inline(__always)
    private mutating func putShort(_ value: UInt64) {
        if value < 100 {
            putFirst(value)
        } else if value < 10_000 {
            let fraction = value &* 42_949_673
            putFirst(fraction >> 32)
            putNext(fraction)
        } else if value < 1_000_000 {
            let fraction = value &* 429_497
            putFirst(fraction >> 32)
            putNext(putNext(fraction))
        } else {
            let fraction = Self.millions(value)
            putFirst(fraction >> 32)
            putNext(putNext(putNext(fraction)))
        }
    }

    /// One digit or two.
    @inline(__always)
    private mutating func putFirst(_ value: UInt64) {
        if value < 10 {
            at.pointee = 0x30 &+ UInt8(truncatingIfNeeded: value)
            at += 1
        } else {
            putPair(value)
        }
    }

    /// Two digits: what is behind the point, times a hundred. Returns the product.
    @inline(__always)
    @discardableResult
    private mutating func putNext(_ fraction: UInt64) -> UInt64 {
        let next = (fraction & 0xFFFF_FFFF) &* 100
        putPair(next >> 32)
        return next
    }

    @inline(__always)
    private mutating func putPair(_ value: UInt64) {
        let pairs = UnsafeRawPointer(Self.pairs.utf8Start)
        let pair = pairs.loadUnaligned(fromByteOffset: Int(truncatingIfNeeded: value &* 2), as: UInt16.self)
        UnsafeMutableRawPointer(at).storeBytes(of: pair, as: UInt16.self)
        at += 2
    }

    /// The numbers from 0 to 99, two digits each.
    private static var pairs: StaticString {
        """
        00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354\
        555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
        """
    }

    /// Sign, and any number of digits.
    @inline(__always)
    private mutating func putLong(_ value: Int64) {
        if value < 0 { put("-") }
        let (high, low) = value.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
        if high == 0 { return putShort(low) }
        let (higher, middle) = high.quotientAndRemainder(dividingBy: 100_000_000)
        if higher == 0 {
            putShort(middle)
        } else {
            putShort(higher)
            putEight(middle)
        }
        putEight(low)
    }

    /// Zeros in front too.
    @inline(__always)
    private mutating func putEight(_ value: UInt64) {
        let fraction = Self.millions(value)
        putPair(fraction >> 32)
        putNext(putNext(putNext(fraction)))
    }

    /// How many millions, with 32 bits behind the point, never too few.
    @inline(__always)
    private static func millions(_ value: UInt64) -> UInt64 { (value &* 281_474_977) >> 16 &+ 1 }

    @inline(__always)
    private func store(_ eight: UInt64) {
        UnsafeMutableRawPointer(at).storeBytes(of: eight.littleEndian, as: UInt64.self)
    }
}

extension ByteWriter {
    /// A pen with room for so many numbers, and as many bytes beside. What it writes counts once it is given back.
    @inline(__always)
    func pen(numbers: Int, bytes: Int) -> Pen {
        let most = numbers &* Pen.widestNumber &+ bytes
        return Pen(at: place(for: most), room: most)
    }

    /// Takes back a pen: what it has written is the writer's.
    @inline(__always)
    func take(_ pen: consuming Pen) {
        precondition(pen.isWithinRoom, "more was written than there was room for")
        end(at: pen.at)
    }
}
