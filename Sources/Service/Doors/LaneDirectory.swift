import Rulebook
import Wire

/// Which lane a question or a command is for.
protocol LaneDirectory: Sendable {
    /// The inbox of the one who answers a question.
    func inbox(of question: MeetingQuestion) throws(Refusal) -> LaneInbox

    /// The inbox of the one who takes a command.
    func inbox(ofCommand command: JSON) throws(Refusal) -> LaneInbox

    /// To be called now and then.
    func tend(now: Int64)
}

/// A daemon that runs one session alone.
struct OnlyLane: LaneDirectory {
    let session: String
    let inbox: LaneInbox

    func inbox(of question: MeetingQuestion) throws(Refusal) -> LaneInbox {
        guard case .session(_, let named) = question else { throw Self.noMeeting }
        if let named, named != session { throw .unknownSession(named, running: session) }
        return inbox
    }

    func inbox(ofCommand command: JSON) throws(Refusal) -> LaneInbox {
        if case .meeting = try ControlOrder(command, isOfMeeting: { _ in false }) { throw Self.noMeeting }
        return inbox
    }

    func tend(now: Int64) {}

    private static let noMeeting = Refusal(
        .wrongValue, field: "", "this daemon runs one session alone", expected: "a daemon that runs the meeting",
        remedy: "leave session out of the daemon's configuration: then it runs all sessions of the event")
}
