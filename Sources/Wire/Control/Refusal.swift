/// Why a message was not accepted. Names and texts are part of the protocol (docs/protocol.md, section 3).
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The word by which a program tells refusals apart; `rawValue` is `reason` of the message.
    public enum Reason: String, CaseIterable, Sendable {
        case notJSON = "not-json"
        case wrongVersion = "wrong-version"
        case wrongType = "wrong-type"
        case missingField = "missing-field"
        case wrongValue = "wrong-value"
        case unknownSession = "unknown-session"
        /// The session is not in a state in which that can be done.
        case wrongState = "wrong-state"
        /// Of the sessions of the meeting none, or more than one, could be meant.
        case whichSession = "which-session"
        case unknownCar = "unknown-car"
        case unknownLoop = "unknown-loop"
        case unknownAct = "unknown-act"
        case unknownCrossing = "unknown-crossing"
        /// The crew has no such driver.
        case unknownDriver = "unknown-driver"
        /// The car has not driven the lap.
        case unknownLap = "unknown-lap"
        /// An instant that cannot be meant, unless the sender insists.
        case outsideSession = "outside-session"
        /// A start signal of a session that has started.
        case alreadyStarted = "already-started"
        /// What it undoes has to be agreed to.
        case wouldLose = "would-lose"
        /// The same command was given a moment before.
        case twice
        /// What a command would do cannot be tried out now.
        case noDryRun = "no-dry-run"
        case tooMany = "too-many"
        case idInUse = "id-in-use"
        /// The key's roles do not cover it.
        case notAllowed = "not-allowed"
        /// More requests than one peer may send.
        case tooFast = "too-fast"
        case badMagic = "bad-magic"
        case badLength = "bad-length"
        case wrongEpoch = "wrong-epoch"
        case tooOld = "too-old"
        case notYet = "not-yet"
        case standby
        case wrongJournal = "wrong-journal"
        /// A time that would take the session far ahead.
        case farAhead = "far-ahead"
    }

    /// What kind of refusal it is.
    public let reason: Reason
    /// Path of the member, for example `command.car`; empty for the whole message.
    public let field: String
    /// What was wrong, in words.
    public let message: String
    /// What would have been accepted, in words.
    public let expected: String
    /// What to do, in words.
    public let remedy: String

    public init(_ reason: Reason, field: String = "", _ message: String, expected: String, remedy: String) {
        self.reason = reason
        self.field = field
        self.message = message
        self.expected = expected
        self.remedy = remedy
    }

    public var description: String {
        let place = field.isEmpty ? "" : "\(field): "
        return "\(reason.rawValue): \(place)\(message); expected \(expected); \(remedy)"
    }

    static func notJSON(_ what: String, at offset: Int) -> Refusal {
        Refusal(
            .notJSON, "\(what) at byte \(offset)", expected: "one JSON object in UTF-8",
            remedy: "send one complete object a message, without a trailing newline or a byte order mark")
    }
}
