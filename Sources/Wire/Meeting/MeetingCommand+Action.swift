public import Meeting
public import Timing

extension MeetingCommand {
    /// What a command does to the meeting.
    public enum Action: Hashable, Sendable {
        /// The session's window opens.
        case arm
        /// An armed session is only planned again.
        case disarm
        /// The result of the finished session is published.
        case provisional
        /// The session is given up.
        case abandon(reason: String)
        /// The planned start of the session and of all later ones moves.
        case shift(Milliseconds)
        /// Boards follow the session; without one they go along by themselves.
        case show
        /// A session more.
        case add(AddedSession)
        /// A document is issued; the meeting gives its number.
        case issue(MeetingDocument.Issue)
        /// An overlay shows this; the session is that of the command.
        case showGraphic(Graphic)
        /// An overlay no longer shows this subject; nil: nothing any more.
        case hideGraphic(String?)
        /// Takes back an act of the meeting.
        case withdraw(String)

        /// The actions of a `session` command that are the meeting's; the others are the session's own.
        static let names: Set = ["arm", "disarm", "provisional", "abandon", "shift", "show", "add"]
        /// The timetable is shifted by at most a week at once, in milliseconds.
        private static let mostShift: Int64 = 604_800_000

        /// Reads the member `command` of a message.
        init(_ command: JSON) throws(Refusal) {
            let kind = try command.requireText("kind", in: "command")
            let action = try command.requireText("action", in: "command")
            if kind == "amendment", action == "withdraw" {
                self = .withdraw(try command.requireText("act", in: "command"))
                return
            }
            if kind == "document" {
                guard action == "issue" else { throw .wrong("command.action", "\"\(action)\"", "issue") }
                self = .issue(try MeetingDocument.Issue(command))
                return
            }
            if kind == "graphics" {
                self = try Self.graphics(action, command)
                return
            }
            guard kind == "session" else { throw .wrong("command.kind", "\"\(kind)\"", "session") }
            self =
                switch action {
                case "arm": .arm
                case "disarm": .disarm
                case "provisional": .provisional
                case "abandon": .abandon(reason: try command.requireText("reason", most: 256, in: "command"))
                case "shift":
                    .shift(Milliseconds(try command.require("byMs", -Self.mostShift...Self.mostShift, in: "command")))
                case "show": .show
                case "add": .add(try AddedSession(command))
                case let other:
                    throw .wrong("command.action", "\"\(other)\"", Self.names.sorted().joined(separator: ", "))
                }
        }

        /// What the act does to this session; nil where it needs one.
        func kind(of session: String?) -> MeetingAct.Kind? {
            switch self {
            case .arm: session.map { .arm($0) }
            case .disarm: session.map { .disarm($0) }
            case .provisional: session.map { .provisional($0) }
            case .abandon(let reason): session.map { .abandon($0, reason: reason) }
            case .shift(let time): session.map { .shift(from: $0, by: time) }
            case .show: .show(session)
            case .add(let added): .add(added)
            case .issue(let issue): .issue(issue)
            case .showGraphic(let graphic): .showGraphic(graphic.of(session))
            case .hideGraphic(let subject): .hideGraphic(subject)
            case .withdraw(let act): .withdraw(act)
            }
        }

        /// By what the session is found that is meant where none is named; nil where none is needed.
        public var meant: MeantBy? {
            switch self {
            case .arm: .arm
            case .disarm: .disarm
            case .provisional: .provisional
            case .abandon: .abandon
            case .shift: .shift
            case .show, .add, .withdraw, .issue, .showGraphic, .hideGraphic: nil
            }
        }

        var members: [JSON.Member] {
            func session(_ action: String, _ more: [JSON.Member] = []) -> [JSON.Member] {
                [.init("kind", .string("session")), .init("action", .string(action))] + more
            }
            switch self {
            case .arm: return session("arm")
            case .disarm: return session("disarm")
            case .provisional: return session("provisional")
            case .abandon(let reason): return session("abandon", [.init("reason", .string(reason))])
            case .shift(let time): return session("shift", [.init("byMs", .integer(time.count))])
            case .show: return session("show")
            case .add(let added): return session("add", added.members)
            case .issue(let issue):
                return [.init("kind", .string("document")), .init("action", .string("issue"))] + issue.members
            case .showGraphic(let graphic):
                return [.init("kind", .string("graphics")), .init("action", .string("show"))] + graphic.members
            case .hideGraphic(let subject):
                return [.init("kind", .string("graphics")), .init("action", .string("hide"))]
                    + (subject.map { [.init("subject", .string($0))] } ?? [])
            case .withdraw(let act):
                return [
                    .init("kind", .string("amendment")), .init("action", .string("withdraw")),
                    .init("act", .string(act)),
                ]
            }
        }
    }
}

extension AddedSession {
    fileprivate init(_ command: JSON) throws(Refusal) {
        let word = try command.requireText("mode", in: "command")
        guard let mode = PlannedSession.Origin.Mode(rawValue: word) else {
            throw .wrong("command.mode", "\"\(word)\"", "replace or aggregate")
        }
        let id = try command.requireText("id", in: "command")
        guard id.utf8.allSatisfy(Self.isOfName) else {
            throw .wrong("command.id", "\"\(id)\"", "letters, digits, - and _")
        }
        let most = FeedDecoder.maximumInteger
        self.init(
            id: id, origin: .init(session: try command.requireText("of", in: "command"), mode: mode),
            name: command["name"] == nil ? nil : try command.requireText("name", most: 128, in: "command"),
            start: command["plannedUs"] == nil
                ? nil : Instant(cutting: try command.require("plannedUs", 0...most, in: "command")))
    }

    /// A name is part of topics.
    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    fileprivate var members: [JSON.Member] {
        var members: [JSON.Member] = [
            .init("id", .string(id)), .init("of", .string(origin.session)),
            .init("mode", .string(origin.mode.rawValue)),
        ]
        if let name { members.append(.init("name", .string(name))) }
        if let start { members.append(.init("plannedUs", .integer(start.milliseconds * 1000))) }
        return members
    }
}
