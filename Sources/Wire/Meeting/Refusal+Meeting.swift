public import Meeting

extension Refusal {
    /// A refusal of the meeting in the protocol's words.
    public init(_ refusal: MeetingRefusal) {
        switch refusal {
        case .unknownSession(let id, let known):
            self.init(
                .unknownSession, field: "session", "no session is \"\(id)\"",
                expected: known.joined(separator: ", "), remedy: "name one of these (lapwing timetable)")
        case .wrongState(let id, let state, let expected):
            self.init(
                .wrongValue, field: "session", "\(id) is \(state.rawValue)", expected: Self.words(expected),
                remedy: "look at the timetable (lapwing timetable), and name the session that is meant")
        case .notPlanned(let id):
            self.init(
                .wrongValue, field: "session", "no start of \(id) is planned",
                expected: "a session with a planned start",
                remedy: "give it one in the event's file (planned), or name another")
        case .idInUse(let id):
            self.init(
                .idInUse, field: "command.id", "a session \"\(id)\" is there already", expected: "a new id",
                remedy: "choose another, like \(id)b")
        case .nameInUse(let id):
            self.init(
                .idInUse, field: "id", "\"\(id)\" names another act", expected: "a new id",
                remedy: "give each act its own id, or leave it out")
        case .unknownAct(let id):
            self.init(
                .unknownAct, field: "command.act", "no act of the meeting is named \"\(id)\"",
                expected: "the id of an act", remedy: "take the id from the answer to the command")
        case .cannotWithdraw(let id, let why):
            self.init(
                .wrongValue, field: "command.act", "\(id) cannot be taken back: \(why)",
                expected: "an act on which no other rests", remedy: "take back the later act first")
        case .whichSession(let candidates, let expected):
            let found =
                candidates.isEmpty ? "no session is \(Self.words(expected))" : candidates.joined(separator: " or ")
            self.init(
                .unknownSession, field: "session", found, expected: "one session that can be meant",
                remedy: "name it (--session)")
        }
    }

    private static func words(_ states: [SessionState]) -> String {
        states.map(\.rawValue).joined(separator: " or ")
    }
}
