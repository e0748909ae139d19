import CZeroMQ
import Glibc

/// A ZeroMQ socket. It belongs to the thread that made it, and closes at the end of its life.
///
/// Use from another thread is a programming error that corrupts libzmq's queues. The compiler refuses to pass a socket
/// on; what slips through is trapped: always where a socket is set up or closed, and in debug builds on each send and
/// receive. Waits that a signal interrupts are begun again.
public struct Socket: ~Copyable {
    /// What a socket does with messages.
    public enum Kind: Sendable, Hashable {
        /// To all subscribers; drops for slow ones. `xpublish` also receives their subscriptions.
        case publish, xpublish
        /// From all publishers, messages that begin with a subscribed prefix.
        case subscribe
        /// Strict turns: one request, one reply.
        case request, reply
        /// Any number of requests under way, to any of its peers.
        case dealer
        /// Many peers; the first frame of each message, in or out, names the peer.
        case router
        /// One way, shared out among the pullers; waits when all are slow.
        case push, pull
        /// One to one, within a process.
        case pair
    }

    let handle: UnsafeMutableRawPointer
    let life: SocketLife

    /// A socket of the calling thread, not yet bound or connected.
    /// - Throws: `ZeroMQError` when an option is out of range, the context is shut down or has no socket left.
    public init(_ kind: Kind, in context: Context, options: SocketOptions) throws(ZeroMQError) {
        guard let handle = zmq_socket(context.handle, kind.number) else {
            throw ZeroMQError("create a \(kind) socket")
        }
        do throws(ZeroMQError) {
            try options.apply(to: handle, of: kind)
        } catch {
            zmq_close(handle)
            throw error
        }
        self.handle = handle
        life = SocketLife(handle: handle, context: context)
    }

    deinit {
        life.requireOwner()
        // What happens while it closes is of no interest, and told to a reader that has closed too it would stop the
        // I/O thread for ever.
        if life.isMonitored { zmq_socket_monitor(handle, nil, 0) }
        life.isOpen = false
        zmq_close(handle)
    }
}

// A socket is not for handing over: libzmq keeps no lock on it.
@available(*, unavailable)
extension Socket: Sendable {}

extension Socket {
    /// Opens an endpoint for peers to connect to.
    /// - Returns: the endpoint with its real address and port, as after `tcp://127.0.0.1:*`.
    /// - Throws: `ZeroMQError`: `.addressInUse`, `.noSuchDevice`, `.invalidArgument` and others.
    @discardableResult
    public borrowing func bind(_ endpoint: String) throws(ZeroMQError) -> String {
        life.requireOwner()
        try requirePort(endpoint, "bind")
        try requireUnheard(endpoint)
        try speakIPv6(endpoint)
        try retry("bind", endpoint) { zmq_bind(handle, endpoint) }
        return try lastEndpoint
    }

    /// Starts to connect. The peer may come later and may come and go: the socket keeps trying.
    /// - Throws: `ZeroMQError` when the endpoint is malformed. A peer that does not answer is no error; see `Monitor`.
    public borrowing func connect(_ endpoint: String) throws(ZeroMQError) {
        life.requireOwner()
        try requirePort(endpoint, "connect to")
        try speakIPv6(endpoint)
        try retry("connect to", endpoint) { zmq_connect(handle, endpoint) }
    }

    /// Ends a connection, or the attempt at one. The endpoint is written as it was for `connect`.
    public borrowing func disconnect(_ endpoint: String) throws(ZeroMQError) {
        life.requireOwner()
        try retry("disconnect from", endpoint) { zmq_disconnect(handle, endpoint) }
    }

    /// Closes an endpoint, written as `bind` returned it.
    public borrowing func unbind(_ endpoint: String) throws(ZeroMQError) {
        life.requireOwner()
        try retry("unbind", endpoint) { zmq_unbind(handle, endpoint) }
    }

    /// Connections made from now on are to the owner of this key. Concerns CURVE clients.
    public borrowing func trust(_ server: CurveKey) throws(ZeroMQError) {
        life.requireOwner()
        try retry("trust a server's key") {
            zmq_setsockopt(handle, ZMQ_CURVE_SERVERKEY, server.z85, server.z85.utf8.count)
        }
    }

