package import Journal
import Timing
package import Wire

/// One session's part of the record of a meeting: every entry that is its own, in the record's order, as its lane took
/// it when it came.
package struct SessionRecords {
    private let directory: String
    private let session: String
    /// Before the first entry of the record.
    private let beginning: RecordState

    /// - Parameter directory: of the meeting's journal.
    package init(of session: String, in directory: String, beginning: RecordState) {
        self.session = session
        self.directory = directory
        self.beginning = beginning
    }

    /// Hands over the session's entries, and those of the epochs. What a session takes out of the record afterwards,
    /// because it began earlier than it was armed for example, comes before the act that reaches back.
    /// - Parameter end: what stands before it is read; nil: all of it.
    /// - Returns: how far the journal is whole, and the meeting as the record tells it then.
    /// - Throws: `JournalError`, or what `body` throws.
    package func read(
        upTo end: JournalPlace? = nil, _ body: (JournalRecord, JournalPlace) throws -> Void
    ) throws -> (scan: JournalScan, meeting: MeetingRecord?) {
        var state = beginning
        let scan = try JournalScan.read(directory: directory, upTo: end) { payload, place in
            try JournalRecord.read(payload) { record in
                let route = state.note(record)
                if case .epoch = record { return try body(record, place) }
                guard isOwn(route, state), let own = record.forSession(session) else { return }
                if let search = RecordSearch(route, of: session, before: place, state) {
                    for crossing in try search.crossings(in: directory) { try body(.crossing(crossing), place) }
                }
                try body(own, place)
            }
        }
        return (scan, state.meeting)
    }

    private func isOwn(_ route: RecordRoute, _ state: borrowing RecordState) -> Bool {
        if let slot = state.meeting?.windows.slot(of: session) { return route.slots & 1 << slot != 0 }
        return route.closed.contains(session)
    }
}
