import CZeroMQ

/// One frame, in libzmq's own memory. Make it once and receive into it again and again: a receive then allocates
/// nothing. A received frame shares an 8 kB block with its neighbours: copy out frames that are kept for long.
// Sendable: libzmq counts references to shared memory atomically, and nothing that borrows a frame writes to it.
public struct Message: ~Copyable, @unchecked Sendable {
    // On the heap, since the bytes of a frame up to 33 long lie within the zmq_msg_t itself and must not move.
    let frame: UnsafeMutablePointer<zmq_msg_t>

    /// An empty frame.
    public init() {
        frame = .allocate(capacity: 1)
        zmq_msg_init(frame)
    }

    /// A frame of `count` bytes, written in place by `fill`.
    /// - Throws: `ZeroMQError` when there is no memory.
    public init(count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void) throws(ZeroMQError) {
        let frame = UnsafeMutablePointer<zmq_msg_t>.allocate(capacity: 1)
        guard zmq_msg_init_size(frame, count) == 0 else {
            let error = ZeroMQError("make a frame of \(count) bytes")
            frame.deallocate()
            throw error
        }
        fill(UnsafeMutableRawBufferPointer(start: zmq_msg_data(frame), count: count))
        self.frame = frame
    }

    /// A frame with a copy of `bytes`.
    /// - Throws: `ZeroMQError` when there is no memory.
    public init(copying bytes: RawSpan) throws(ZeroMQError) {
        try self.init(count: bytes.byteCount) { room in bytes.withUnsafeBytes { room.copyMemory(from: $0) } }
    }

    /// Length in bytes.
    public var count: Int { zmq_msg_size(frame) }

    /// Whether another frame of the same message follows. It is already here: receiving it does not wait.
    public var hasMore: Bool { zmq_msg_more(frame) != 0 }

    /// The bytes, in place. While the span is in use the message cannot be received into, sent or changed.
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        borrowing get {
            let span = RawSpan(_unsafeStart: UnsafeRawPointer(zmq_msg_data(frame)), byteCount: count)
            return _overrideLifetime(span, borrowing: self)
        }
    }

    /// Calls `body` with the bytes, in place. The pointer is good for the call only.
    public borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: zmq_msg_data(frame), count: count))
    }

    /// A second frame with the same bytes, shared where they are long: to send one frame to many sockets.
    public mutating func share() -> Message {
        let other = Message()
        // Fails only for a frame that was never initialised; every frame here was.
        let result = zmq_msg_copy(other.frame, frame)
        precondition(result == 0, "zmq_msg_copy refused an initialised frame")
        return other
    }

    /// A property of the sender, from its connection: `Peer-Address`, `User-Id` (with CURVE and an authenticator),
    /// `Socket-Type`. `nil` without one, as over inproc.
    public func property(_ name: String) -> String? {
        zmq_msg_gets(frame, name).map { String(cString: $0) }
    }

    /// The connection by which it came, numbered as in `ConnectionEvent.connection`; its descriptor. `nil` over inproc,
    /// and of what a publisher says itself of a subscriber that has gone.
    public var connection: Int32? {
        zmq_msg_gets(frame, "__fd").flatMap { Int32(String(cString: $0)) }
    }

    deinit {
        zmq_msg_close(frame)
        frame.deallocate()
    }
}
