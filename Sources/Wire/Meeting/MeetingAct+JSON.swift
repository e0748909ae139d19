public import Meeting
import Timing

/// An act of the meeting as the journal has it: a command of section 9 with its name, its instant and its speaker.
extension MeetingAct {
    public func json(speaker: String) -> JSON {
        var members: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string("command")), .init("id", .string(id)),
            .init("by", .string(by)),
        ]
        if let session { members.append(.init("session", .string(session))) }
        members += [
            .init("atUs", .integer(max(at.milliseconds, 0) * 1000)), .init("command", .object(command)),
            .init("speaker", .string(speaker)),
        ]
        return .object(members)
    }

    /// Reads it back.
    public init(journalled json: JSON) throws(Refusal) {
        let command = try MeetingCommand(json)
        guard let id = command.id else { throw .missing("id") }
        let at = Instant(cutting: try json.require("atUs", 0...FeedDecoder.maximumInteger))
        self.init(id: id, at: at, by: command.by, kind: try Self.kind(command, json))
    }

    private static func kind(_ command: MeetingCommand, _ json: JSON) throws(Refusal) -> Kind {
        switch command.action {
        case .showRunning: return .show(nil)
        case .withdraw(let act): return .withdraw(act)
        case .arm, .disarm, .provisional, .abandon, .shift, .show, .add, .reached: break
        }
        guard let session = command.session else { throw .missing("session") }
        guard case .add(let id, let name, let parts) = command.action else { return command.kind(of: session) }
        guard let more = json["command"], let kind = (more["of"]?.text).flatMap({ Session.Kind(rawValue: $0) }) else {
            throw .missing("command.of")
        }
        return .add(
            PlannedSession(
                id: id, name: name, kind: kind, series: try more.requireText("series", most: 256, in: "command"),
                of: PlannedSession.Rerun(of: session, parts: parts)))
    }

    /// The session that it is about.
    public var session: String? {
        switch kind {
        case .arm(let session), .disarm(let session), .provisional(let session), .abandon(let session, _),
            .reached(let session, _), .shift(let session, _):
            session
        case .show(let session): session
        case .add(let planned): planned.of?.session
        case .withdraw: nil
        }
    }

    private var command: [JSON.Member] {
        func session(_ action: String, _ more: [JSON.Member] = []) -> [JSON.Member] {
            [.init("kind", .string("session")), .init("action", .string(action))] + more
        }
        switch kind {
        case .arm: return session("arm")
        case .disarm: return session("disarm")
        case .provisional: return session("provisional")
        case .abandon(_, let reason): return session("abandon", [.init("reason", .string(reason))])
        case .reached(_, let reached): return session("reached", [.init("state", .string(reached.rawValue))])
        case .shift(_, let time): return session("shift", [.init("byMs", .integer(time.count))])
        case .show(let shown): return session("show", shown == nil ? [.init("running", .bool(true))] : [])
        case .add(let planned):
            return session(
                "add",
                [
                    .init("id", .string(planned.id)), .init("name", .string(planned.name)),
                    .init("parts", .string((planned.of?.parts ?? .replace).rawValue)),
                    .init("of", .string(planned.kind.rawValue)), .init("series", .string(planned.series)),
                ])
        case .withdraw(let act):
            return [
                .init("kind", .string("amendment")), .init("action", .string("withdraw")), .init("act", .string(act)),
            ]
        }
    }
}

extension MeetingCommand {
    /// The act's kind, about this session. One that adds a session is made where the earlier one is known.
    public func kind(of session: String) -> MeetingAct.Kind {
        switch action {
        case .arm: .arm(session)
        case .disarm: .disarm(session)
        case .provisional: .provisional(session)
        case .abandon(let reason): .abandon(session, reason: reason)
        case .shift(let time): .shift(from: session, time)
        case .show: .show(session)
        case .showRunning: .show(nil)
        case .reached(let reached): .reached(session, reached)
        case .withdraw(let act): .withdraw(act)
        case .add(let id, let name, let parts):
            .add(
                PlannedSession(
                    id: id, name: name, kind: .race, series: "", of: PlannedSession.Rerun(of: session, parts: parts)))
        }
    }
}
