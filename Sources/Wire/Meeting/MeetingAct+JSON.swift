public import Meeting
import Timing

/// Acts of the meeting as commands of section 3 of docs/protocol.md; so they stand in a journal, too.
extension MeetingAct {
    /// Reads an act that has its name, its session and its instant, as in a journal.
    public init(_ json: JSON) throws(Refusal) {
        try json.requireType(["command"])
        let most = FeedDecoder.maximumInteger
        guard let command = json["command"] else { throw .missing("command") }
        guard case .object = command else { throw .wrong("command", command.kind, "an object") }
        self.init(
            id: try json.requireText("id"), at: Instant(cutting: try json.require("atUs", 0...most)),
            by: try json.requireText("by"), kind: try Kind(command, of: json))
    }

    /// The act as a message; in a journal with the name of the key that it came with.
    public func json(speaker: String? = nil) -> JSON {
        var members: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string("command")), .init("id", .string(id)),
            .init("by", .string(by)),
        ]
        if let named = kind.named { members.append(.init("session", .string(named))) }
        members.append(.init("atUs", .integer(at.milliseconds * 1000)))
        members.append(.init("command", .object(kind.members)))
        if let speaker { members.append(.init("speaker", .string(speaker))) }
        return .object(members)
    }
}

extension MeetingAct.Kind {
    /// `message` is the whole command: the session stands there.
    fileprivate init(_ command: JSON, of message: JSON) throws(Refusal) {
        if try command.requireText("kind", in: "command") == "session",
            try command.requireText("action", in: "command") == "reached"
        {
            let word = try command.requireText("state", in: "command")
            guard let state = SessionState(rawValue: word) else {
                throw .wrong(
                    "command.state", "\"\(word)\"", SessionState.allCases.map(\.rawValue).joined(separator: ", "))
            }
            self = .reached(try message.requireText("session"), state)
            return
        }
        let action = try MeetingCommand.Action(command)
        let session = message["session"] == nil ? nil : try message.requireText("session")
        guard let kind = action.kind(of: session) else { throw .missing("session") }
        if case .provisional(let id, nil) = kind, command["seq"] != nil {
            let most = FeedDecoder.maximumInteger
            self = .provisional(id, sequence: UInt64(try command.require("seq", 0...most, in: "command")))
            return
        }
        self = kind
    }

    /// The session that stands in the message beside the command.
    fileprivate var named: String? {
        switch self {
        case .arm(let id), .disarm(let id), .provisional(let id, _), .abandon(let id, _), .reached(let id, _): id
        case .shift(let id, _): id
        case .show(let id): id
        case .showGraphic(let graphic): graphic.session
        case .add, .withdraw, .issue, .hideGraphic: nil
        }
    }

    fileprivate var members: [JSON.Member] {
        func session(_ action: String, _ more: JSON.Member...) -> [JSON.Member] {
            [.init("kind", .string("session")), .init("action", .string(action))] + more
        }
        switch self {
        case .reached(_, let state): return session("reached", .init("state", .string(state.rawValue)))
        case .arm: return MeetingCommand.Action.arm.members
        case .disarm: return MeetingCommand.Action.disarm.members
        case .provisional(_, let sequence):
            let seq = sequence.map { [JSON.Member("seq", .integer(Int64(clamping: $0)))] } ?? []
            return MeetingCommand.Action.provisional.members + seq
        case .abandon(_, let reason): return MeetingCommand.Action.abandon(reason: reason).members
        case .shift(_, let time): return MeetingCommand.Action.shift(time).members
        case .show: return MeetingCommand.Action.show.members
        case .add(let added): return MeetingCommand.Action.add(added).members
        case .issue(let issue): return MeetingCommand.Action.issue(issue).members
        case .showGraphic(let graphic): return MeetingCommand.Action.showGraphic(graphic).members
        case .hideGraphic(let subject): return MeetingCommand.Action.hideGraphic(subject).members
        case .withdraw(let act): return MeetingCommand.Action.withdraw(act).members
        }
    }
}
