import Timing

#if canImport(Glibc)
    private import Glibc
#endif

/// The form in which nearly all JSON messages of crossings come: no spaces, members in the order of docs/protocol.md,
/// as `FeedEncoder` writes them. Such a message is compared with what is expected, at a fifth of the cost.
///
/// Another form is no fault: the general reader takes it, or says what is wrong.
struct UsualCrossings {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Reads a message; nil where it has another form, or a value that cannot be.
    /// - Parameter crossings: takes what is in it, from an empty list on; of no use where the answer is nil.
    @inline(__always)
    static func read(_ bytes: UnsafeRawBufferPointer, into crossings: inout [Crossing]) -> FeedMessage? {
        var message = UsualCrossings(bytes)
        guard message.take("{\"v\":1,\"type\":\"crossings\",\"decoder\":"),
            let decoder = message.integer(1...4_294_967_295),
            message.take(",\"epoch\":"), let epoch = message.integer(0...FeedDecoder.maximumInteger),
            message.take(",\"crossings\":[")
        else { return nil }
        let (box, run) = (UInt32(decoder), UInt64(epoch))
        repeat {
            guard crossings.count < FeedDecoder.maximumCrossings,
                let crossing = message.crossing(of: box, in: run)
            else { return nil }
            crossings.append(crossing)
        } while message.take(",")
        guard message.take("]}"), message.place == bytes.count else { return nil }
        return .crossings(decoder: box, epoch: run)
    }

    @inline(__always)
    private mutating func crossing(of decoder: UInt32, in epoch: UInt64) -> Crossing? {
        guard take("{\"number\":"), let number = integer(1...FeedDecoder.maximumInteger - 1),
            take(",\"timeUs\":"), let stamp = instant(),
            take(",\"loop\":"), let loop = integer(0...65535),
            take(",\"transponder\":"), let transponder = integer(1...4_294_967_295)
        else { return nil }
        var driver: Int64 = 0
        if take(",\"driver\":") {
            guard let told = integer(0...255) else { return nil }
            driver = told
        }
        let isEstimated = take(",\"estimated\":true")
        guard take("}") else { return nil }
        return Crossing(
            id: CrossingID(decoder: decoder, epoch: epoch, number: UInt64(number)), stamp: stamp,
            transponder: Transponder(UInt32(transponder)), loop: LoopID(UInt16(loop)), driver: UInt8(driver),
            isEstimated: isEstimated)
    }

    /// Takes these characters; false, and none taken, where others come.
    @inline(__always)
    private mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard count <= bytes.count - place, let start = bytes.baseAddress,
            memcmp(start + place, text.utf8Start, count) == 0
        else { return false }
        place += count
        return true
    }

    /// Takes an integer of at most 16 digits within the range; nil where something else comes.
    @inline(__always)
    private mutating func integer(_ range: ClosedRange<Int64>) -> Int64? {
        let first = place
        let end = min(bytes.count, first + 16)
        var value: Int64 = 0
        while place < end {
            let digit = bytes[place] &- 0x30
            guard digit <= 9 else { break }
            value = value &* 10 &+ Int64(digit)
            place += 1
        }
        // A 17th digit, a fraction or an exponent is nothing that is expected next.
        guard place > first, place - first == 1 || bytes[first] != 0x30, range.contains(value) else { return nil }
        return value
    }

    /// Takes an instant in microseconds of UTC, which has 16 digits from 2001 on: they are read eight at once.
    @inline(__always)
    private mutating func instant() -> Int64? {
        guard place < bytes.count, bytes[place] != 0x30, let high = eightDigits(at: place),
            let low = eightDigits(at: place + 8)
        else { return integer(0...FeedDecoder.maximumInteger) }
        place += 16
        let value = high &* 100_000_000 &+ low
        return value <= FeedDecoder.maximumInteger ? value : nil
    }

    /// Nil where fewer than eight digits come.
    @inline(__always)
    private func eightDigits(at place: Int) -> Int64? {
        guard place <= bytes.count - 8 else { return nil }
        // The first character is the lowest byte.
        let text = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        let digits = text ^ 0x3030_3030_3030_3030
        guard ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0 else { return nil }
        let pairs = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
        return Int64((fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF)
    }
}
