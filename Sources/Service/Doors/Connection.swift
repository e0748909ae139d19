import Logging
import ZeroMQ

/// A socket that connects to the door of another program, with its watch.
///
/// libzmq gives an end up for ever that refused to talk to us, for example a program started without its key. Here
/// it is tried again.
struct Connection: ~Copyable {
    let socket: Socket
    private let address: String?
    private var watch: DoorWatch
    /// When to try an end again that refused us.
    private var retryAt: Int64?

    private static let pause: Int64 = 1000

    /// Without an address it never connects.
    init(
        _ kind: Socket.Kind, _ door: Door, to address: String?, _ options: SocketOptions, isGuarded: Bool,
        in context: Context, log: Logger
    ) throws(ZeroMQError) {
        let socket = try Socket(kind, in: context, options: options)
        let watch = try DoorWatch(socket, at: door, isGuarded: isGuarded, log: log)
        if kind == .subscribe { try socket.subscribe() }
        if let address { try socket.connect(address) }
        self.socket = socket
        self.address = address
        self.watch = watch
    }

    /// Takes note of what happened to the connection. To be called several times a second.
    mutating func tend(now: Int64) throws(ZeroMQError) {
        try watch.read(now: now)
        if watch.takeFailure() { retryAt = retryAt ?? now + Self.pause }
        guard let due = retryAt, now >= due, let address else { return }
        retryAt = nil
        do {
            try socket.disconnect(address)
        } catch {
            // Given up already.
            guard error.code == .noSuchEndpoint else { throw error }
        }
        try socket.connect(address)
    }

    var connected: Int { watch.connected }
    /// Attempts that failed because a key was missing or wrong on either side.
    var refused: Int { watch.refused }
}
