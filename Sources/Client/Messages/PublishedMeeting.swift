public import Meeting
public import Timing
public import Wire

/// The meeting: its timetable, the states of its sessions, and which one is shown (docs/protocol.md, section 4.11).
public struct PublishedMeeting: Hashable, Sendable {
    /// Name of the event.
    public let event: String
    /// The publication's history, of all sessions.
    public let epoch: UInt64
    /// It grows with every change of the meeting within the epoch.
    public let sequence: UInt64
    /// The daemon's time, UTC.
    public let now: Instant
    /// Id of the session that boards follow; nil before any was armed.
    public let shown: String?
    /// The session shown is the one that was commanded.
    public let isCommanded: Bool
    /// What clocks at the circuit are ahead of UTC; nil where that is not known.
    public let utcOffset: Milliseconds?
    /// All sessions, in order of their start.
    public let sessions: [Session]
    /// What follows from the results for the races ahead.
    public let proposals: [ProposalNote]
    /// How many documents have been issued.
    public let issued: Int
    /// The latest of them, in order of their numbers.
    public let documents: [PublishedDocument]
    /// What overlays show, in the order in which it was first shown.
    public let graphics: [PublishedGraphic]
    /// Transponders whose crossings go to several running sessions.
    public let shared: [Shared]

    /// A transponder that is in the entry lists of several running sessions: one of them is wrong.
    public struct Shared: Hashable, Sendable {
        /// The transponder's number.
        public let transponder: Transponder
        /// Ids of the sessions.
        public let sessions: [String]
        /// How many crossings went to more than one of them.
        public let crossings: Int
        /// Official time of the last of these.
        public let latest: Instant
    }

    /// One session of the meeting. Instants are UTC, and nil where it has not come into the state.
    public struct Session: Hashable, Sendable {
        /// As in topics and commands.
        public let id: String
        /// As the event file writes it.
        public let name: String
        /// What it is run for.
        public let kind: Word<Timing.Session.Kind>
        /// Name of its series.
        public let series: String
        /// How far it is.
        public let state: Word<SessionState>
        /// The start by the timetable.
        public let planned: Instant?
        /// The start after all shifts.
        public let start: Instant?
        /// When it was armed.
        public let armed: Instant?
        /// Its start signal.
        public let started: Instant?
        /// Its end.
        public let finished: Instant?
        /// When its result was published.
        public let provisional: Instant?
        /// When its result became final.
        public let final: Instant?
        /// When it was given up.
        public let abandoned: Instant?
        /// Why it was given up.
        public let reason: String?
        /// How much later than planned it started, or starts at best; negative where it is earlier.
        public let late: Milliseconds?
        /// The session that it is run again of.
        public let origin: Origin?
        /// The sequence of its last delta in the epoch; 0 where there is none.
        public let sequence: UInt64
    }

    /// The session that another one goes back to.
    public struct Origin: Hashable, Sendable {
        /// Its id.
        public let session: String
        /// Whether the later one takes its place, or is a further part of it.
        public let mode: Word<PlannedSession.Origin.Mode>
    }

    /// The session of this id; nil where there is none.
    public subscript(_ id: String) -> Session? { sessions.first { $0.id == id } }

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "meeting")
        event = try members.text("event")
        epoch = try members.number("epoch")
        sequence = try members.number("seq")
        now = try members.instant("nowMs")
        shown = try members.textOrNil("shown")
        isCommanded = try members.truth("commanded")
        utcOffset = try members.timeIfPresent("utcOffsetMs")
        sessions = try members.list("sessions")
        proposals = try members.list("proposals")
        issued = try members.number("issued")
        documents = try members.list("documents")
        graphics = try members.list("graphics")
        shared = try members.listIfPresent("shared") ?? []
    }
}

extension PublishedMeeting.Shared: Readable {
    init(_ members: Members) throws(Refusal) {
        transponder = Transponder(try members.number("transponder"))
        sessions = try members.texts("sessions")
        crossings = try members.number("crossings")
        latest = try members.instant("lastAtMs")
    }
}

extension PublishedMeeting.Session: Readable {
    init(_ members: Members) throws(Refusal) {
        id = try members.text("id")
        name = try members.text("name")
        kind = try members.word("kind")
        series = try members.text("series")
        state = try members.word("state")
        planned = try members.instantOrNil("plannedMs")
        start = try members.instantOrNil("startMs")
        armed = try members.instantOrNil("armedMs")
        started = try members.instantOrNil("startedMs")
        finished = try members.instantOrNil("finishedMs")
        provisional = try members.instantOrNil("provisionalMs")
        final = try members.instantOrNil("finalMs")
        abandoned = try members.instantOrNil("abandonedMs")
        reason = try members.textOrNil("reason")
        late = try members.timeOrNil("lateMs")
        origin = try members.objectOrNil("of")
        sequence = try members.number("seq")
    }
}

extension PublishedMeeting.Origin: Readable {
    init(_ members: Members) throws(Refusal) {
        session = try members.text("session")
        mode = try members.word("mode")
    }
}
