import CZeroMQ
import Glibc

extension Socket {
    /// Receives the next frame into `message`, whose former bytes are gone either way.
    /// - Parameter wait: wait for one, at most `SocketOptions.receiveTimeout`.
    /// - Returns: `false` when there was none in time.
    /// - Throws: `ZeroMQError`: `.terminated` at shutdown, `.outOfTurn`, `.notSupported`.
    public borrowing func receive(into message: inout Message, wait: Bool = true) throws(ZeroMQError) -> Bool {
        life.assertOwner()
        let flags = wait ? 0 : ZMQ_DONTWAIT
        while zmq_msg_recv(message.frame, handle, flags) < 0 {
            if try !isInterrupted("receive") { return false }
        }
        return true
    }

    /// Sends a copy of `bytes` as one frame.
    /// - Parameters:
    ///   - more: another frame of the same message follows; none leaves before the last is sent.
    ///   - wait: wait for room, at most `SocketOptions.sendTimeout`.
    /// - Returns: `false` when there was no room in time, and nothing was sent. A publisher always returns `true`: it
    ///   drops for subscribers that are slow.
    /// - Throws: `ZeroMQError`: `.terminated` at shutdown, `.noSuchPeer`, `.outOfTurn`, `.notSupported`.
    public borrowing func send(
        _ bytes: UnsafeRawBufferPointer, more: Bool = false, wait: Bool = true
    ) throws(ZeroMQError) -> Bool {
        life.assertOwner()
        let flags = (more ? ZMQ_SNDMORE : 0) | (wait ? 0 : ZMQ_DONTWAIT)
        while zmq_send(handle, bytes.baseAddress, bytes.count, flags) < 0 {
            if try !isInterrupted("send") { return false }
        }
        return true
    }

    /// Sends a copy of `bytes` as one frame; see `send(_:more:wait:)` of a buffer.
    public borrowing func send(
        _ bytes: RawSpan, more: Bool = false, wait: Bool = true
    ) throws(ZeroMQError) -> Bool {
        try bytes.withUnsafeBytes { buffer throws(ZeroMQError) in try send(buffer, more: more, wait: wait) }
    }

    /// Sends a copy of `bytes` as one frame; see `send(_:more:wait:)` of a buffer.
    public borrowing func send(
        _ bytes: [UInt8], more: Bool = false, wait: Bool = true
    ) throws(ZeroMQError) -> Bool {
        try send(bytes.span.bytes, more: more, wait: wait)
    }

    /// Hands a frame on without a copy. It is empty afterwards, or unchanged when the answer is `false` or an error.
    public borrowing func send(
        _ message: inout Message, more: Bool = false, wait: Bool = true
    ) throws(ZeroMQError) -> Bool {
        try send(message.frame, (more ? ZMQ_SNDMORE : 0) | (wait ? 0 : ZMQ_DONTWAIT))
    }

    /// The same for a frame without an owner.
    borrowing func send(_ frame: UnsafeMutablePointer<zmq_msg_t>, _ flags: Int32) throws(ZeroMQError) -> Bool {
        life.assertOwner()
        while zmq_msg_send(frame, handle, flags) < 0 {
            if try !isInterrupted("send") { return false }
        }
        return true
    }

    /// Whether the call that has just failed is to be made again; `false` when it would have had to wait.
    private borrowing func isInterrupted(_ operation: String) throws(ZeroMQError) -> Bool {
        switch zmq_errno() {
        case EINTR: return true
        case EAGAIN: return false
        case ENOTSOCK, EFAULT: preconditionFailure("libzmq does not know a socket or a frame that is ours")
        default: throw ZeroMQError(operation)
        }
    }
}
