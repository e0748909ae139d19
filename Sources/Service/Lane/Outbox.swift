package import ZeroMQ

/// Messages of a lane on their way to the publication's socket, which lanes use in turn: while more inputs wait, some
/// messages leave together, so that the socket goes from one processor to the other less often.
///
/// Belongs to the lane's thread, and calls nothing that could come back to it: that two accesses overlap is not looked
/// for at every message.
package final class Outbox {
    private let publisher: Publisher
    @exclusivity(unchecked) private var block = MessageBlock(capacity: size)
    @exclusivity(unchecked) private var parts: [Publisher.Part] = []

    /// Messages that leave together: those of some microseconds.
    private static let most = 48
    /// Bytes of a block: about as many as these have.
    private static let size = 1 << 15
    /// A block of fewer messages does not go with them: each message is copied.
    private static let many = 8

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
        if parts.count == Self.most { try send() }
    }

    private var filled: Int { parts.last?.place.upperBound ?? 0 }

    /// All leave, in the order in which they came.
    package func send() throws(ZeroMQError) {
        guard !parts.isEmpty else { return }
        let isHeld = parts.count >= Self.many
        defer {
            if isHeld { block = MessageBlock(capacity: Self.size) }
            parts.removeAll(keepingCapacity: true)
        }
        try publisher.publish(parts, of: block, isHeld: isHeld)
    }
}
