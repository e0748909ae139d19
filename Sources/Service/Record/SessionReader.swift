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
    let milestones: MilestoneShelf

    struct Damaged: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads what was written before `end` into the scorer.
    /// - Returns: acts that are refused now, and were not when they were given.
    func read(upTo end: JournalPlace, into scorer: inout Scorer) throws -> [ActSetAside] {
        if let known = milestones.read(of: session) {
            if let refused = try read(upTo: end, known, into: &scorer) { return refused }
            milestones.forget(session)
            scorer.beginAnew()
        }
        return try read(upTo: end, nil, into: &scorer) ?? []
    }

    /// Nil where the milestone does not fit.
    private func read(
        upTo end: JournalPlace, _ known: Milestones?, into scorer: inout Scorer
    ) throws -> [ActSetAside]? {
        var reading = ScorerReading(of: directory, isOnly: false, known)
        let records = SessionRecords(of: session, in: directory, beginning: beginning)
        let scan = try JournalScoring.run(into: &scorer, &reading) { take in
            try records.read(upTo: end, take).scan
        }
        if let damage = scan.damage, scan.place < end { throw Damaged(description: "\(damage)") }
        return reading.end(at: scan.place, into: &scorer) ? reading.refused : nil
    }
}
