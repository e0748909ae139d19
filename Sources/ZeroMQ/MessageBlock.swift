import CZeroMQ

/// Memory for the bytes of some messages that leave one after the other: libzmq sends each from where it lies, and the
/// memory is freed with the last of them. So many messages ask the heap once, and not each for itself, while another
/// thread gives back what it has sent.
///
/// Who holds one message of a block, as a subscriber that does not read does, holds the whole block: it is for messages that
/// go to the same subscribers.
// Sendable: written by one thread up to where it publishes, and only read from there on.
public final class MessageBlock: @unchecked Sendable {
    /// What is written here may be published once, and not be changed after that.
    public let bytes: UnsafeMutableRawBufferPointer

    public init(capacity: Int) {
        bytes = .allocate(byteCount: capacity, alignment: 64)
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
        if try send(&frame, ZMQ_DONTWAIT) { return true }
        try refuseWhenFull(false)
        _ = try send(&frame, ZMQ_DONTWAIT)
        try refuseWhenFull(true)
        return false
    }
}

/// libzmq has sent a frame to all that take it, or dropped it: from any of its threads.
private func letGo(_: UnsafeMutableRawPointer?, _ block: UnsafeMutableRawPointer?) {
    if let block { Unmanaged<MessageBlock>.fromOpaque(block).release() }
}
