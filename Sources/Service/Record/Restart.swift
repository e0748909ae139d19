package import Journal
import Linux
package import Logging
package import Timing
package import Wire

/// Coming back: the journal is read into the scorer, which then stands where it stood, with the same sequence, the same
/// latest deltas and the same state.
package struct Restart {
    private let folder: JournalFolder
    private let options: JournalOptions
    private let session: Session
    /// The session is taken over from the other daemon of a pair, in this epoch or a larger one.
    private let takenOver: UInt64?
    private let milestones: MilestoneShelf
    private let bounds: ScorerReading.Bounds
    private let log: Logger

    package init(
        folder: JournalFolder, options: JournalOptions, session: Session, takenOver: UInt64? = nil,
        milestones: MilestoneShelf? = nil, bounds: ScorerReading.Bounds = .init(), log: Logger
    ) {
        self.folder = folder
        self.options = options
        self.session = session
        self.takenOver = takenOver
        self.milestones = milestones ?? MilestoneShelf(nil)
        self.bounds = bounds
        self.log = log
    }

    /// `entry` is told of each entry of the journal.
    /// - Throws: why the journal cannot be opened, for example because another Lapwing wrote it.
    package func run(
        into scorer: inout Scorer, telling entry: (JournalRecord) -> Void = { _ in }
    ) throws -> RecordJournal {
        let began = MachineClock.monotonic
        var reading = ScorerReading(of: folder.path, isOnly: true, milestones.read(of: nil), bounds)
        let journal = try JournalScoring.run(into: &scorer, &reading) { take in
            try Journal.open(directory: folder.path, options: options) { payload, place in
                try JournalRecord.read(payload) { record in
                    entry(record)
                    take(record, place)
                }
            }
        }
        if !reading.end(at: journal.found.place, into: &scorer) {
            log.notice("the state at the milestone is another one: every entry is read by itself")
            milestones.forget(nil)
            scorer.beginAnew()
            reading = ScorerReading(of: folder.path, isOnly: true, nil, bounds)
            _ = try JournalScan.read(directory: folder.path) { payload, place in
                try JournalRecord.read(payload) { record in reading.take(record, at: place, into: &scorer) }
            }
        }
        for act in reading.refused { log.error("\(act.words)") }
        let latest = reading.epoch
        let found = journal.found
        Self.tell(found, of: folder, log: log)
        // A copy that goes on as a journal has none yet.
        if latest != nil, !folder.hasEvent, let fault = folder.writeEvent() {
            log.error("\(fault)")
        }
        let kept = RecordJournal(journal, log: log)
        try beginEpoch(after: latest, found, in: &scorer, kept)
        if !found.isNew {
            log.notice(
                "journal \(folder.path): \(scorer.timekeeper.counts.crossings) crossings, \(scorer.timekeeper.counts.acts) acts read in \(MachineClock.monotonic - began) ms, \(reading.together) inputs together; epoch \(scorer.publication.epoch) goes on with \(scorer.publication.sequence + 1)"
            )
        }
        return kept
    }

    /// A copy that cannot be gone on with is read as far as it is whole; nothing more is kept.
    package func runWithoutJournal(
        into scorer: inout Scorer, telling entry: (JournalRecord) -> Void = { _ in }
    ) -> RecordJournal {
        var latest: UInt64 = 0
        let scan = try? JournalScan.read(directory: folder.path) { payload, _ in
            try JournalRecord.read(payload) { record in
                if case .epoch(let epoch) = record { latest = epoch.epoch }
                entry(record)
                guard let input = record.input else { return }
                scorer.read(input, isKept: false)
            }
        }
        log.warning(
            "\(scan?.blocks ?? 0) blocks of the copy read: \(scorer.timekeeper.counts.crossings) crossings, \(scorer.timekeeper.counts.acts) acts"
        )
        let number = max(UInt64(clamping: MachineClock.utc), min(latest, PairBoard.mostBelieved) + 1, takenOver ?? 0)
        scorer.forgetHistory()
        scorer.begin(epoch: number, first: scorer.publication.sequence + 1, after: latest == 0 ? nil : latest)
        return RecordJournal(nil, log: log)
    }

    /// Says what the opening of a journal has found.
    static func tell(_ found: JournalFound, of folder: JournalFolder, log: Logger) {
        if let cut = found.cut { log.critical("the journal was damaged: \(cut)") }
        if found.isHeadDamaged {
            log.critical("\(folder.path)/head is damaged and not believed: the journal counts as short")
        }
        if !found.isBootKnown {
            log.warning(
                "whether the machine was started anew since cannot be known (/proc/sys/kernel/random/boot_id is hidden, LAPWING_BOOT_ID not set): after any end that was not clean a new epoch begins; set LAPWING_BOOT_ID=%b in the unit"
            )
        }
    }

    private func beginEpoch(
        after latest: EpochRecord?, _ found: JournalFound, in scorer: inout Scorer, _ journal: RecordJournal
    ) throws {
        let next = try Self.epoch(
            after: latest, found, first: scorer.publication.sequence + 1, session: session.id, in: folder, journal,
            takenOver: takenOver, log: log)
        guard next != latest else { return }
        if let latest, !latest.makesSameDeltas(as: next) { scorer.forgetHistory() }
        scorer.begin(epoch: next.epoch, first: next.firstSequence, after: next.previousEpoch)
    }

    /// Goes on in the same epoch where all published deltas are known, with the same bytes; else begins one.
    /// - Parameter first: the sequence of what is published next.
    static func epoch(
        after latest: EpochRecord?, _ found: JournalFound, first: UInt64, session: String, in folder: JournalFolder,
        _ journal: RecordJournal, takenOver: UInt64?, log: Logger
    ) throws -> EpochRecord {
        // The wall clock may have gone back, and the last epoch's record may be lost.
        let before = max(latest?.epoch ?? 0, journal.latestEpoch)
        let number = max(UInt64(clamping: MachineClock.utc), before + 1, takenOver ?? 0)
        var next = EpochRecord(
            epoch: number, firstSequence: first, previousEpoch: latest?.epoch, cause: "new", session: session,
            event: folder.fingerprint, program: ProgramBuild.id)
        if let latest {
            if !latest.makesSameDeltas(as: next) {
                next.cause = latest.event == next.event ? "another build of Lapwing" : "another event file"
            } else if takenOver != nil {
                next.cause = "taken over"
            } else if found.isShort {
                next.cause = "the journal is short"
            } else {
                return latest
            }
            log.warning("epoch \(number) begins with \(next.firstSequence): \(next.cause)")
        }
        guard number <= EpochRecord.most else {
            throw Daemon.Failure(
                description: "\(folder.path): epoch \(before) leaves no room for another (the last is "
                    + "\(EpochRecord.most)): move the directory away; the session then begins anew")
        }
        journal.append(.epoch(next))
        journal.latestEpoch = number
        journal.commit()
        if latest?.event != next.event, let fault = folder.writeEvent(ofLater: latest.map { _ in number }) {
            log.error("\(fault)")
        }
        return next
    }
}

extension EpochRecord {
    /// Whether the same inputs make the same bytes in both.
    func makesSameDeltas(as other: EpochRecord) -> Bool { event == other.event && program == other.program }
}
