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

    /// A message in a block.
    struct Part {
        let place: Range<Int>
        /// Its subscribers take few of the others: it is copied.
        let isNarrow: Bool
    }

    /// Publishes messages that lie in a block, one after the other: no other thread's come between them. `withoutCopy`:
    /// those that are not narrow leave from where they lie.
    func publish(_ parts: [Part], of block: MessageBlock, withoutCopy: Bool) throws(ZeroMQError) {
        let missed = try shared.withSocket { socket throws(ZeroMQError) in
            var missed = 0
            for part in parts {
                let hadRoom =
                    withoutCopy && !part.isNarrow
                    ? try socket.publish(part.place, of: block)
                    : try socket.publish(UnsafeRawBufferPointer(rebasing: block.bytes[part.place]))
                if !hadRoom { missed += 1 }
            }
            return missed
        }
        if missed > 0 { misses.wrappingAdd(missed, ordering: .relaxed) }
    }

    func publish(_ bytes: UnsafeRawBufferPointer) throws(ZeroMQError) {
        let hasRoom = try shared.publish(bytes)
        if !hasRoom { misses.wrappingAdd(1, ordering: .relaxed) }
    }
}
