/// Why an act of the meeting cannot be.
public enum MeetingRefusal: Error, Hashable, Sendable {
    /// No session has this id; the ids there are.
    case unknownSession(String, known: [String])
    /// The session is not in a state from which the act leads on.
    case wrongState(String, SessionState, expected: [SessionState])
    /// The timetable plans no start of it.
    case notPlanned(String)
    /// A session has this id already.
    case idInUse(String)
    /// Another act has this name.
    case nameInUse(String)
    /// No act has this name.
    case unknownAct(String)
    /// The act is taken back already, or cannot be: another rests on it.
    case cannotWithdraw(String, because: String)
    /// A command names no session, and none, or several, can be meant.
    case whichSession(candidates: [String], expected: [SessionState])
}
