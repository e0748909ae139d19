import CZeroMQ

/// Memory for the bytes of some messages that leave one after the other: libzmq sends each from where it lies, and the
/// memory is freed with the last of them. Else it would copy each into a piece of the heap, which another thread gives
/// back: both would wait for the heap's lock. (It still asks for some words a message.)
///
/// Who holds one message of a block, as a subscriber that does not read does, holds the whole block: it is for messages
/// that go to the same subscribers.
public final class MessageBlock {
    /// Not to be changed once a part of it is published.
    public let bytes: UnsafeMutableRawBufferPointer

    public init(capacity: Int) {
        bytes = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { bytes.deallocate() }
}

extension Socket {
    /// Publishes a part of a block as one frame, without a copy.
    /// - Returns: `false` when at least one subscriber misses it; see `publish` of bytes.
    /// - Throws: `ZeroMQError`, as `send`, and when there is no memory.
    public borrowing func publish(_ part: Range<Int>, of block: MessageBlock) throws(ZeroMQError) -> Bool {
        let bytes = UnsafeMutableRawBufferPointer(rebasing: block.bytes[part])
        let held = Unmanaged.passRetained(block)
        var frame = zmq_msg_t()
        guard zmq_msg_init_data(&frame, bytes.baseAddress, bytes.count, letGo, held.toOpaque()) == 0 else {
            held.release()
            throw ZeroMQError("make a frame of \(bytes.count) bytes")
        }
        // Nothing is left in a frame that was sent.
        defer { zmq_msg_close(&frame) }
        return try publish { () throws(ZeroMQError) in try send(&frame, ZMQ_DONTWAIT) }
    }
}

/// libzmq has sent a frame to all that take it, or dropped it: from any of its threads.
private func letGo(_: UnsafeMutableRawPointer?, _ block: UnsafeMutableRawPointer?) {
    if let block { Unmanaged<MessageBlock>.fromOpaque(block).release() }
}
