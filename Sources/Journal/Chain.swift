import CSodium

/// 32 bytes of BLAKE2b over a block and all blocks before it.
struct ChainHash: Hashable, Sendable {
    private let words: SIMD4<UInt64>

    static let length = 32
    static let zero = ChainHash(words: .zero)

    /// Lets libsodium choose the code for this processor. Without this call it hashes too, but slower.
    private static let isChosen = sodium_init() >= 0

    private init(words: SIMD4<UInt64>) { self.words = words }

    init(reading bytes: UnsafeRawPointer) { words = bytes.loadUnaligned(as: SIMD4<UInt64>.self) }

    /// The hash of these bytes alone.
    init(of bytes: UnsafeRawBufferPointer) {
        _ = Self.isChosen
        var words = SIMD4<UInt64>.zero
        withUnsafeMutableBytes(of: &words) { out in
            guard let into = out.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            _ = crypto_generichash(into, Self.length, start, UInt64(bytes.count), nil, 0)
        }
        self.words = words
    }

    func write(to place: UnsafeMutableRawPointer) { place.storeBytes(of: words, as: SIMD4<UInt64>.self) }

    var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }
}

/// A block: magic "LWJB", length of the payload, hash, payload. hash = BLAKE2b(hash before ‖ length ‖ payload). While
/// it is computed, the hash before and the length stand right before the payload: no byte is copied.
enum Block {
    static let headerLength = 40
    static let magic: UInt32 = 0x424A_574C
    /// The longest payload that a writer makes; a length above it is damage.
    static let mostPayload = 1 << 25

    /// The hash of a block whose payload stands at its place. Bytes 4 to 39 of the block are written over.
    static func hash(writingOver block: UnsafeMutableRawPointer, payload: Int, after previous: ChainHash) -> ChainHash {
        previous.write(to: block + 4)
        (block + 36).storeBytes(of: UInt32(payload).littleEndian, as: UInt32.self)
        return ChainHash(of: UnsafeRawBufferPointer(start: block + 4, count: 36 + payload))
    }

    static func writeHeader(to block: UnsafeMutableRawPointer, payload: Int, hash: ChainHash) {
        block.storeBytes(of: magic.littleEndian, as: UInt32.self)
        (block + 4).storeBytes(of: UInt32(payload).littleEndian, as: UInt32.self)
        hash.write(to: block + 8)
    }

    /// The statement of a block's first 40 bytes; nil for other bytes.
    static func header(_ bytes: UnsafeRawPointer) -> (payload: Int, hash: ChainHash)? {
        guard UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)) == magic else { return nil }
        let payload = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
        guard (1...mostPayload).contains(payload) else { return nil }
        return (payload, ChainHash(reading: bytes + 8))
    }
}

/// The 64 bytes that begin a segment.
struct SegmentHeader: Hashable, Sendable {
    static let length = 64
    static let magic: UInt32 = 0x534A_574C
    static let version: UInt32 = 1

    let number: UInt32
    /// The hash of the last block of the segment before; zeros in the first.
    let previous: ChainHash
    /// When the segment was begun, microseconds of UTC.
    let created: Int64

    enum Reading {
        case header(SegmentHeader)
        case otherVersion(UInt32)
        case damaged
    }

    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.length)
        bytes.withUnsafeMutableBytes { raw in
            raw.storeBytes(of: Self.magic.littleEndian, as: UInt32.self)
            raw.storeBytes(of: Self.version.littleEndian, toByteOffset: 4, as: UInt32.self)
            raw.storeBytes(of: number.littleEndian, toByteOffset: 8, as: UInt32.self)
            if let base = raw.baseAddress { previous.write(to: base + 16) }
            raw.storeBytes(of: created.littleEndian, toByteOffset: 48, as: Int64.self)
            raw.storeBytes(of: Self.check(UnsafeRawBufferPointer(raw)), toByteOffset: 56, as: UInt64.self)
        }
        return bytes
    }

    static func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
        func number(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        guard bytes.count >= length, let base = bytes.baseAddress, number(0) == magic,
            bytes.loadUnaligned(fromByteOffset: 56, as: UInt64.self) == check(bytes)
        else { return .damaged }
        guard number(4) == version else { return .otherVersion(number(4)) }
        guard number(12) == 0 else { return .damaged }
        let created = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 48, as: Int64.self))
        return .header(SegmentHeader(number: number(8), previous: ChainHash(reading: base + 16), created: created))
    }

    /// The hash that a segment's first block follows.
    static func chain(_ bytes: UnsafeRawBufferPointer) -> ChainHash {
        ChainHash(of: UnsafeRawBufferPointer(rebasing: bytes.prefix(length)))
    }

    /// The first 8 bytes of the hash of the 56 before: a segment without blocks is checked as well.
    private static func check(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let hash = ChainHash(of: UnsafeRawBufferPointer(rebasing: bytes.prefix(56)))
        return withUnsafeBytes(of: hash) { $0.loadUnaligned(as: UInt64.self) }
    }
}
