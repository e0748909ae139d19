import Client
import Journal
import Wire

extension MeetingRun {
    /// The conditions after every run.
    func check(_ recorders: [Recorder], _ active: Int, against undisturbed: Report?) throws {
        for (session, recorder) in zip(MeetingRace.sessions, recorders) {
            report.snapshots += recorder.snapshots
            report.epochs = max(report.epochs, recorder.epochs.count - 1)
            for complaint in recorder.complaints { report.findings.append("\(session), subscriber: \(complaint)") }
            for (place, delta) in recorder.record.enumerated() where delta.sequence != UInt64(place + 1) {
                report.findings.append("\(session): delta \(delta.sequence) stands where \(place + 1) belongs")
            }
        }
        if plan.daemons == 1 {
            report.check(report.epochs == 0, "\(report.epochs) new epochs, where nothing had been lost")
            for order in player.forgotten { report.findings.append("\(order) was written down, and is not known") }
        }
        if undisturbed == nil {
            for outcome in report.sessions {
                let isWhole = outcome.crossings > 200 && outcome.acts > 3 && outcome.state == "final"
                report.check(isWhole, "a session that was not run: \(outcome.crossings) crossings, \(outcome.state)")
            }
        }
        try checkRecord(active)
        try readAgain(recorders, active)
        checkVitals()
        for (session, (own, other)) in zip(
            MeetingRace.sessions, zip(report.sessions, undisturbed?.sessions ?? report.sessions))
        {
            let isSame =
                own.classification == other.classification && own.state == other.state && own.acts == other.acts
            report.check(isSame, "\(session): the result is not the undisturbed one's (\(own.state))")
        }
    }

    private func checkRecord(_ active: Int) throws {
        let journal = try stand.record(active)
        let scan = try JournalScan.read(directory: journal) { _, _ in }
        report.check(scan.damage == nil, "the journal is damaged: \(scan.damage.map(\.description) ?? "")")
        report.check(scan.head?.isClosed == true, "the journal was not closed")
        report.check(scan.head?.promised == scan.place, "the journal ends at \(scan.place), not where it has to")
        if programs.hasLine {
            let status = Program.run(programs.line, "journal", "verify", journal)
            report.check(status == 0, "`lapwing journal verify` says \(status)")
        }
    }

    /// Lets a new daemon read the record and holds what it makes of each session against what its subscriber heard.
    private func readAgain(_ recorders: [Recorder], _ active: Int) throws {
        try start(active, alone: true)
        for (session, recorder) in zip(MeetingRace.sessions, recorders) {
            var ledger = recorder.ledger
            try readAgain(session, recorder, &ledger, active)
            for (epoch, sequence) in ledger.conflicts {
                report.findings.append("\(session): delta \(sequence) of epoch \(epoch) was seen with different bytes")
            }
        }
        vitals[active].ends()
        try daemons[active].stop()
    }

    private func readAgain(
        _ session: String, _ recorder: Recorder, _ ledger: inout Ledger, _ active: Int
    ) throws {
        let record = recorder.record
        let status = try ask(active, Query.status.bytes(session: session)) { answer, _ in
            if case .status(let status) = answer { status } else { nil }
        }
        let (epoch, last) = (status.epoch, status.sequence)
        report.check(
            last == UInt64(record.count),
            "\(session): the journal makes \(last) deltas, the subscriber heard \(record.count)")
        report.check(epoch == recorder.epoch ?? epoch, "\(session): read again, it begins epoch \(epoch)")
        var from: UInt64 = 1
        while from <= last {
            let query = Query.range(epoch: epoch, from: from, to: min(last, from + 999))
            // What comes late is the answer to an earlier question.
            let (head, frames) = try ask(active, query.bytes(session: session)) { answer, frames in
                switch answer {
                case .range: (answer, frames)
                case .refused(let refused) where refused.reason != .notYet: (answer, frames)
                default: nil
                }
            }
            if case .refused(let refused) = head, refused.reason == .tooOld, let first = refused.firstKept {
                from = first
                continue
            }
            guard case .range = head, frames.count > 1 else {
                throw Failure("\(session), the range from \(from): \(head)")
            }
            for frame in frames.dropFirst() {
                guard let delta = DeltaFrame(frame) else { throw Failure("a range has something that is no delta") }
                ledger.note(delta)
                hold(delta, against: record, session)
                from = delta.sequence + 1
            }
        }
    }

    private func hold(_ delta: DeltaFrame, against record: [DeltaFrame], _ session: String) {
        guard delta.sequence <= record.count else { return }
        report.compared += 1
        report.check(
            record[Int(delta.sequence) - 1].bytes == delta.bytes,
            "\(session): delta \(delta.sequence) is another one when the journal is read again")
    }

    private func ask<Value>(_ place: Int, _ question: [UInt8], _ read: (Answer, [[UInt8]]) -> Value?) throws -> Value {
        let deadline = microseconds() + 10_000_000
        while microseconds() < deadline {
            if let frames = try questions[place].frames(question), let first = frames.first,
                let value = read(try Answer(first), frames)
            {
                return value
            }
            rest(microseconds: 1000)
        }
        throw Failure("no answer to \(String(decoding: question, as: UTF8.self))")
    }

    /// As the plan's own daemon: signs of life, memory, and how soon a running session answers again.
    private func checkVitals() {
        report.mostResident = vitals.map(\.mostResident).max() ?? 0
        report.longestSilence = vitals.map(\.longestSilence).max() ?? 0
        report.check(
            report.mostResident < Vitals.mostResident,
            "the daemon held \(report.mostResident) MiB, expected fewer than \(Vitals.mostResident)")
        report.check(
            report.longestSilence < Vitals.patience / 2,
            "the watchdog heard nothing for \(report.longestSilence / 1000) ms")
        let slowest = report.timesToServe.max() ?? 0
        // A second, and what a crowded machine adds.
        report.check(slowest < 3_000_000, "the session that runs answered after \(slowest / 1000) ms")
    }
}
