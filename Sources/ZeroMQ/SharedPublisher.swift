import CZeroMQ
import Synchronization

/// A publishing socket that several threads use in turn, each under its lock. libzmq lets a socket go from one thread
/// to another where a full fence lies between; the lock is one.
// Sendable because the socket, and what is kept of its life, is touched under the lock only.
public final class SharedPublisher: @unchecked Sendable {
    private let socket: Socket
    private let lock = Mutex(())

    /// Takes the socket over. Its monitor, if it has one, stays with the thread that made it.
    public init(_ socket: consuming Socket) { self.socket = socket }

    deinit { socket.life.adopt() }

    /// The socket for the length of `body`. Others wait meanwhile: a few microseconds a message.
    public func withSocket<Result, Failure: Error>(
        _ body: (borrowing Socket) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try lock.withLock { _ throws(Failure) in
            socket.life.adopt()
            return try body(socket)
        }
    }

    /// Publishes a message. False where a subscriber's queue had no room for it.
    public func publish(_ bytes: UnsafeRawBufferPointer) throws(ZeroMQError) -> Bool {
        try lock.withLock { _ throws(ZeroMQError) in
            socket.life.adopt()
            return try socket.publish(bytes)
        }
    }

    /// Readable when the socket may have something to receive. libzmq says so at a change only, and any use of the
    /// socket may take the sign away: who waits for it looks also now and then.
    public func descriptor() throws(ZeroMQError) -> Int32 {
        try withSocket { socket throws(ZeroMQError) in
            var descriptor: Int32 = -1
            var length = MemoryLayout<Int32>.size
            if zmq_getsockopt(socket.handle, ZMQ_FD, &descriptor, &length) != 0 {
                throw ZeroMQError("get the descriptor of a socket")
            }
            return descriptor
        }
    }
}
