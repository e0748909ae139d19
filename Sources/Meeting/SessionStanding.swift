public import Timing

/// Where a session of the meeting stands.
public struct SessionStanding: Hashable, Sendable {
    /// As the timetable has it.
    public let planned: PlannedSession
    /// How far it is.
    public internal(set) var state = SessionState.planned
    /// When it is to start after all shifts; nil: without a time.
    public internal(set) var start: Instant?
    /// When it came into each state that it has gone through and that still holds.
    public internal(set) var instants: [SessionState: Instant] = [:]
    /// The sequence of the session's last delta when its result was published; nil where it was not, or is not known.
    public internal(set) var publishedSequence: UInt64?
    /// Why it was abandoned; nil where it was not.
    public internal(set) var reason: String?

    init(_ planned: PlannedSession) {
        self.planned = planned
        start = planned.start
    }

    /// Its id.
    public var id: String { planned.id }

    /// It has had a start signal that still holds.
    public var hasStarted: Bool { instants[.running] != nil || instants[.finished] != nil }

    /// How much later than planned it started, or starts at best: at its shifted time or now, whichever is later.
    /// Negative where it is earlier; nil without a planned time, and of one abandoned before its start.
    public func delay(at now: Instant) -> Milliseconds? {
        guard let planned = planned.start else { return nil }
        if let started = instants[.running] { return started - planned }
        guard state.isAhead, let start else { return nil }
        return max(start, now) - planned
    }

    /// Comes into a state: what it was in later states, by what is left behind, holds no more.
    mutating func enter(_ state: SessionState, at instant: Instant) {
        self.state = state
        let order: [SessionState] = [.planned, .armed, .running, .finished, .provisional, .final]
        if let place = order.firstIndex(of: state) {
            for later in order[(place + 1)...] { instants[later] = nil }
        }
        // A start signal that is taken back leaves the window where it was.
        if state == .armed, instants[.armed] != nil { return }
        if state != .planned { instants[state] = instant }
    }
}
