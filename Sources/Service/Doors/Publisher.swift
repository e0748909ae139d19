import Synchronization
import Wire
package import ZeroMQ

/// The publication's socket as lanes use it: several threads, in turn.
///
/// A lane never waits for a peer: a full queue drops for that subscriber alone.
package final class Publisher: Sendable {
    let shared: SharedPublisher
    private let misses = Atomic<Int>(0)

    package init(_ socket: consuming Socket) { shared = SharedPublisher(socket) }

    /// Published messages for which at least one subscriber's queue had no room.
    var missed: Int { misses.load(ordering: .relaxed) }

    /// Publishes what the writer holds.
    func publish(_ writer: ByteWriter) throws(ZeroMQError) {
        try writer.withBytes { bytes throws(ZeroMQError) in try publish(bytes) }
    }

    /// Publishes messages that lie one after the other, up to each end: no other thread's come between them.
    func publish(_ bytes: UnsafeRawBufferPointer, ends: [Int]) throws(ZeroMQError) {
        let missed = try shared.withSocket { socket throws(ZeroMQError) in
            var (missed, start) = (0, 0)
            for end in ends {
                if try !socket.publish(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) { missed += 1 }
                start = end
            }
            return missed
        }
        if missed > 0 { misses.wrappingAdd(missed, ordering: .relaxed) }
    }

    private func publish(_ bytes: UnsafeRawBufferPointer) throws(ZeroMQError) {
        let hasRoom = try shared.publish(bytes)
        if !hasRoom { misses.wrappingAdd(1, ordering: .relaxed) }
    }
}
