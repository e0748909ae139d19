import Linux
import Synchronization
import Wire

/// The doors are open a moment before the lanes are: what is asked meanwhile waits at the door.
final class WaitingLanes: LaneDirectory {
    private let lanes = Mutex<Lanes?>(nil)
    private let bell = Bell()

    /// How long the doors wait, in milliseconds.
    private static let moment: Int32 = 2000

    func begin(_ new: Lanes) {
        lanes.withLock { $0 = new }
        bell.ring()
    }

    /// A session needs a lane.
    func open(_ session: String) { _ = try? lanes.withLock { $0 }?.open(session) }

    private var ready: Lanes {
        get throws(Refusal) {
            if let lanes = lanes.withLock({ $0 }) { return lanes }
            bell.wait(milliseconds: Self.moment)
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
