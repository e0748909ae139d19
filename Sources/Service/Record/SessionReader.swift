import DayRecord
import Journal
import Timing
import Wire

/// Reads one session out of the record of the meeting into its lane's scorer.
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
        var waiting: [ActSetAside] = []
        var latest: EpochRecord?
        let keptFrom = JournalReader(directory: directory).place(beforeEnd: Self.kept)
        let records = SessionRecords(of: session, in: directory, beginning: beginning)
        let scan = try records.read(upTo: end) { record, place in
            switch record {
            case .epoch(let epoch):
                if let latest, !latest.makesSameDeltas(as: epoch) { scorer.forgetHistory() }
                latest = epoch
                scorer.begin(epoch: epoch.epoch, first: scorer.publication.sequence + 1, after: epoch.previousEpoch)
            case .refused(let act):
                scorer.drop(act)
                waiting.removeAll { $0.act.id == act }
            default:
                guard let input = record.input else { return }
                if let act = scorer.read(input, isKept: place >= keptFrom) { waiting.append(act) }
            }
        }.scan
        if let damage = scan.damage, scan.place < end { throw Damaged(description: "\(damage)") }
        return waiting
    }
}
