import Linux
package import Meeting
import Synchronization
package import Timing

/// Where lanes ask the record to write something down. It comes back to the lane with its inputs, in the record's
/// order, and takes effect there: then a restart does the same at the same place.
package final class RecordDesk: Sendable {
    package enum Proposal: Sendable {
        case act(Act, speaker: String)
        case lateTaken(count: Int, at: Instant)
        /// The act of this name came back and was refused.
        case refused(act: String)
        /// An act of the meeting.
        case meeting(MeetingAct, speaker: String)
        /// A lane takes its inputs from here on.
        case open(LaneInbox)
        /// It takes them no more.
        case close
    }

    /// A proposal of the session of this id; nil: of the only session.
    struct Note: Sendable {
        let session: String?
        let proposal: Proposal
    }

    private let notes = Mutex<[Note]>([])
    private let count = Atomic<Int>(0)
    /// Rung for the record's thread.
    let bell = Bell()

    package init() {}

    /// Any thread.
    package func propose(_ proposal: Proposal, of session: String?) {
        notes.withLock { $0.append(Note(session: session, proposal: proposal)) }
        count.wrappingAdd(1, ordering: .releasing)
        bell.ring()
    }

    /// The record's thread: what was proposed since.
    func take() -> [Note] {
        guard count.load(ordering: .acquiring) > 0 else { return [] }
        let taken = notes.withLock { notes in
            defer { notes.removeAll() }
            return notes
        }
        count.wrappingSubtract(taken.count, ordering: .relaxed)
        return taken
    }
}
