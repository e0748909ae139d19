import Linux

/// The last deltas as they were published, for subscribers that missed some. Bounded in bytes: the oldest go first.
package struct History: ~Copyable {
    private let arena: UnsafeMutableRawBufferPointer
    /// Where each kept delta lies; its sequence is `first` plus its place.
    private var places: [(offset: Int, count: Int)] = []
    private var evicted = 0
    private var writeOffset = 0
    /// Sequence of `places[evicted]`.
    package private(set) var first: UInt64 = 1

    package init(capacity: Int) {
        arena = .allocate(byteCount: max(capacity, 1 << 16), alignment: 16)
    }

    /// Most deltas are shorter, in bytes.
    private static let usual = 768

    deinit { arena.deallocate() }

    package var count: Int { places.count - evicted }

    /// A delta is in the making: its place has not been touched since the arena was full last.
    package func prepare() {
        guard let start = arena.baseAddress else { return }
        ColdMemory.willWrite(start + writeOffset, count: min(Self.usual, arena.count - writeOffset))
    }

    /// Keeps the next delta.
    package mutating func append(_ delta: UnsafeRawBufferPointer) {
        // Too large to keep: a subscriber that misses it takes a snapshot.
        guard delta.count <= arena.count / 4 else { return begin(at: first + UInt64(count) + 1) }
        if writeOffset + delta.count > arena.count {
            while count > 0, places[evicted].offset >= writeOffset { evict() }
            writeOffset = 0
        }
        while count > 0, overlaps(places[evicted], writeOffset..<writeOffset + delta.count) { evict() }
        UnsafeMutableRawBufferPointer(rebasing: arena[writeOffset..<writeOffset + delta.count])
            .copyMemory(from: delta)
        places.append((writeOffset, delta.count))
        writeOffset += delta.count
        if evicted > 4096, evicted > places.count / 2 {
            places.removeFirst(evicted)
            evicted = 0
        }
    }

    /// Forgets all; the next delta has this sequence.
    package mutating func begin(at sequence: UInt64) {
        first = sequence
        places.removeAll(keepingCapacity: true)
        evicted = 0
        writeOffset = 0
    }

    /// The delta of a sequence; nil when it is not kept.
    package func delta(_ sequence: UInt64) -> UnsafeRawBufferPointer? {
        guard sequence >= first, sequence < first + UInt64(count) else { return nil }
        let place = places[evicted + Int(sequence - first)]
        return UnsafeRawBufferPointer(rebasing: arena[place.offset..<place.offset + place.count])
    }

    private func overlaps(_ place: (offset: Int, count: Int), _ range: Range<Int>) -> Bool {
        place.offset < range.upperBound && range.lowerBound < place.offset + max(place.count, 1)
    }

    private mutating func evict() {
        evicted += 1
        first += 1
    }
}
