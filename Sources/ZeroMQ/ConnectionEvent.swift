import CZeroMQ

/// Something that happened to one of a socket's connections.
public struct ConnectionEvent: Hashable, Sendable, CustomStringConvertible {
    /// What happened.
    public enum Kind: Hashable, Sendable {
        /// The endpoint is open for peers.
        case listening
        /// A peer connected to us; nothing is agreed yet.
        case accepted
        /// We are connected to a peer; nothing is agreed yet.
        case connected
        /// The peer is known and messages pass.
        case handshakeSucceeded
        /// The peer would not talk our protocol, or holds the wrong keys.
        case handshakeFailed(HandshakeFailure)
        /// The connection is lost.
        case disconnected
        /// No answer yet; the attempt goes on.
        case connectDelayed
        /// No answer; another attempt follows after so many milliseconds.
        case connectRetried(afterMilliseconds: Int)
        /// The endpoint or the connection was closed from our side.
        case closed
        /// The endpoint could not be opened.
        case bindFailed(ZeroMQError.Code)
        /// A peer could not be let in, as when no descriptor is left.
        case acceptFailed(ZeroMQError.Code)
        /// The endpoint or the connection could not be closed.
        case closeFailed(ZeroMQError.Code)
        /// The watched socket was closed: no event follows.
        case stopped
        /// An event that this version does not know, by libzmq's number.
        case other(Int)
    }

    /// Why two peers did not come together.
    public enum HandshakeFailure: Hashable, Sendable {
        /// The peer went silent or closed, with the system's error number: often its way to refuse us.
        case noDetail(Int)
        /// The peer's bytes were wrong; libzmq's number of the protocol error.
        case protocolError(Int)
        /// Encryption did not come out right: wrong keys on one side.
        case wrongKeys
        /// One side wants encryption and the other does not.
        case securityMismatch
        /// The authenticator refused the peer, with its status code.
        case refused(Int)
    }

    /// What happened.
    public let kind: Kind
    /// Our endpoint, or the peer's where we connected.
    public let endpoint: String
    /// Of `accepted`, `connected` and `disconnected`: which connection, by a number that is another's once it is lost.
    public let connection: Int32?

    init(number: Int32, value: UInt32, endpoint: String) {
        self.endpoint = endpoint
        let namesConnection = [ZMQ_EVENT_ACCEPTED, ZMQ_EVENT_CONNECTED, ZMQ_EVENT_DISCONNECTED].contains(number)
        connection = namesConnection ? Int32(truncatingIfNeeded: value) : nil
        let code = ZeroMQError.Code(rawValue: Int32(truncatingIfNeeded: value))
        kind =
            switch number {
            case ZMQ_EVENT_LISTENING: .listening
            case ZMQ_EVENT_ACCEPTED: .accepted
            case ZMQ_EVENT_CONNECTED: .connected
            case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: .handshakeSucceeded
            case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL: .handshakeFailed(.noDetail(Int(value)))
            case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL: .handshakeFailed(HandshakeFailure(protocolError: value))
            case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: .handshakeFailed(.refused(Int(value)))
            case ZMQ_EVENT_DISCONNECTED: .disconnected
            case ZMQ_EVENT_CONNECT_DELAYED: .connectDelayed
            case ZMQ_EVENT_CONNECT_RETRIED: .connectRetried(afterMilliseconds: Int(value))
            case ZMQ_EVENT_CLOSED: .closed
            case ZMQ_EVENT_BIND_FAILED: .bindFailed(code)
            case ZMQ_EVENT_ACCEPT_FAILED: .acceptFailed(code)
            case ZMQ_EVENT_CLOSE_FAILED: .closeFailed(code)
            case ZMQ_EVENT_MONITOR_STOPPED: .stopped
            default: .other(Int(number))
            }
    }

    /// Where and what, for a log.
    public var description: String { "\(endpoint) \(kind)" }
}

extension ConnectionEvent.HandshakeFailure {
    fileprivate init(protocolError number: UInt32) {
        switch Int32(truncatingIfNeeded: number) {
        case ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC, ZMQ_PROTOCOL_ERROR_ZMTP_KEY_EXCHANGE: self = .wrongKeys
        case ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH: self = .securityMismatch
        default: self = .protocolError(Int(number))
        }
    }
}
