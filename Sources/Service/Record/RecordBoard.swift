import DayRecord
import Journal
import Synchronization
import Wire

/// How the record is, for status and dry runs: written by its thread, read by others.
package final class RecordBoard: Sendable {
    struct State: Sendable {
        var journal: StatusMessage.Journal?
        /// All that was committed is in the file, and the file in its place.
        var isWritten = false
        /// How far the journal is written; nil without one.
        var progress: JournalProgress?
        /// Crossings that came late and are not written down yet.
        var late = 0
        var refused: [(reason: String, count: Int)] = []
        /// Crossings that went to several running sessions.
        var shared: [SharedCrossings.Shared] = []
    }

    private let state = Mutex(State())

    var latest: State { state.withLock { $0 } }

    func show(_ new: State) { state.withLock { $0 = new } }
}
