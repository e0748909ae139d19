import Journal
import Linux
import Timing
import Wire

/// Reads one session out of the record of the meeting: every entry that is its own, in the record's order, as its lane
/// took it when it came.
struct SessionReader {
    let directory: String
    let session: String
    /// Before the first entry of the record.
    let beginning: RecordState

    /// Bytes at the record's end whose deltas are made again for later questions. A subscriber that missed more takes a
    /// snapshot.
    private static let kept: UInt64 = 2 << 20

    struct Damaged: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads what was written before `end` into the scorer.
    /// - Returns: acts that are refused now, and were not when they were given.
    func read(upTo end: JournalPlace, into scorer: inout Scorer) throws -> [ActSetAside] {
        var state = beginning
        var waiting: [ActSetAside] = []
        var latest: EpochRecord?
        let keptFrom = JournalReader(directory: directory).place(beforeEnd: Self.kept)
        let scan = try JournalScan.read(directory: directory, upTo: end) { payload, place in
            try JournalRecord.read(payload) { record in
                let route = state.note(record)
                if case .epoch(let epoch) = record {
                    if let latest, !latest.makesSameDeltas(as: epoch) { scorer.forgetHistory() }
                    latest = epoch
                    scorer.begin(
                        epoch: epoch.epoch, first: scorer.publication.sequence + 1, after: epoch.previousEpoch)
                    return
                }
                guard isOwn(route, state), let own = record.forSession(session) else { return }
                if let search = RecordSearch(route, of: session, before: place, state) {
                    for crossing in try search.crossings(in: directory) {
                        scorer.read(.crossing(crossing), isKept: place >= keptFrom)
                    }
                }
                if case .refused(let act) = own {
                    scorer.drop(act)
                    waiting.removeAll { $0.act.id == act }
                }
                guard let input = own.input else { return }
                if let act = scorer.read(input, isKept: place >= keptFrom) { waiting.append(act) }
            }
        }
        if let damage = scan.damage, scan.place < end { throw Damaged(description: "\(damage)") }
        return waiting
    }

    private func isOwn(_ route: RecordRoute, _ state: borrowing RecordState) -> Bool {
        if let slot = state.meeting?.windows.slot(of: session) { return route.slots & 1 << slot != 0 }
        return route.closed.contains(session)
    }
}
