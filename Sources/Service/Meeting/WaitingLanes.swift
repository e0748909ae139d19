import Synchronization
import Wire

/// Until the record is read nobody can say which session is meant: what is asked meanwhile waits at the door.
final class WaitingLanes: LaneDirectory {
    private let lanes = Mutex<Lanes?>(nil)

    func begin(_ new: Lanes) { lanes.withLock { $0 = new } }

    /// A session needs a lane.
    func open(_ session: String) { _ = try? lanes.withLock { $0 }?.open(session) }

    private var ready: Lanes {
        get throws(Refusal) {
            guard let lanes = lanes.withLock({ $0 }) else {
                throw Refusal(
                    .notYet, "the record is being read", expected: "a moment of patience", remedy: "ask again")
            }
            return lanes
        }
    }

    func inbox(of question: MeetingQuestion) throws(Refusal) -> LaneInbox { try ready.inbox(of: question) }

    func inbox(ofCommand command: JSON) throws(Refusal) -> LaneInbox { try ready.inbox(ofCommand: command) }

    func tend(now: Int64) { lanes.withLock { $0 }?.tend(now: now) }
}
