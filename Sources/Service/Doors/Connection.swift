import Logging
import ZeroMQ

/// A socket that connects to the door of another program, with its watch.
///
/// libzmq gives an end up for ever that refused to talk to us, for example a program started without its key. Here
/// it is tried again. An end whose key is replaced in the allow-list is left, and the owner of the new key is awaited.
struct Connection: ~Copyable {
    let socket: Socket
    private let door: Door
    private let address: String?
    private var watch: DoorWatch
    private let keys: KeyKeeper
    private let log: Logger
    /// What the other end has to prove, and the key that it has to hold; nil where none is asked for.
    private let end: FarEnd
    private var trusted: CurveKey?
    /// When to try an end again that refused us.
    private var retryAt: Int64?
    /// The connection that the porter watches.
    private var watched: Int32?

    private static let pause: Int64 = 1000

    /// Without an address it never connects.
    init(
        _ kind: Socket.Kind, _ door: Door, to address: String?, of end: FarEnd, _ options: SocketOptions,
        keys: KeyKeeper, in context: Context, log: Logger
    ) throws(ZeroMQError) {
        let socket = try Socket(kind, in: context, options: options)
        let isGuarded = address.map { keys.isGuarded($0, of: end) } ?? false
        let watch = try DoorWatch(socket, at: door, isGuarded: isGuarded, log: log)
        if kind == .subscribe { try socket.subscribe() }
        trusted = address.flatMap { keys.key(of: end, at: $0) }
        if let address { try socket.connect(address) }
        self.socket = socket
        self.door = door
        self.address = address
        self.watch = watch
        self.keys = keys
        self.log = log
        self.end = end
    }

    /// Takes note of what happened to the connection. To be called several times a second.
    mutating func tend(now: Int64) throws(ZeroMQError) {
        let departed = try watch.read(now: now)
        if let watched, departed.contains(watched) { self.watched = nil }
        if let latest = watch.latest, latest != watched {
            watched = latest
            keys.porter.connected(latest, to: door)
        }
        guard let address else { return }
        try trustAsListed(address)
        if watch.takeFailure() { retryAt = retryAt ?? now + Self.pause }
        guard let due = retryAt, now >= due, !isOutcast(address) else { return }
        retryAt = nil
        try leave(address)
        try socket.connect(address)
    }

    /// So many bytes have been taken from it, in so many frames.
    func took(_ bytes: Int, frames: Int) {
        if let watched { keys.porter.took(bytes, frames: frames, from: watched) }
    }

    /// Leaves an end whose key the list no longer has, and goes to the owner of the new one.
    private mutating func trustAsListed(_ address: String) throws(ZeroMQError) {
        let key = keys.key(of: end, at: address)
        guard key != trusted else { return }
        trusted = key
        retryAt = nil
        try leave(address)
        guard let key else {
            log.warning("\(door.name): \(address) is left: the allow-list has no \"\(party)\" any more")
            return
        }
        try socket.trust(key)
        try socket.connect(address)
        log.notice("\(door.name): \(address) has to hold another key from now on")
    }

    private func isOutcast(_ address: String) -> Bool {
        keys.isGuarded(address, of: end) && !party.isEmpty && trusted == nil
    }

    /// The name of the party of the allow-list; empty where none is asked for.
    private var party: String {
        if case .party(let name?) = end { name } else { "" }
    }

    private func leave(_ address: String) throws(ZeroMQError) {
        do {
            try socket.disconnect(address)
        } catch {
            // Given up already.
            guard error.code == .noSuchEndpoint else { throw error }
        }
    }

    var connected: Int { watch.connected }
    /// Attempts that failed because a key was missing or wrong on either side.
    var refused: Int { watch.refused }
}
