package import Journal
package import Timing
import Wire

/// Looks for the crossings that a session takes out of the record afterwards: because it began earlier than it was
/// armed, or because of a transponder that was another session's.
package struct RecordSearch: Sendable {
    private let session: String
    private let reach: RecordReach
    /// The block of the act that reaches back: what stands before it is looked through.
    private let end: JournalPlace
    private let windows: RecordWindows
    private let clocks: SaidClocks

    /// Nil where the route reaches for nothing.
    package init?(_ route: RecordRoute, of session: String, before end: JournalPlace, _ state: borrowing RecordState) {
        guard let reach = route.reach, let windows = state.meeting?.windows else { return nil }
        self.session = session
        self.reach = reach
        self.end = end
        self.windows = windows
        clocks = state.clocks
    }

    /// In the record's order. Some of them the session may have already.
    package func crossings(in directory: String) throws(JournalError) -> [Crossing] {
        var crossings: [Crossing] = []
        _ = try JournalScan.read(directory: directory, upTo: end) { payload, _ in
            try JournalRecord.read(payload) { record in
                guard let crossing = record.input?.crossing else { return }
                let at = clocks.official(crossing)
                if windows.isReached(crossing.transponder, at: at, of: session, by: reach) {
                    crossings.append(crossing)
                }
            }
        }
        return crossings
    }
}
