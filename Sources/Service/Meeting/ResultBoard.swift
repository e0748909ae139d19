import Synchronization

/// What each session has reported, for the desk of the meeting: written by the lanes.
final class ResultBoard: Sendable {
    private let reports = Mutex<[String: SessionReport]>([:])
    private let written = Atomic<Int>(0)

    func show(_ report: SessionReport) {
        reports.withLock { $0[report.session] = report }
        written.wrappingAdd(1, ordering: .releasing)
    }

    /// How many reports have come: another number, another board.
    var generation: Int { written.load(ordering: .acquiring) }

    var latest: [String: SessionReport] { reports.withLock { $0 } }
}
