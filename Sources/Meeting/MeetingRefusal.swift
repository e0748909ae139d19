/// Why the meeting refuses an act, in words for a person. The state is unchanged.
public struct MeetingRefusal: Error, Hashable, Sendable {
    /// What a program tells refusals apart by.
    public enum Reason: Sendable {
        /// The meeting has no such session.
        case unknownSession
        /// The session is not in a state in which this can be done.
        case wrongState
        /// None, or more than one, could be meant.
        case whichSession
        /// The name is taken by something else.
        case idInUse
        /// No act has this name.
        case unknownAct
        /// A value that cannot be meant.
        case wrongValue
    }

    /// What kind of refusal it is.
    public let reason: Reason
    /// What was found.
    public let found: String
    /// What would have been accepted.
    public let expected: String
    /// What to do.
    public let remedy: String

    init(_ reason: Reason, _ found: String, expected: String, remedy: String) {
        self.reason = reason
        self.found = found
        self.expected = expected
        self.remedy = remedy
    }
}
