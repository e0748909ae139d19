/// What a command without a session is, to find the session that it means.
public enum MeantBy: Hashable, Sendable {
    /// Opens a session's window.
    case arm
    /// Closes it again.
    case disarm
    /// The formation lap or the start signal.
    case start
    /// The end of the session.
    case end
    /// What happens on the track or is decided: a flag, a driver, a penalty, an amendment, a duration.
    case race
    /// The result is published.
    case provisional
    /// The result is final.
    case final
    /// The session is given up.
    case abandon
    /// The timetable moves from here on.
    case shift

    /// Sets of states, tried in turn: the session is the one in the first set that has any.
    var states: [Set<SessionState>] {
        switch self {
        case .arm: [[.planned]]
        case .disarm: [[.armed]]
        case .start: [[.armed], [.running]]
        case .end: [[.running], [.finished], [.armed]]
        case .race: [[.running], [.armed, .finished], [.provisional]]
        case .provisional: [[.finished]]
        case .final: [[.provisional]]
        case .abandon: [[.running], [.armed]]
        case .shift: [[.planned, .armed]]
        }
    }

    /// Of several the next one of the timetable is meant.
    var takesNext: Bool { self == .arm || self == .shift }
}
