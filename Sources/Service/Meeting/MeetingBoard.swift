import DayRecord
import Meeting
import Synchronization
import Timing

/// The meeting as it stands, for all threads: written by the record's thread with every act.
package final class MeetingBoard: Sendable {
    private let state: Mutex<RaceMeeting>
    private let known: Mutex<MeetingSessions>

    init(_ meeting: RaceMeeting, _ sessions: MeetingSessions) {
        state = Mutex(meeting)
        known = Mutex(sessions)
    }

    var latest: RaceMeeting { state.withLock { $0 } }

    /// A session of the event, or one that was added.
    func session(_ id: String) -> Session? { known.withLock { $0.session(id) } }

    func show(_ meeting: RaceMeeting) {
        state.withLock { $0 = meeting }
        known.withLock { $0.learn(meeting) }
    }
}
