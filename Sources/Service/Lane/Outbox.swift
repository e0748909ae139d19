import Wire
package import ZeroMQ

/// Messages of a lane on their way to the publication's socket, which lanes use in turn: while more inputs wait, some
/// messages leave together, so that the socket goes from one processor to the other less often.
///
/// Belongs to the lane's thread, and calls nothing that could come back to it: that two accesses overlap is not looked
/// for at every message.
package final class Outbox {
    private let publisher: Publisher
    private let messages = ByteWriter(capacity: 2 * mostBytes)
    /// Where each message ends.
    @exclusivity(unchecked) private var ends: [Int] = []

    /// Messages that leave together: those of some microseconds.
    private static let most = 48
    private static let mostBytes = 1 << 16

    package init(to publisher: Publisher) {
        self.publisher = publisher
        ends.reserveCapacity(Self.most)
    }

    /// Takes a message. Once there is enough all leave.
    package func add(_ message: UnsafeRawBufferPointer) throws(ZeroMQError) {
        messages.append(message)
        ends.append(messages.count)
        if ends.count >= Self.most || messages.count >= Self.mostBytes { try send() }
    }

    /// All leave, in the order in which they came.
    package func send() throws(ZeroMQError) {
        guard !ends.isEmpty else { return }
        defer {
            messages.clear(keeping: 4 * Self.mostBytes)
            ends.removeAll(keepingCapacity: true)
        }
        try messages.withBytes { bytes throws(ZeroMQError) in try publisher.publish(bytes, ends: ends) }
    }
}
