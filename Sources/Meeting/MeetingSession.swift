public import Timing

/// A session of the meeting as it stands.
public struct MeetingSession: Hashable, Sendable {
    public let planned: PlannedSession
    public internal(set) var state = SessionState.planned
    /// How far its core has come.
    public internal(set) var reached = MeetingAct.Reached.scheduled
    /// When it is to begin, with all that has been shifted, in UTC; nil where nothing is planned.
    public internal(set) var due: Instant?
    /// When it was armed last, started, finished: in official time; nil: not yet.
    public internal(set) var armedAt: Instant?
    public internal(set) var startedAt: Instant?
    public internal(set) var finishedAt: Instant?
    public internal(set) var provisionalAt: Instant?
    public internal(set) var finalAt: Instant?
    /// Why it was abandoned.
    public internal(set) var reason: String?

    public var id: String { planned.id }

    init(_ planned: PlannedSession) {
        self.planned = planned
        due = planned.planned
    }
}
