import Glibc
import Linux
import Logging
import Rulebook
import Wire
import ZeroMQ

/// The publication's door: the doors' thread binds it, hears who takes which topic, and watches who comes and goes.
/// Lanes send through its `publisher`.
struct PublicationDoor: ~Copyable {
    let publisher: Publisher
    private let address: String
    private var watch: DoorWatch
    private let keys: KeyKeeper
    private var file: DoorFile
    private var noise = Noise()
    private var message = Message()
    private let log: Logger

    /// The longest message of a subscriber: a prefix, or a command of its connection.
    private static let longestPrefix = 4096
    /// Messages of subscribers in one turn. Each costs less than a microsecond, and libzmq queues them without a bound.
    private static let subscriptions = 1024

    init(
        _ configuration: DaemonConfiguration, keys: KeyKeeper, patience: Int64, in context: Context, log: Logger
    ) throws(ZeroMQError) {
        // The publisher does not probe its peers: an answer after it has closed would reset the connection, and the
        // last messages on their way would be lost. Subscribers have the heartbeat topic. The last messages still go to
        // a subscriber that reads; for others the wait is bounded.
        let publishing = SocketOptions.live.with {
            $0.heartbeatInterval = nil
            $0.sendHighWater = configuration.limits.publicationQueue
            $0.linger = .seconds(5)
            $0.maxMessageBytes = min(configuration.limits.messageBytes, Self.longestPrefix)
        }
        let address = configuration.publication
        let socket = try Socket(
            .xpublish, in: context, options: keys.options(of: .publication, at: address, publishing))
        let watch = try DoorWatch(socket, at: .publication, isGuarded: keys.isGuarded(address), log: log)
        keys.porter.opened(.publication, at: address, largest: publishing.maxMessageBytes)
        try OpenDoor.bind(socket, address, mode: 0o666, patience: patience)
        try socket.refuseWhenFull(true)
        try socket.hearEverySubscription()
        publisher = Publisher(socket)
        file = DoorFile(address, mode: 0o666)
        self.address = address
        self.watch = watch
        self.keys = keys
        self.log = log
    }

    /// Takes what subscribers have said, and who has gone. False when nothing waited.
    mutating func hearSubscribers(_ takers: TopicTakers) throws(ZeroMQError) -> Bool {
        var heard = 0
        var last: Int32?
        while heard < Self.subscriptions, try receive() {
            heard += 1
            // What libzmq says itself of a connection that has gone has no sender; the watch tells of it.
            guard let connection = message.connection else {
                last = nil
                continue
            }
            let now = MachineClock.monotonic
            // First who has gone: a new connection may have the number of an old one.
            if connection != last { try tend(takers, now: now) }
            last = connection
            guard keys.isWelcome(message, at: address) else {
                keys.porter.cut(
                    connection, at: .publication, because: "its key is no longer on the allow-list", now: now)
                continue
            }
            if message.withUnsafeBytes({ takers.take(subscription: $0, from: connection) }) { continue }
            guard let tooMuch = noise.note(max(message.count, 16), from: connection) else { continue }
            noise.forget(tooMuch)
            keys.porter.cut(
                tooMuch, at: .publication, because: "it subscribes to too much that is no topic of ours", now: now)
        }
        return heard > 0
    }

    private mutating func receive() throws(ZeroMQError) -> Bool {
        let hasCome = try Self.receive(&message, publisher.shared)
        if hasCome, let connection = message.connection {
            let key = keys.isGuarded(address) ? keys.key(of: message) : nil
            keys.porter.took(message.count, frames: 1, from: connection, key: key)
        }
        return hasCome
    }

    private static func receive(_ message: inout Message, _ shared: SharedPublisher) throws(ZeroMQError) -> Bool {
        try shared.withSocket { socket throws(ZeroMQError) in try socket.receive(into: &message, wait: false) }
    }

    /// Takes note of the subscribers that have gone.
    mutating func tend(_ takers: TopicTakers, now: Int64) throws(ZeroMQError) {
        publisher.shared.withSocket { socket in file.tend(socket, .publication, now: now, log: log) }
        for connection in try watch.read(now: now) {
            takers.forget(connection)
            noise.forget(connection)
        }
    }

    var connected: Int { watch.connected }
    var refused: Int { watch.refused }
    var gone: Int { watch.gone }
    /// Connections cut because of what they made the daemon hold, or because their key is no longer on the list.
    var cut: Int { keys.porter.cut(at: .publication) }
}
