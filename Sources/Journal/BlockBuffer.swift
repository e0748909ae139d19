import Glibc

/// A block in the making: room for its header, and the payload behind it. Grows rarely.
final class BlockBuffer: Sendable {
    // Only the journal that made it touches it, and a journal has one owner.
    nonisolated(unsafe) private var base: UnsafeMutableRawPointer
    // The same.
    nonisolated(unsafe) private var capacity = 1 << 16
    // The same.
    nonisolated(unsafe) private(set) var payload = 0

    init() { base = .allocate(byteCount: capacity, alignment: 16) }

    deinit { base.deallocate() }

    /// Bytes of the block.
    var count: Int { Block.headerLength + payload }

    func clear() { payload = 0 }

    func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        if count + bytes.count > capacity { grow(to: count + bytes.count) }
        memcpy(base + count, start, bytes.count)
        payload += bytes.count
    }

    private func grow(to needed: Int) {
        capacity = max(capacity * 2, needed)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        memcpy(larger, base, count)
        base.deallocate()
        base = larger
    }

    /// Makes the block whole; returns its hash.
    func seal(after previous: ChainHash) -> ChainHash {
        let hash = Block.hash(writingOver: base, payload: payload, after: previous)
        Block.writeHeader(to: base, payload: payload, hash: hash)
        return hash
    }

    /// The hash that a block of this payload, and of nothing else, has.
    func hash(of payload: UnsafeRawBufferPointer, after previous: ChainHash) -> ChainHash {
        clear()
        append(payload)
        defer { clear() }
        return Block.hash(writingOver: base, payload: payload.count, after: previous)
    }

    /// The block's bytes, until something is appended.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
}
