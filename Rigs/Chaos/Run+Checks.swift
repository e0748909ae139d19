import Client
import Glibc
import Journal
import Linux
import Wire

extension Run {
    /// The conditions after every run.
    func check(_ recorder: Recorder, against undisturbed: Report?) throws {
        var ledger = recorder.ledger
        report.snapshots = recorder.snapshots
        report.epochs = recorder.epochs.count - 1
        report.record = recorder.record.map(\.withoutEpoch)
        for complaint in recorder.complaints { report.findings.append("subscriber: \(complaint)") }
        if !plan.kind.mayForget {
            report.check(report.epochs == 0, "\(report.epochs) new epochs, where nothing had been lost")
            report.check(report.snapshots == 0, "the subscriber had to take \(report.snapshots) snapshots")
        }
        if !plan.kind.losesJournal {
            for act in player.forgotten { report.findings.append("act \(act) was written down, and is not known") }
        }
        for (place, delta) in recorder.record.enumerated() where delta.sequence != UInt64(place + 1) {
            report.findings.append("delta \(delta.sequence) stands where \(place + 1) belongs")
        }
        try checkJournal()
        try compare(recorder.record, &ledger)
        for (epoch, sequence) in ledger.conflicts {
            report.findings.append("delta \(sequence) of epoch \(epoch) was seen with different bytes")
        }
        checkVitals()
        guard let undisturbed else { return }
        report.check(
            report.classification == undisturbed.classification, "the final classification is not the undisturbed one's"
        )
        if plan.kind.keepsOrder, report.epochs == 0 { compare(with: undisturbed.record) }
    }

    private func compare(with undisturbed: [[UInt8]]) {
        let different = zip(report.record, undisturbed).enumerated().first { $1.0 != $1.1 }
        report.isAlike = different == nil && report.record.count == undisturbed.count
        guard report.isAlike == false else { return }
        guard let (place, (own, other)) = different else {
            report.difference = "\(report.record.count) deltas instead of \(undisturbed.count)"
            return
        }
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes.prefix(400), as: UTF8.self) }
        // Time itself is not said again: after an absence of the daemon the next crossing brings it.
        report.lacksTime = text(other).contains("\"input\":{\"time\":true}")
        report.difference = "delta \(place + 1):\n    \(text(own))\n  instead of\n    \(text(other))"
    }

    // MARK: The journal

    private func checkJournal() throws {
        let journal = try stand.journal()
        let scan = try JournalScan.read(directory: journal) { _, _ in }
        report.check(scan.damage == nil, "the journal is damaged: \(scan.damage.map(\.description) ?? "")")
        report.check(scan.head?.isClosed == true, "the journal was not closed")
        report.check(scan.head?.promised == scan.place, "the journal ends at \(scan.place), not where it has to")
        report.check(scan.blocks > 0, "the journal is empty")
        if programs.hasLine {
            let status = Program.run(programs.line, "journal", "verify", journal)
            report.check(status == 0, "`lapwing journal verify` says \(status)")
        }
        if clock != nil { checkClock(scan) }
    }

    /// The daemon has really lived with another clock.
    private func checkClock(_ scan: JournalScan) {
        guard case .step(_, let ahead)? = plan.events.first, let created = scan.segments.first?.created else { return }
        let distance = created / 1000 - (MachineClock.utc + ahead)
        report.check(abs(distance) < 120_000, "the daemon's clock was not stepped")
    }

    /// Lets a new daemon read the journal and holds what it makes of it against what the subscriber heard.
    private func compare(_ record: [DeltaFrame], _ ledger: inout Ledger) throws {
        let again = try start()
        let status = try self.status()
        let (epoch, last) = (status.epoch, status.sequence)
        report.check(
            last == UInt64(record.count), "the journal makes \(last) deltas, the subscriber heard \(record.count)")
        report.check(epoch == record.last?.epoch ?? epoch, "the journal, read again, begins epoch \(epoch)")
        var from: UInt64 = 1
        while from <= last {
            let query = Query.range(epoch: epoch, from: from, to: min(last, from + 999))
            let (head, frames) = try ask(query) { answer, frames in (answer, frames) }
            if case .refused(let refused) = head, refused.reason == .tooOld,
                let first = refused.firstKept
            {
                from = first
                continue
            }
            guard case .range = head, frames.count > 1 else { throw Failure("the range from \(from): \(head)") }
            for frame in frames.dropFirst() {
                guard let delta = DeltaFrame(frame) else { throw Failure("a range has something that is no delta") }
                ledger.note(delta)
                hold(delta, against: record)
                from = delta.sequence + 1
            }
        }
        vitals.ends()
        try again.stop()
    }

    private func hold(_ delta: DeltaFrame, against record: [DeltaFrame]) {
        guard delta.sequence <= record.count else { return }
        report.compared += 1
        report.check(
            record[Int(delta.sequence) - 1].bytes == delta.bytes,
            "delta \(delta.sequence) is another one when the journal is read again")
    }
}

extension Refused {
    /// Of a range that begins too early: the first delta that is kept, as in `at least 4711`.
    var firstKept: UInt64? { expected.split(separator: " ").last.flatMap { UInt64($0) } }
}
