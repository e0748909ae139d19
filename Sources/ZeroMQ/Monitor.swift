import CZeroMQ
import Glibc
import Synchronization

/// The coming and going of a socket's connections, read on the socket's own thread. Only what happens after its making
/// is told: make it before bind or connect.
///
/// Read it regularly, best through a `Poller`: unread events are kept, without a limit. With a limit the I/O thread
/// would wait for the reader, and all of the context's sockets with it.
public struct Monitor: ~Copyable {
    let reader: Socket
    private let watched: SocketLife
    private var frame = Message()

    /// Watches `socket`. A socket has one monitor at a time: a later one ends the former.
    /// - Throws: `ZeroMQError` when the context is shut down or has no two sockets left.
    public init(_ socket: borrowing Socket) throws(ZeroMQError) {
        socket.life.requireOwner()
        let number = monitorsMade.add(1, ordering: .relaxed).newValue
        let endpoint = "inproc://monitor-\(number)"
        let options = SocketOptions.live.with {
            $0.linger = .zero
            $0.receiveHighWater = 0
        }
        let reader = try Socket(.pair, in: socket.life.context, options: options)
        // Before the monitor exists, so that no event finds it without a reader: libzmq would wait for one.
        try reader.connect(endpoint)
        if zmq_socket_monitor(socket.handle, endpoint, ZMQ_EVENT_ALL) != 0 {
            throw ZeroMQError("monitor a socket", endpoint: endpoint)
        }
        self.reader = reader
        watched = socket.life
        watched.isMonitored = true
    }

    /// The next event.
    /// - Parameter wait: wait for one, at most a second.
    /// - Returns: `nil` when none came.
    /// - Throws: `ZeroMQError` with `.terminated` at shutdown.
    public mutating func next(wait: Bool = false) throws(ZeroMQError) -> ConnectionEvent? {
        while try reader.receive(into: &frame, wait: wait) {
            let head = frame.withUnsafeBytes { bytes in
                bytes.count == 6
                    ? (
                        bytes.loadUnaligned(as: UInt16.self),
                        bytes.loadUnaligned(fromByteOffset: 2, as: UInt32.self)
                    ) : nil
            }
            guard frame.hasMore, try reader.receive(into: &frame, wait: true) else { continue }
            let endpoint = frame.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            if let (number, value) = head {
                return ConnectionEvent(number: Int32(number), value: value, endpoint: endpoint)
            }
        }
        return nil
    }

    deinit {
        // Before its reader closes: events without a reader would stop the I/O thread.
        if watched.isOpen { zmq_socket_monitor(watched.handle, nil, 0) }
    }
}

/// Names the endpoints, since contexts may be shared.
private let monitorsMade = Atomic<Int>(0)
