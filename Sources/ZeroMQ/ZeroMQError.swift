import CZeroMQ
import Glibc

/// A call to libzmq that could not do its work. A call that would have to wait is no error: it returns `false`.
public struct ZeroMQError: Error, Hashable, CustomStringConvertible {
    /// The error number of the system or of libzmq.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The number itself.
        public let rawValue: Int32
        /// A code from its number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// Another socket, of this process or another, is bound there (EADDRINUSE).
        public static let addressInUse = Code(rawValue: EADDRINUSE)
        /// The address is of no network interface of this machine (EADDRNOTAVAIL).
        public static let addressNotAvailable = Code(rawValue: EADDRNOTAVAIL)
        /// The named network interface does not exist (ENODEV).
        public static let noSuchDevice = Code(rawValue: ENODEV)
        /// The endpoint or the value is malformed (EINVAL).
        public static let invalidArgument = Code(rawValue: EINVAL)
        /// The endpoint's transport is unknown (EPROTONOSUPPORT).
        public static let unknownTransport = Code(rawValue: EPROTONOSUPPORT)
        /// The transport cannot carry this kind of socket (ENOCOMPATPROTO).
        public static let incompatibleTransport = Code(rawValue: ENOCOMPATPROTO)
        /// Nothing is bound or connected under that endpoint (ENOENT).
        public static let noSuchEndpoint = Code(rawValue: ENOENT)
        /// The system forbids it, as for ports below 1024 (EACCES).
        public static let permissionDenied = Code(rawValue: EACCES)
        /// The kind of socket has no such operation (ENOTSUP).
        public static let notSupported = Code(rawValue: ENOTSUP)
        /// A request out of turn: it has to be answered first (EFSM).
        public static let outOfTurn = Code(rawValue: EFSM)
        /// No peer has that routing id, or it has gone (EHOSTUNREACH).
        public static let noSuchPeer = Code(rawValue: EHOSTUNREACH)
        /// The context was shut down: the thread is to end (ETERM).
        public static let terminated = Code(rawValue: ETERM)
        /// No socket or descriptor is left (EMFILE).
        public static let tooManySockets = Code(rawValue: EMFILE)
    }

    /// What went wrong.
    public let code: Code
    /// The attempt, to be read after "cannot": `bind`, `set linger to 1000`.
    public let operation: String
    /// The endpoint concerned, where there is one.
    public let endpoint: String?

    /// The error of the call that has just failed on this thread.
    init(_ operation: String, endpoint: String? = nil) {
        self.init(code: Code(rawValue: zmq_errno()), operation: operation, endpoint: endpoint)
    }

    init(code: Code, operation: String, endpoint: String? = nil) {
        self.code = code
        self.operation = operation
        self.endpoint = endpoint
    }

    /// The attempt, its place, why it failed and what to do about it.
    public var description: String {
        let place = endpoint.map { " \($0)" } ?? ""
        let reason = zmq_strerror(code.rawValue).map { String(cString: $0) } ?? "error \(code.rawValue)"
        let isPath = endpoint?.hasPrefix("ipc://") ?? false
        let advice = (isPath ? code.adviceOfPaths ?? code.advice : code.advice).map { ": \($0)" } ?? ""
        return "cannot \(operation)\(place): \(reason)\(advice)"
    }
}

extension ZeroMQError.Code {
    /// The remedy where a path is concerned.
    fileprivate var adviceOfPaths: String? {
        switch self {
        case .addressInUse: "stop the program that listens there (`ss -lxp` names it) or choose another path"
        case .permissionDenied: "choose a folder that this user may write"
        default: nil
        }
    }

    /// The remedy.
    fileprivate var advice: String? {
        switch self {
        case .addressInUse:
            "stop the program that is bound there (`ss -ltnp` names it) or choose another port"
        case .addressNotAvailable:
            "no interface of this machine has that address (`ip address` lists them); `*` stands for all"
        case .noSuchDevice:
            "no interface of this machine has that name (`ip address` lists them); write its address, or `*` for all"
        case .invalidArgument:
            "an endpoint is written as in tcp://127.0.0.1:5560, and a value has to be within its range"
        case .unknownTransport: "write tcp://, ipc:// or inproc:// in front"
        case .incompatibleTransport: "this kind of socket needs another transport"
        case .noSuchEndpoint: "name the endpoint as lastEndpoint gave it; of ipc://, the folder must exist"
        case .permissionDenied: "choose a port above 1023 or a folder this user may write"
        case .notSupported: "this kind of socket does not do that"
        case .outOfTurn: "a request waits for its reply, and a reply for its request"
        case .noSuchPeer: "the peer has gone or never came; drop what was meant for it"
        case .terminated: "the context was shut down; close the socket and end the thread"
        case .tooManySockets: "raise maxSockets of the context or the limit on open files"
        default: nil
        }
    }
}
