public import Timing

/// The configuration of `lapwing-web`: whom it follows, where it listens, what it shows.
public struct WebConfiguration: Hashable, Sendable {
    /// Bounds on what browsers can make it hold and ask.
    public struct Limits: Hashable, Sendable {
        /// Streams at once.
        public var readers = 20_000
        /// Bytes of ticks kept of each session for those who come back.
        public var historyBytes = 4 << 20
        /// A stream that takes nothing for so long is cut.
        public var readerStall = Milliseconds.seconds(15)
        /// Questions to the daemon in a second, for all readers together.
        public var questionsPerSecond = 10
        /// Sessions followed at once.
        public var sessions = 16

        public init() {}
    }

    /// Addresses of the daemon's publication; of a pair both.
    public var publication = ["tcp://127.0.0.1:5560"]
    /// Addresses of the daemon's query socket; of a pair both.
    public var query = ["tcp://127.0.0.1:5561"]
    /// Host and port that browsers connect to.
    public var host = "127.0.0.1"
    public var port = 8080
    /// Directory in which the same is written as files, for web servers; nil: none.
    public var publishTo: String?
    /// Path of the own secret key, and the daemon's public key; nil: without.
    public var key: String?
    public var serverKey: String?
    /// Faults are told before the stewards have decided on them.
    public var showsVerdicts = true
    /// Transponder numbers are told.
    public var showsTransponders = false
    /// By class and by cup, as `#2fc3cf`.
    public var classColours: [String: String] = [:]
    public var cupColours: [String: String] = [:]
    /// Times of day with 12 hours.
    public var hasTwelveHours = false
    /// Path of the operator's logo.
    public var logo: String?
    public var limits = Limits()
    public var logLevel = DaemonConfiguration.LogLevel.info

    /// All as it is usual.
    public init() {}
}
