package import ZeroMQ

/// Messages of a lane on their way to the publication's socket, which lanes use in turn: while more inputs wait, some
/// messages leave together, so that the socket goes from one processor to the other less often.
///
/// Belongs to the lane's thread.
package final class Outbox {
    private let publisher: Publisher
    private var bytes: [UInt8] = []
    /// Where each message ends.
    private var ends: [Int] = []

    /// Messages that leave together: those of some microseconds.
    private static let most = 48
    private static let mostBytes = 1 << 16

    package init(to publisher: Publisher) {
        self.publisher = publisher
        bytes.reserveCapacity(2 * Self.mostBytes)
        ends.reserveCapacity(Self.most)
    }

    /// Takes a message. Once there is enough all leave.
    package func add(_ message: UnsafeRawBufferPointer) throws(ZeroMQError) {
        bytes += message
        ends.append(bytes.count)
        if ends.count >= Self.most || bytes.count >= Self.mostBytes { try send() }
    }

    /// All leave, in the order in which they came.
    package func send() throws(ZeroMQError) {
        guard !ends.isEmpty else { return }
        defer {
            bytes.removeAll(keepingCapacity: bytes.capacity <= 4 * Self.mostBytes)
            ends.removeAll(keepingCapacity: true)
        }
        try publisher.publish(bytes, ends: ends)
    }
}
