public import Meeting
public import Timing

/// A command about the meeting as it came in: an act that may still need its name, its instant and its session
/// (docs/protocol.md, section 9).
public struct MeetingCommand: Hashable, Sendable {
    /// What it does. The session is known later where the command names none.
    public enum Action: Hashable, Sendable {
        case arm, disarm, provisional
        case abandon(reason: String)
        /// By so much, in milliseconds.
        case shift(Milliseconds)
        case show
        /// Boards follow the session that runs again.
        case showRunning
        /// A session of this id and name that stands for the one that the command is about.
        case add(id: String, name: String, PlannedSession.Parts)
        /// Of the daemon itself.
        case reached(MeetingAct.Reached)
        /// Takes back the act of this name.
        case withdraw(String)
    }

    /// Names the act; nil: Lapwing gives it a name.
    public let id: String?
    public let by: String
    /// The session that it is about; nil: the one that is meant.
    public let session: String?
    public let action: Action
    /// What it would do is asked for; it does nothing.
    public let isDryRun: Bool

    /// Whether a command is about the meeting, and not about what happened in a session.
    public static func isMeant(by json: JSON) -> Bool {
        guard let command = json["command"] else { return false }
        switch command["kind"]?.text {
        case "session": return command["action"]?.text.map(actions.contains) ?? false
        case "amendment":
            return command["action"]?.text == "withdraw" && command["act"]?.text?.hasPrefix(names) == true
        default: return false
        }
    }

    /// Names of the acts of a meeting begin so, where Lapwing gives them.
    public static let names = "meeting-"
    private static let actions: Set = ["arm", "disarm", "provisional", "abandon", "shift", "show", "add", "reached"]

    public init(_ json: JSON) throws(Refusal) {
        try json.requireType(["command"])
        id = json["id"] == nil ? nil : try json.requireText("id")
        by = try json.requireText("by")
        session = json["session"] == nil ? nil : try json.requireText("session")
        isDryRun = json["dryRun"]?.bool ?? false
        guard let command = json["command"] else { throw .missing("command") }
        action = try Self.action(command)
    }

    private static func action(_ command: JSON) throws(Refusal) -> Action {
        switch try command.requireText("action", in: "command") {
        case "arm": .arm
        case "disarm": .disarm
        case "provisional": .provisional
        case "abandon": .abandon(reason: try command.requireText("reason", most: 256, in: "command"))
        case "shift":
            .shift(Milliseconds(try command.require("byMs", -longest...longest, in: "command")))
        case "show": command["running"]?.bool == true ? .showRunning : .show
        case "add":
            .add(
                id: try sessionID(command, "id"), name: try command.requireText("name", most: 64, in: "command"),
                try parts(command))
        case "reached": .reached(try reached(command))
        case "withdraw": .withdraw(try command.requireText("act", in: "command"))
        case let other:
            throw .wrong("command.action", "\"\(other)\"", "arm, disarm, provisional, abandon, shift, show or add")
        }
    }

    /// A week: no timetable is shifted by more.
    private static let longest: Int64 = 7 * 86_400_000

    private static func sessionID(_ command: JSON, _ name: String) throws(Refusal) -> String {
        let letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
        let text = try command.requireText(name, most: 32, in: "command")
        guard text.allSatisfy(letters.contains), text != "meeting" else {
            throw .wrong("command.\(name)", "\"\(text)\"", "1 to 32 of a-z, 0-9 and -, other than meeting")
        }
        return text
    }

    private static func parts(_ command: JSON) throws(Refusal) -> PlannedSession.Parts {
        let word = try command.requireText("parts", in: "command")
        guard let parts = PlannedSession.Parts(rawValue: word) else {
            throw .wrong("command.parts", "\"\(word)\"", "replace or add")
        }
        return parts
    }

    private static func reached(_ command: JSON) throws(Refusal) -> MeetingAct.Reached {
        let word = try command.requireText("state", in: "command")
        guard let reached = MeetingAct.Reached(rawValue: word) else {
            throw .wrong("command.state", "\"\(word)\"", "scheduled, running, finished or final")
        }
        return reached
    }
}