    /// The endpoint last bound or connected, with its real address and port. Empty before the first.
    public var lastEndpoint: String {
        get throws(ZeroMQError) {
            life.requireOwner()
            // The longest are paths of ipc, at 108 bytes.
            var text = [UInt8](repeating: 0, count: 512)
            var length = text.count
            if zmq_getsockopt(handle, ZMQ_LAST_ENDPOINT, &text, &length) != 0 {
                throw ZeroMQError("read the last endpoint of a socket")
            }
            return String(decoding: text.prefix(while: { $0 != 0 }), as: UTF8.self)
        }
    }

    /// Takes messages that begin with these bytes, besides those already taken; the empty prefix takes all.
    public borrowing func subscribe(_ prefix: [UInt8]) throws(ZeroMQError) {
        life.requireOwner()
        try retry("subscribe") { zmq_setsockopt(handle, ZMQ_SUBSCRIBE, prefix, prefix.count) }
    }

    /// Takes messages that begin with this text, besides those already taken; the empty text takes all.
    public borrowing func subscribe(_ prefix: String = "") throws(ZeroMQError) {
        try subscribe(Array(prefix.utf8))
    }

    /// Undoes one `subscribe` with the same bytes.
    public borrowing func unsubscribe(_ prefix: [UInt8]) throws(ZeroMQError) {
        life.requireOwner()
        try retry("unsubscribe") { zmq_setsockopt(handle, ZMQ_UNSUBSCRIBE, prefix, prefix.count) }
    }

    /// Undoes one `subscribe` with the same text.
    public borrowing func unsubscribe(_ prefix: String) throws(ZeroMQError) {
        try unsubscribe(Array(prefix.utf8))
    }

    /// An address in square brackets is of IPv6, which libzmq has to be told. It is not told for the others: on a
    /// machine without IPv6 they would not work.
    private borrowing func speakIPv6(_ endpoint: String) throws(ZeroMQError) {
        var isWanted: Int32 = endpoint.hasPrefix("tcp://[") ? 1 : 0
        try retry("speak IPv6") { zmq_setsockopt(handle, ZMQ_IPV6, &isWanted, MemoryLayout<Int32>.size) }
    }

    /// Calls until no signal interrupts; for set-up calls, which are either done or refused.
    private borrowing func retry(
        _ operation: String, _ endpoint: String? = nil, _ call: () -> Int32
    ) throws(ZeroMQError) {
        while call() != 0 {
            if zmq_errno() != EINTR { throw ZeroMQError(operation, endpoint: endpoint) }
        }
    }
}

/// Refuses a port above 65535, of which libzmq 4.3.4 silently takes the lower 16 bits: another port.
private func requirePort(_ endpoint: String, _ operation: String) throws(ZeroMQError) {
    guard endpoint.hasPrefix("tcp://"), let colon = endpoint.lastIndex(of: ":") else { return }
    let port = endpoint[endpoint.index(after: colon)...]
    if !port.isEmpty, port.allSatisfy(\.isWholeNumber), UInt16(port) == nil {
        throw ZeroMQError(code: .invalidArgument, operation: operation, endpoint: endpoint)
    }
}

/// Refuses a path at which somebody listens, or where a file is that is no socket: libzmq would remove it and take its
/// place in silence.
private func requireUnheard(_ endpoint: String) throws(ZeroMQError) {
    guard endpoint.hasPrefix("ipc:///") else { return }
    let path = Array(endpoint.utf8.dropFirst("ipc://".utf8.count))
    var about = stat()
    if lstat(String(decoding: path, as: UTF8.self), &about) == 0, about.st_mode & S_IFMT != S_IFSOCK {
        let operation = "put a socket in the place of a file that is none (move the file away, or name another path):"
        throw ZeroMQError(code: .addressInUse, operation: operation, endpoint: endpoint)
    }
    var name = sockaddr_un()
    guard path.count < MemoryLayout.size(ofValue: name.sun_path) else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path) }
    let answer = withUnsafePointer(to: name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
    // A socket with many waiting connections listens as well.
    if answer == 0 || errno == EAGAIN { throw ZeroMQError(code: .addressInUse, operation: "bind", endpoint: endpoint) }
}

extension Socket.Kind {
    fileprivate var number: Int32 {
        switch self {
        case .publish: ZMQ_PUB
        case .xpublish: ZMQ_XPUB
        case .subscribe: ZMQ_SUB
        case .request: ZMQ_REQ
        case .reply: ZMQ_REP
        case .dealer: ZMQ_DEALER
        case .router: ZMQ_ROUTER
        case .push: ZMQ_PUSH
        case .pull: ZMQ_PULL
        case .pair: ZMQ_PAIR
        }
    }
}
