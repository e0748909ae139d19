public import Meeting

/// What came to the control socket of a meeting's daemon: for the meeting itself, or for one of its sessions.
public enum ControlOrder: Hashable, Sendable {
    /// For the meeting.
    case meeting(MeetingCommand)
    /// For a session, whose core reads the message: the one named, or else the one that is meant by the command.
    case session(JSON, named: String?, meant: MeantBy)

    /// - Parameter isOfMeeting: whether this is the name of an act of the meeting: what takes one back is for the
    ///   meeting.
    public init(_ json: JSON, isOfMeeting: (String) -> Bool) throws(Refusal) {
        try json.requireType(["command"])
        let command = json["command"]
        let kind = command?["kind"]?.text
        let action = command?["action"]?.text ?? ""
        let isForMeeting =
            switch kind {
            case "session": MeetingCommand.Action.names.contains(action)
            case "document", "graphics": true
            case "amendment": action == "withdraw" && command?["act"]?.text.map(isOfMeeting) ?? false
            default: false
            }
        if isForMeeting {
            self = .meeting(try MeetingCommand(json))
            return
        }
        let named = json["session"] == nil ? nil : try json.requireText("session")
        let meant: MeantBy =
            switch (kind, action) {
            case ("session", "formation"), ("session", "start"): .start
            case ("session", "end"): .end
            case ("session", "final"): .final
            default: .race
            }
        self = .session(json, named: named, meant: meant)
    }
}
