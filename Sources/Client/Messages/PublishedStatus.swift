public import Timing
public import Wire

/// The daemon's health (docs/protocol.md, section 4.6).
public struct PublishedStatus: Hashable, Sendable {
    /// Official time, UTC.
    public let now: Instant
    /// Id of the session.
    public let session: String
    /// The history that the sequence belongs to.
    public let epoch: UInt64
    /// The sequence of the last delta; 0 before the first.
    public let sequence: UInt64
    /// For how long the daemon has run.
    public let uptime: Milliseconds
    /// The feeds.
    public let feeds: [FeedHealth]
    /// Messages that were not understood, counted by reason.
    public let refused: [Count]
    /// What came in.
    public let inputs: Inputs
    /// What waits, and what is kept.
    public let queues: Queues
    /// Who takes the publication.
    public let publication: Takers
    /// Who is at the sockets.
    public let doors: [Door]
    /// How far the journal is; nil without one.
    public let journal: JournalHealth?
    /// The other daemon of a pair; nil of a daemon alone.
    public let pair: PairHealth?
    /// Which transponders have crossed a loop; nil from the start on.
    public let transponders: SightedTransponders?
    /// Acts of the journal that are refused now and wait for a decision.
    public let pending: [PublishedPending]

    /// A number with its name.
    public struct Count: Hashable, Sendable {
        /// What is counted.
        public let name: String
        /// How often.
        public let count: Int
    }

    /// Inputs that were taken, counted.
    public struct Inputs: Hashable, Sendable {
        /// Crossings.
        public let crossings: Int
        /// Commands that took effect.
        public let acts: Int
        /// Times.
        public let times: Int
    }

    /// Lengths of the daemon's queues.
    public struct Queues: Hashable, Sendable {
        /// Inputs that wait for the lane, late crossings that have not taken effect among them.
        public let lane: Int
        /// Deltas that can be asked for again.
        public let history: Int
    }

    /// Subscribers.
    public struct Takers: Hashable, Sendable {
        /// Connected now.
        public let subscribers: Int
        /// Messages for which at least one subscriber's queue had no room.
        public let missed: Int
        /// Connections that have ended.
        public let gone: Int
    }

    /// One of the daemon's sockets.
    public struct Door: Hashable, Sendable {
        /// Its name: `publication`, `query`, `control`, `journal`, `feed NAME`.
        public let name: String
        /// Peers connected now.
        public let connected: Int
        /// Attempts refused because a key was missing or wrong.
        public let refused: Int
        /// Connections cut because of what they made the daemon hold, or because their key left the allow-list.
        public let cut: Int
    }

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "status")
        now = try members.instant("nowMs")
        session = try members.text("session")
        epoch = try members.number("epoch")
        sequence = try members.number("seq")
        uptime = try members.time("uptimeMs")
        feeds = try members.list("feeds")
        refused = try members.counts("refused").map { Count(name: $0.name, count: $0.count) }
        inputs = try members.object("inputs")
        queues = try members.object("queues")
        publication = try members.object("publication")
        let doors: [(name: String, value: Peers)] = try members.named("doors")
        self.doors = doors.map {
            Door(name: $0.name, connected: $0.value.connected, refused: $0.value.refused, cut: $0.value.cut)
        }
        journal = try members.objectOrNil("journal")
        pair = try members.objectOrNil("pair")
        transponders = try members.objectIfPresent("transponders")
        pending = try members.listIfPresent("pending") ?? []
    }

    private struct Peers: Readable {
        let connected: Int
        let refused: Int
        let cut: Int

        init(_ members: Members) throws(Refusal) {
            connected = try members.number("connected")
            refused = try members.number("refused")
            cut = try members.number("cut")
        }
    }
}

extension PublishedStatus.Inputs: Readable {
    init(_ members: Members) throws(Refusal) {
        crossings = try members.number("crossings")
        acts = try members.number("acts")
        times = try members.number("times")
    }
}

extension PublishedStatus.Queues: Readable {
    init(_ members: Members) throws(Refusal) {
        lane = try members.number("lane")
        history = try members.number("history")
    }
}

extension PublishedStatus.Takers: Readable {
    init(_ members: Members) throws(Refusal) {
        subscribers = try members.number("subscribers")
        missed = try members.number("missed")
        gone = try members.number("gone")
    }
}
