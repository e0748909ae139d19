public import Timing

/// An act about the meeting: which session is about to run, which result is provisional, what the timetable becomes.
public struct MeetingAct: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The session is about to run. It ends no other.
        case arm(String)
        /// It is not about to run after all.
        case disarm(String)
        /// Its result is published, open to protest.
        case provisional(String)
        /// It counts for nothing.
        case abandon(String, reason: String)
        /// The session's core has come so far. The daemon itself says it.
        case reached(String, Reached)
        /// The planned starts of this session, and of those planned after it, are so much later.
        case shift(from: String, Milliseconds)
        /// The session that boards follow; nil: the one that runs.
        case show(String?)
        /// One more session, run as an earlier one is.
        case add(PlannedSession)
        /// Takes back the act of this name.
        case withdraw(String)
    }

    /// How far a session's core has come.
    public enum Reached: String, CaseIterable, Hashable, Sendable {
        case scheduled, running, finished
        /// Its result stands, by command.
        case final
    }

    /// Unique in the meeting; the same name twice is the same act.
    public let id: String
    /// When it was given, in official time.
    public let at: Instant
    /// Who gave it.
    public let by: String
    public let kind: Kind

    public init(id: String, at: Instant, by: String, kind: Kind) {
        self.id = id
        self.at = at
        self.by = by
        self.kind = kind
    }
}
