import Timing

extension MeetingRefusal {
    static func unknownSession(_ id: String, _ sessions: [SessionStanding]) -> Self {
        let nearest = sessions.map(\.id).min { $0.distance(to: id) < $1.distance(to: id) }
        let meant = nearest.map { "\"\($0)\" is nearest; " } ?? ""
        return Self(
            .unknownSession, "the meeting has no session \"\(id)\"",
            expected: sessions.isEmpty ? "a session of the timetable" : sessions.map(\.id).joined(separator: ", "),
            remedy: "\(meant)take an id from the timetable")
    }

    /// `state` is nil where the timetable is to be shifted.
    static func wrongState(_ session: SessionStanding, to state: SessionState?, from states: Set<SessionState>) -> Self
    {
        let remedy =
            switch (session.state, state) {
            case (.abandoned, _): "run it again as another session (add), or take the abandonment back"
            case (.armed, .armed): "it waits for its start signal"
            case (.planned, .running), (.planned, .finished), (.planned, .provisional): "arm it first"
            case (.armed, .provisional): "it has not run: start and end it first"
            case (.running, .provisional): "end it first"
            case (.running, .planned): "take its start signal back first, or abandon it"
            case (.final, .abandoned): "take back that it is final first"
            case (_, .armed): "run it again as another session (add)"
            default: "name a session in that state"
            }
        let states = SessionState.allCases.filter(states.contains).map(\.rawValue)
        return Self(
            .wrongState, "session \"\(session.id)\" is \(session.state.rawValue)",
            expected: "one that is \(states.joined(separator: " or "))", remedy: remedy)
    }

    static func ambiguous(_ sessions: [SessionStanding]) -> Self {
        let named = sessions.map { "\($0.id) (\($0.state.rawValue))" }
        return Self(
            .whichSession, "\(sessions.count) sessions could be meant", expected: named.joined(separator: " or "),
            remedy: "name the session")
    }

    static func nothingMeant(_ command: MeantBy, _ sessions: [SessionStanding]) -> Self {
        let states = SessionState.allCases.filter { state in command.states.contains { $0.contains(state) } }
        let named = states.map(\.rawValue).joined(separator: " or ")
        let remedy =
            switch command {
            case .arm: "every session has been armed: add one that is run again"
            case .start: "arm the session first"
            case .end: "name the session"
            case .provisional: "end the session first"
            case .final: "make its result provisional first"
            default: "name the session"
            }
        return Self(.whichSession, "no session is \(named)", expected: "one that is", remedy: remedy)
    }

    static func idInUse(_ id: String) -> Self {
        Self(.idInUse, "\"\(id)\" names another one", expected: "a new id", remedy: "give each its own id")
    }

    static func unknownAct(_ id: String) -> Self {
        Self(
            .unknownAct, "the meeting has no act \"\(id)\"", expected: "the id of an act of the meeting",
            remedy: "take the id from the answer to the command")
    }

    static func notWithdrawn(_ id: String) -> Self {
        Self(
            .wrongValue, "\"\(id)\" is what the session's own record says",
            expected: "an act that somebody gave", remedy: "take back the session's start, end or final")
    }

    static func builtOn(_ id: String, _ other: MeetingAct, _ refusal: MeetingRefusal) -> Self {
        let remedy: String
        if case .reached = other.kind {
            remedy = "take back the session's start, end or final first, or abandon the session"
        } else {
            remedy = "take back \"\(other.id)\" first"
        }
        return Self(
            .wrongState, "\"\(other.id)\" is built on \"\(id)\": without it \(refusal.found)",
            expected: "an act on which nothing is built", remedy: remedy)
    }

    static var noReason: Self {
        Self(.wrongValue, "no reason", expected: "why it is abandoned", remedy: "give the reason")
    }

    static func notReached(_ state: SessionState) -> Self {
        Self(
            .wrongValue, "\(state.rawValue) is no state of the session's own record",
            expected: "armed, running, finished or final", remedy: "give the command itself")
    }

    static func tooManyGraphics(_ most: Int) -> Self {
        Self(.wrongState, "\(most) subjects are shown", expected: "at most \(most)", remedy: "hide one first")
    }

    static func notShown(_ subject: String, _ shown: [String]) -> Self {
        Self(
            .wrongState, "\"\(subject)\" is not shown",
            expected: shown.isEmpty ? "something that is shown: nothing is" : shown.joined(separator: ", "),
            remedy: "name one that is shown, or hide all")
    }

    static func samePaper(_ issue: MeetingDocument.Issue) -> Self {
        Self(
            .wrongValue, "this paper is document \(issue.number), version \(issue.version), already",
            expected: "another paper", remedy: "make the new paper first; withdraw the document where it is wrong")
    }

    static func numbered(_ issue: MeetingDocument.Issue, expected: MeetingDocument.Issue) -> Self {
        Self(
            .wrongValue, "number \(issue.number), version \(issue.version)",
            expected: "number \(expected.number), version \(expected.version)",
            remedy: "leave number and version to the meeting")
    }

    static func withoutTime(_ session: SessionStanding) -> Self {
        Self(
            .wrongValue, "session \"\(session.id)\" has no planned start", expected: "one with a time",
            remedy: "shift from a session that has one")
    }

    static func shiftTooFar(_ time: Milliseconds) -> Self {
        Self(
            .wrongValue, "\(time.count) ms", expected: "at most a week, earlier or later",
            remedy: "check the time")
    }
}

extension String {
    /// How many letters have to be changed, put in or left out to make the other of it.
    fileprivate func distance(to other: String) -> Int {
        let other = Array(other.utf8)
        var above = Array(0...other.count)
        for (row, letter) in utf8.enumerated() {
            var current = [row + 1]
            for (column, wanted) in other.enumerated() {
                let changed = above[column] + (letter == wanted ? 0 : 1)
                current.append(Swift.min(changed, above[column + 1] + 1, current[column] + 1))
            }
            above = current
        }
        return above[other.count]
    }
}
