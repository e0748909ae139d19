public import ZeroMQ

/// A connection to a query or control socket of one daemon. A class, because sockets cannot be copied and a pair of
/// daemons has two.
public final class QuestionLine {
    /// Where the daemon is.
    public let address: String
    let socket: Socket
    private var monitor: Monitor
    private var message = Message()
    private let context: Context

    /// Begins to connect.
    /// - Throws: `ZeroMQError` when the address is malformed.
    public init(
        _ address: String, in context: Context, security: Security = .none, options: SocketOptions = .asking
    ) throws(ZeroMQError) {
        let socket = try Socket(.dealer, in: context, options: options.with { $0.security = security })
        monitor = try Monitor(socket)
        try socket.connect(address)
        self.socket = socket
        self.address = address
        self.context = context
    }

    /// Why the connection failed, where that is known.
    public func failure() -> ConnectionEvent.HandshakeFailure? {
        var last: ConnectionEvent.HandshakeFailure?
        while let event = try? monitor.next() {
            if case .handshakeFailed(let failure) = event.kind { last = failure }
        }
        return last
    }

    /// Sends a question. False when it could not go out.
    public func send(_ question: [UInt8], wait: Bool = true) throws(ZeroMQError) -> Bool {
        try socket.send(question, wait: wait)
    }

    /// The frames of an answer; nil when none came.
    public func receive(wait: Bool = true) throws(ZeroMQError) -> [[UInt8]]? {
        guard try socket.receive(into: &message, wait: wait) else { return nil }
        var frames = [message.withUnsafeBytes { Array($0) }]
        while message.hasMore {
            guard try socket.receive(into: &message) else { return nil }
            frames.append(message.withUnsafeBytes { Array($0) })
        }
        return frames
    }

    /// The frames of the answer to this question; nil when none came in the socket's time.
    public func frames(_ question: [UInt8]) throws(ZeroMQError) -> [[UInt8]]? {
        // Answers that came too late for an earlier question.
        while try receive(wait: false) != nil {}
        guard try send(question) else { return nil }
        return try receive()
    }
}

extension SocketOptions {
    /// For questions: takes large answers; a question that waits for an absent daemon lets the program end.
    public static let asking = SocketOptions.live.with {
        $0.linger = .zero
        $0.maxMessageBytes = 64 << 20
    }

    /// For following: a burst waits and is not lost.
    public static let following = SocketOptions.asking.with { $0.receiveHighWater = 100_000 }
}
