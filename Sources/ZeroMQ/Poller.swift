import CZeroMQ
import Glibc
import Linux

/// Waits on sockets and file descriptors at once, on the thread that owns the sockets. Up to 16 of them it waits
/// without allocating.
///
/// Lifetime: the poller does not keep what it watches. Close the poller before its sockets; waiting on a closed
/// socket stops the process, waiting on a closed descriptor reports an error on it. Descriptors stay the caller's.
public struct Poller: ~Copyable {
    /// What to wait for, and what was found.
    public struct Events: OptionSet, Sendable {
        /// The bits as zmq_poll(3) has them.
        public let rawValue: Int16
        /// Events from the bits of zmq_poll(3).
        public init(rawValue: Int16) { self.rawValue = rawValue }

        /// A message or bytes can be received.
        public static let readable = Events(rawValue: Int16(ZMQ_POLLIN))
        /// A message or bytes can be sent.
        public static let writable = Events(rawValue: Int16(ZMQ_POLLOUT))
        /// A descriptor is broken, hung up or closed. Never of sockets.
        public static let error = Events(rawValue: Int16(ZMQ_POLLERR))
    }

    private var items: [zmq_pollitem_t] = []
    private var sockets: [SocketLife] = []

    /// A poller that watches nothing yet.
    public init() {}

    /// Watches a socket.
    /// - Returns: its index for the questions below: 0, 1, 2 … in the order of adding.
    public mutating func add(_ socket: borrowing Socket, for events: Events = .readable) -> Int {
        sockets.append(socket.life)
        return add(zmq_pollitem_t(socket: socket.handle, fd: 0, events: events.rawValue, revents: 0))
    }

    /// Watches the events of a monitor.
    /// - Returns: its index.
    public mutating func add(_ monitor: borrowing Monitor) -> Int {
        add(monitor.reader)
    }

    /// Watches a file descriptor, as of an eventfd that another thread writes.
    /// - Returns: its index.
    public mutating func add(fileDescriptor: Int32, for events: Events = .readable) -> Int {
        add(zmq_pollitem_t(socket: nil, fd: fileDescriptor, events: events.rawValue, revents: 0))
    }

    private mutating func add(_ item: zmq_pollitem_t) -> Int {
        items.append(item)
        return items.count - 1
    }

    /// Waits until something is ready.
    /// - Parameter timeoutMilliseconds: 0 looks without waiting, a negative number waits for ever.
    /// - Returns: how many are ready; 0 when the time is over.
    /// - Throws: `ZeroMQError` with `.terminated` at shutdown.
    public mutating func wait(timeoutMilliseconds: Int) throws(ZeroMQError) -> Int {
        for socket in sockets {
            socket.assertOwner()
            precondition(socket.isOpen, "a poller waits on a socket that was closed")
        }
        let end = timeoutMilliseconds > 0 ? Int(MachineClock.monotonic) + timeoutMilliseconds : 0
        var remaining = timeoutMilliseconds
        while true {
            let ready = zmq_poll(&items, Int32(items.count), remaining)
            if ready >= 0 { return Int(ready) }
            guard zmq_errno() == EINTR else { throw ZeroMQError("wait for \(items.count) sockets") }
            // What signals interrupt must still end in time.
            if timeoutMilliseconds > 0 { remaining = max(0, end - Int(MachineClock.monotonic)) }
        }
    }

    /// Whether the last `wait` found something to receive there.
    public func isReadable(_ index: Int) -> Bool { events(index).contains(.readable) }

    /// Whether the last `wait` found room to send there.
    public func isWritable(_ index: Int) -> Bool { events(index).contains(.writable) }

    /// What the last `wait` found there.
    public func events(_ index: Int) -> Events { Events(rawValue: items[index].revents) }
}
