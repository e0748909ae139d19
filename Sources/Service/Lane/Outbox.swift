package import ZeroMQ

/// Messages of a lane on their way to the publication's socket, which lanes use in turn: while more inputs wait, some
/// messages leave together, so that the socket goes from one processor to the other less often.
///
/// Belongs to the lane, and calls nothing that could come back to it: that two accesses overlap is not looked
/// for at every message.
package final class Outbox {
    private let publisher: Publisher
    @exclusivity(unchecked) private var block = MessageBlock(capacity: size)
    /// Blocks of before, of which messages may be on their way still.
    @exclusivity(unchecked) private var used: [MessageBlock] = []
    /// How often in a row less than `much` has left, while there are such blocks.
    @exclusivity(unchecked) private var smallInARow = 0
    @exclusivity(unchecked) private var parts: [Publisher.Part] = []
    /// Bytes of those that are not narrow.
    @exclusivity(unchecked) private var wide = 0

    /// Messages that leave together: those of some microseconds.
    private static let most = 48
    /// Bytes of a block: about as many as these have.
    private static let size = 1 << 15
    /// Of fewer bytes that are not narrow each message is copied, and the block is used again: who holds a message
    /// holds its block.
    private static let much = size / 2
    /// Blocks that are kept to be used again.
    private static let kept = 8

    package init(to publisher: Publisher) {
        self.publisher = publisher
        parts.reserveCapacity(Self.most)
    }

    /// Takes a message. Once there is enough all leave.
    /// - Parameter isNarrow: its subscribers take few of the others, and are not to hold them with it.
    package func add(_ message: UnsafeRawBufferPointer, isNarrow: Bool = false) throws(ZeroMQError) {
        if message.count > Self.size - filled { try send() }
        guard message.count <= Self.size else { return try publisher.publish(message) }
        let place = filled..<filled + message.count
        UnsafeMutableRawBufferPointer(rebasing: block.bytes[place]).copyMemory(from: message)
        parts.append(Publisher.Part(place: place, isNarrow: isNarrow))
        if !isNarrow { wide += message.count }
        if parts.count == Self.most { try send() }
    }

    /// The block is held by its messages: the next is one that no message holds any more, else a new one.
    private func changeBlock() {
        smallInARow = 0
        if let free = used.indices.first(where: { isKnownUniquelyReferenced(&used[$0]) }) {
            swap(&block, &used[free])
        } else {
            if used.count == Self.kept { used.removeFirst() }
            used.append(block)
            block = MessageBlock(capacity: Self.size)
        }
    }

    /// A lane that has had little to say for a while gives its memory back.
    private func giveBack() {
        guard !used.isEmpty else { return }
        smallInARow += 1
        if smallInARow > Self.kept * 8 { used.removeLast() }
    }

    private var filled: Int { parts.last?.place.upperBound ?? 0 }

    /// All leave, in the order in which they came.
    package func send() throws(ZeroMQError) {
        guard !parts.isEmpty else { return }
        let withoutCopy = wide >= Self.much
        defer {
            if withoutCopy { changeBlock() } else { giveBack() }
            parts.removeAll(keepingCapacity: true)
            wide = 0
        }
        try publisher.publish(parts, of: block, withoutCopy: withoutCopy)
    }
}
