/// How far a session of the meeting is.
public enum SessionState: String, CaseIterable, Sendable {
    /// In the timetable, and no more.
    case planned
    /// Its cars may come: crossings count as warm-up, and it can be started.
    case armed
    /// It has started and has not ended.
    case running
    /// It is over; it has no result that was published.
    case finished
    /// Its result is published and can be protested against.
    case provisional
    /// Its result is final.
    case final
    /// It was given up. Its record stays.
    case abandoned

    /// The states that may follow this one, also where the session's own acts are taken back.
    public var next: Set<SessionState> {
        switch self {
        case .planned: [.armed, .abandoned]
        case .armed: [.planned, .running, .finished, .abandoned]
        case .running: [.armed, .finished, .abandoned]
        case .finished: [.armed, .running, .provisional, .final, .abandoned]
        case .provisional: [.armed, .running, .finished, .final, .abandoned]
        case .final: [.armed, .running, .finished, .provisional]
        case .abandoned: []
        }
    }

    /// What a session comes to on its way to a state: it may have gone further before anybody could be told. Armed,
    /// running, finished, final, each in its turn; backwards at once, since then acts were taken back.
    public func way(to state: SessionState) -> [SessionState] {
        let course: [SessionState] = [.armed, .running, .finished, .final]
        guard let place = course.firstIndex(of: self), let end = course.firstIndex(of: state), place < end else {
            return self == state ? [] : [state]
        }
        return Array(course[(place + 1)...end])
    }

    /// Crossings may be the session's: its window is open.
    public var isOpen: Bool { self == .armed || self == .running || self == .finished }

    /// It has not been run, and is to be.
    public var isAhead: Bool { self == .planned || self == .armed }
}
