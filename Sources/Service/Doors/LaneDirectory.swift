import Rulebook
import Wire

/// Which lane a question or a command is for.
protocol LaneDirectory: Sendable {
    /// The inbox of the one who answers a question.
    func inbox(of asked: AskedQuery) throws(Refusal) -> LaneInbox

    /// The inbox of the session that a command is for.
    func inbox(ofCommand command: JSON) throws(Refusal) -> LaneInbox

    /// To be called now and then.
    func tend(now: Int64)
}

/// A daemon that runs one session alone.
struct OnlyLane: LaneDirectory {
    let session: String
    let inbox: LaneInbox

    func inbox(of asked: AskedQuery) throws(Refusal) -> LaneInbox {
        if asked.query == .meeting { throw Self.noMeeting }
        if let asked = asked.session, asked != session { throw .unknownSession(asked, running: session) }
        return inbox
    }

    func inbox(ofCommand command: JSON) throws(Refusal) -> LaneInbox {
        if MeetingCommand.isMeant(by: command) { throw Self.noMeeting }
        return inbox
    }

    func tend(now: Int64) {}

    private static let noMeeting = Refusal(
        .wrongValue, field: "", "this daemon runs one session alone", expected: "a daemon that runs the meeting",
        remedy: "leave session out of the daemon's configuration: then it runs all sessions of the event")
}
