import CZeroMQ

/// Decides for all of a context's sockets which peers are let in (ZAP, RFC 27 of ZeroMQ). A context has one.
///
/// It answers from a thread of its own, begun before the first server binds and ended after the last has closed:
/// without one libzmq lets in a peer with any key. A socket asks when it is a CURVE server or has an
/// `authenticationDomain`; others never do.
public struct Authenticator: ~Copyable {
    /// A peer's request to be let in.
    public struct Request: Hashable, Sendable {
        /// `SocketOptions.authenticationDomain` of the socket at which it knocks.
        public let domain: String
        /// The peer's address without its port; empty where there is none.
        public let address: String
        /// How it proves who it is.
        public let proof: Proof
    }

    /// How a peer proves who it is.
    public enum Proof: Hashable, Sendable {
        /// Not at all.
        case none
        /// It owns the secret that belongs to this key.
        case key(CurveKey)
        /// By a mechanism that Lapwing does not use, named.
        case other(String)
    }

    /// The decision on a peer.
    public enum Answer: Hashable, Sendable {
        /// It is let in; its messages have this text as their property `User-Id`.
        case admitted(user: String)
        /// It is turned away and does not come again by itself. The text says why; the peer is not told.
        case refused(String)
    }

    private let socket: Socket
    private var message = Message()

    /// Begins to take requests.
    /// - Throws: `ZeroMQError` with `.addressInUse` when the context has an authenticator already.
    public init(in context: Context) throws(ZeroMQError) {
        let socket = try Socket(
            .reply, in: context,
            options: .live.with {
                $0.linger = .zero
                $0.receiveHighWater = 0
                $0.sendHighWater = 0
            })
        try socket.bind("inproc://zeromq.zap.01")
        self.socket = socket
    }

    /// Answers the requests that come within the time.
    /// - Throws: `ZeroMQError` with `.terminated` at shutdown.
    public mutating func answer(
        withinMilliseconds time: Int, by decide: (Request) -> Answer
    ) throws(ZeroMQError) {
        var poller = Poller()
        _ = poller.add(socket)
        guard try poller.wait(timeoutMilliseconds: time) > 0 else { return }
        while try socket.receive(into: &message, wait: false) {
            try reply(to: try frames(), by: decide)
        }
    }

    /// The whole request; of one that is longer than any can be only the beginning.
    private mutating func frames() throws(ZeroMQError) -> [[UInt8]] {
        var frames = [message.withUnsafeBytes { Array($0.prefix(Self.longest)) }]
        while message.hasMore, try socket.receive(into: &message) {
            if frames.count < Self.mostFrames {
                frames.append(message.withUnsafeBytes { Array($0.prefix(Self.longest)) })
            }
        }
        return frames
    }

    private static let longest = 256
    private static let mostFrames = 16

    private borrowing func reply(
        to frames: [[UInt8]], by decide: (Request) -> Answer
    ) throws(ZeroMQError) {
        let id = frames.count > 1 ? frames[1] : []
        let (status, text, user) =
            switch Request(frames).map(decide) {
            case .admitted(let user): ("200", "OK", user)
            case .refused(let why): ("400", why, "")
            case nil: ("500", "malformed request", "")
            }
        _ = try socket.send(Self.version, more: true)
        _ = try socket.send(id, more: true)
        for frame in [status, text, user] { _ = try socket.send(Array(frame.utf8.prefix(255)), more: true) }
        _ = try socket.send([])
    }

    fileprivate static let version = Array("1.0".utf8)
}

extension Authenticator.Request {
    /// Nil unless it is a request of version 1.0.
    fileprivate init?(_ frames: [[UInt8]]) {
        guard frames.count >= 6, frames[0] == Authenticator.version else { return nil }
        let texts = frames.map { String(decoding: $0, as: UTF8.self) }
        domain = texts[2]
        address = texts[3]
        switch texts[5] {
        case "NULL": proof = .none
        case "CURVE":
            guard frames.count == 7, let key = CurveKey(bytes: frames[6]) else { return nil }
            proof = .key(key)
        default: proof = .other(texts[5])
        }
    }
}
