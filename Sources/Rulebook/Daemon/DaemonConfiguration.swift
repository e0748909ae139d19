public import Timing

/// The daemon's configuration: event, feeds, addresses and limits. It needs all of them before it starts.
public struct DaemonConfiguration: Hashable, Sendable {
    /// One box or timing stand that sends crossings.
    public struct Feed: Hashable, Sendable {
        /// As the status and the log name it.
        public let name: String
        /// Address of the feed's PUB socket.
        public let connect: String
        /// Address of the ROUTER socket that has its crossings again, where there is one.
        public let recovery: String?
        /// Name of the allow-list's entry whose key the feed proves; nil without keys.
        public let key: String?
        /// Beside keys: the feed proves none, for it is on this machine or on a private line.
        public let withoutKey: Bool

        public init(
            name: String, connect: String, recovery: String? = nil, key: String? = nil, withoutKey: Bool = false
        ) {
            self.name = name
            self.connect = connect
            self.recovery = recovery
            self.key = key
            self.withoutKey = withoutKey
        }
    }

    /// Bounds on what the daemon takes and keeps.
    public struct Limits: Hashable, Sendable {
        /// Largest message taken on any socket, in bytes.
        public var messageBytes: Int
        /// Messages of one feed that may wait to be read.
        public var feedQueue: Int
        /// Messages that may wait for one subscriber.
        public var publicationQueue: Int
        /// Bytes of deltas kept so that a subscriber can ask for a range.
        public var historyBytes: Int
        /// Transponders without a car that are kept with their crossings.
        public var unknownTransponders: Int
        /// Questions and commands that one peer may send in a second, in the long run. Five seconds' worth may come
        /// at once.
        public var requestsPerSecond: Int
        /// A peer that takes nothing for so long is disconnected.
        public var subscriberStall: Milliseconds

        public init(
            messageBytes: Int = 1 << 20, feedQueue: Int = 100_000, publicationQueue: Int = 100_000,
            historyBytes: Int = 6 << 20, unknownTransponders: Int = 1000, requestsPerSecond: Int = 100,
            subscriberStall: Milliseconds = .seconds(30)
        ) {
            self.messageBytes = messageBytes
            self.feedQueue = feedQueue
            self.publicationQueue = publicationQueue
            self.historyBytes = historyBytes
            self.unknownTransponders = unknownTransponders
            self.requestsPerSecond = requestsPerSecond
            self.subscriberStall = subscriberStall
        }
    }

    /// The least weight at which a log line is written.
    public enum LogLevel: String, CaseIterable, Hashable, Sendable {
        case trace, debug, info, notice, warning, error, critical
    }

    /// Path of the event's file.
    public var event: String
    /// Id of the session to run; nil for the event's first.
    public var session: String?
    /// Never empty when loaded.
    public var feeds: [Feed]
    /// Address that the publication binds.
    public var publication: String
    /// Address that the query socket binds.
    public var query: String
    /// Address that the control socket binds. On tcp never without `keys` when loaded.
    public var control: String
    /// The users that may open the control socket's file, where it is an ipc address.
    public var controlMode: ControlMode
    /// Nil: every socket is in clear, and open to all who reach its address.
    public var keys: Keys?
    /// The journal on the disk.
    public var journal: Journal
    /// Nil where the daemon has no second.
    public var pair: Pair?
    public var limits: Limits
    /// Silence after which a feed is called silent. When all are silent, the daemon's clock takes over.
    public var feedSilentAfter: Milliseconds
    public var logLevel: LogLevel

    public init(
        event: String, session: String? = nil, feeds: [Feed],
        publication: String = "tcp://127.0.0.1:5560", query: String = "tcp://127.0.0.1:5561",
        control: String = "ipc:///run/lapwing/control", controlMode: ControlMode = .owner, keys: Keys? = nil,
        journal: Journal = Journal(), pair: Pair? = nil, limits: Limits = Limits(),
        feedSilentAfter: Milliseconds = .seconds(3), logLevel: LogLevel = .info
    ) {
        self.event = event
        self.session = session
        self.feeds = feeds
        self.publication = publication
        self.query = query
        self.control = control
        self.controlMode = controlMode
        self.keys = keys
        self.journal = journal
        self.pair = pair
        self.limits = limits
        self.feedSilentAfter = feedSilentAfter
        self.logLevel = logLevel
    }
}
