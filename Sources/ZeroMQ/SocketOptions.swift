/// How a socket behaves when the network does not. Start from `live` and change what is special:
///
///     let options = SocketOptions.live.with { $0.sendHighWater = 100_000 }
///
/// Everything is set before the first bind or connect, since libzmq ignores most of it afterwards.
public struct SocketOptions: Sendable {
    /// How long a closed socket goes on sending what it has queued. libzmq: for ever, so that a service with one dead
    /// peer never stops.
    public var linger: Duration = .seconds(1)

    /// Messages queued for each peer before publishers drop and others wait. libzmq: 1000, which a slow reader fills
    /// in a millisecond of a burst. 0 is no limit: one stuck reader then takes the machine's memory.
    public var sendHighWater = 10_000

    /// Messages queued from each peer before it is made to wait or, if it publishes, to drop. libzmq: 1000.
    public var receiveHighWater = 10_000

    /// The longest frame taken from a peer; a peer that sends a longer one is disconnected. libzmq: no limit, so that
    /// any stranger can make the service allocate any amount.
    public var maxMessageBytes = 4 << 20

    /// How often a silent connection is probed. libzmq: never, so that a subscriber does not learn that its publisher's
    /// cable was pulled. `nil` switches probing off.
    public var heartbeatInterval: Duration? = .seconds(1)

    /// How long after a probe the connection counts as dead. libzmq: one interval, which a busy peer can miss.
    public var heartbeatTimeout: Duration = .seconds(3)

    /// How long the peer shall wait for our probes before it gives the connection up; told to it with each probe and
    /// cut to tenths of a second. libzmq: the peer never gives up, and keeps our ghost's queue.
    public var heartbeatTimeToLive: Duration = .seconds(5)

    /// The first pause before a lost connection is tried again. libzmq: 100 ms.
    public var reconnectInterval: Duration = .milliseconds(100)

    /// The longest such pause; it doubles up to here. A daemon is back a third of a second after it was killed, and who
    /// follows it sees that as soon. libzmq: no doubling, so that a hall of clients hammers a server that starts.
    public var reconnectIntervalMax: Duration = .milliseconds(250)

    /// How long the system may try to reach a peer that does not answer at all. libzmq: as long as the system likes,
    /// two minutes here, in which a network that has come back goes unnoticed.
    public var connectTimeout: Duration = .seconds(5)

    /// How long a peer may take to introduce itself. libzmq: 30 s, for which a port scanner holds a connection.
    public var handshakeInterval: Duration = .seconds(5)

    /// How long `send` waits for room; then it returns `false`. `nil` waits for ever, libzmq's default, which only
    /// `Context.shutdown()` ends.
    public var sendTimeout: Duration? = .seconds(1)

    /// How long `receive` waits for a message; then it returns `false`. `nil` waits for ever, as in libzmq.
    public var receiveTimeout: Duration? = .seconds(1)

    /// Queue only for peers that are connected. libzmq: off, so that requests to a server that is down are kept and
    /// all reach it, long stale, when it returns. Concerns push, dealer and request; others have nothing to queue.
    public var immediate = true

    /// A router's send to a peer that has gone throws `.noSuchPeer`. libzmq: off, the reply is dropped in silence.
    /// Concerns router.
    public var routerMandatory = true

    /// Silence after which the system itself probes the connection, each 5 s, three times. libzmq: the system's
    /// default, off on Linux. Covers peers that answer no heartbeat. `nil` leaves the system's default.
    public var tcpKeepalive: Duration? = .seconds(15)

    /// How long sent bytes may go unacknowledged, or a peer's window stay shut, before the connection is given up.
    /// libzmq: as long as the system likes, in which a peer that takes nothing keeps its full queue. `nil`: as libzmq.
    public var tcpStall: Duration?

    /// Bytes of each peer that the system keeps until they are read. libzmq: as the system likes, megabytes. `nil`: as
    /// libzmq.
    public var receiveBuffer: Int?

    /// The keys of the socket, see `Security`. libzmq: none, open to all.
    public var security = Security.none

    /// The `Authenticator`'s name of the socket. Empty: it is asked only where the socket is a CURVE server.
    public var authenticationDomain = ""

    /// For a service that has to be up all weekend. It is also the only start: there are no bare defaults to forget.
    public static let live = SocketOptions()

    /// These options with a change.
    public func with(_ change: (inout SocketOptions) -> Void) -> SocketOptions {
        var changed = self
        change(&changed)
        return changed
    }

    private init() {}
}
