#if canImport(Glibc)
    private import Glibc
#endif

/// Bytes in the making: one buffer, grown rarely, written once and handed on as it is.
///
/// Of one thread, and no method calls out of it while it changes a member: that two accesses overlap cannot happen, and
/// is not looked for at every byte.
public final class ByteWriter {
    @usableFromInline @exclusivity(unchecked) var base: UnsafeMutablePointer<UInt8>
    @exclusivity(unchecked) private var capacity: Int
    /// How many bytes have been written.
    @exclusivity(unchecked) public private(set) var count = 0

    public init(capacity: Int) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// Forgets what has been written, and keeps the buffer.
    public func clear() { count = 0 }

    /// A copy of what has been written.
    public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// The bytes, for as long as nothing is written.
    @inlinable
    public func withBytes<Value, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    @inline(__always)
    private func room(for more: Int) {
        if count + more > capacity { grow(by: more) }
    }

    /// The end of what has been written, with room for so many bytes more.
    @inline(__always)
    func place(for more: Int) -> UnsafeMutablePointer<UInt8> {
        room(for: more)
        return base + count
    }

    /// Bytes have been written up to there, from the place on that was handed out.
    @inline(__always)
    func end(at place: UnsafeMutablePointer<UInt8>) { count = place - base }

    @inline(never)
    private func grow(by more: Int) {
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = larger
    }

    @inline(__always)
    func append(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        room(for: length)
        memcpy(base + count, text.utf8Start, length)
        count += length
    }

    @inline(__always)
    func append(_ raw: [UInt8]) {
        raw.withUnsafeBufferPointer { append($0) }
    }

    @inline(__always)
    func append(_ raw: UnsafeBufferPointer<UInt8>) {
        guard let start = raw.baseAddress else { return }
        room(for: raw.count)
        memcpy(base + count, start, raw.count)
        count += raw.count
    }

    func append(utf8 text: String) {
        for unit in text.utf8 { append(byte: unit) }
    }

    @inline(__always)
    func append(byte: UInt8) {
        room(for: 1)
        base[count] = byte
        count += 1
    }

    /// An integer in decimal.
    func append(_ value: Int64) {
        var pen = pen(numbers: 1, bytes: 0)
        pen.put(value)
        take(pen)
    }

    @inline(__always)
    func append(_ value: Int64?) {
        if let value { append(value) } else { append("null") }
    }

    @inline(__always)
    func append(_ value: Bool) {
        append(value ? "true" : "false")
    }

    /// Text between quotes, with the escapes that JSON demands.
    func append(quoting text: String) {
        append(byte: 0x22)
        var text = text
        text.withUTF8 { append(escaping: $0) }
        append(byte: 0x22)
    }

    /// Most text has nothing to escape: it is looked through eight bytes at a time, and copied in one piece.
    private func append(escaping text: UnsafeBufferPointer<UInt8>) {
        var (begun, place) = (0, 0)
        while place < text.count {
            if place + 8 <= text.count, Self.isPlain(UnsafeRawBufferPointer(text), at: place) {
                place += 8
                continue
            }
            let unit = text[place]
            place += 1
            guard unit < 0x20 || unit == 0x22 || unit == 0x5C else { continue }
            append(UnsafeBufferPointer(rebasing: text[begun..<place - 1]))
            begun = place
            append(escaped: unit)
        }
        append(UnsafeBufferPointer(rebasing: text[begun...]))
    }

    /// Whether none of eight bytes has to be escaped. A byte below `least` is one whose highest bit is clear and comes
    /// out when `least` is taken off; an equal one, when exclusive-or has made it 0.
    @inline(__always)
    private static func isPlain(_ text: UnsafeRawBufferPointer, at place: Int) -> Bool {
        let (ones, high) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
        let eight = text.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        let quote = eight ^ (ones &* 0x22)
        let backslash = eight ^ (ones &* 0x5C)
        let found =
            ((eight &- ones &* 0x20) & ~eight) | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
        return found & high == 0
    }

    private func append(escaped unit: UInt8) {
        switch unit {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        default:
            append("\\u00")
            append(byte: Self.hexadecimal(unit >> 4))
            append(byte: Self.hexadecimal(unit & 15))
        }
    }

    @inline(__always)
    func append<Number: FixedWidthInteger & BitwiseCopyable>(littleEndian value: Number) {
        let size = MemoryLayout<Number>.size
        UnsafeMutableRawPointer(place(for: size)).storeBytes(of: value.littleEndian, as: Number.self)
        count += size
    }

    private static func hexadecimal(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10
    }
}
