/// How far a session of the meeting has come.
public enum SessionState: String, CaseIterable, Sendable {
    /// In the timetable.
    case planned
    /// About to run: its window on the record is open, transponders are checked.
    case armed
    /// Started.
    case running
    /// The chequered flag is out, or it was ended; cars come in.
    case finished
    /// Its result is published and open to protest. It takes no more inputs but decisions and late crossings.
    case provisional
    /// Its result stands.
    case final
    /// It counts for nothing; its evidence stays.
    case abandoned

    /// Whether crossings come to it.
    public var isOpen: Bool {
        switch self {
        case .armed, .running, .finished: true
        case .planned, .provisional, .final, .abandoned: false
        }
    }
}
