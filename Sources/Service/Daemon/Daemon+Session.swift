import DayRecord
import Journal
import Linux
import Logging
import Rulebook
import Synchronization
import Timing
import Wire
import ZeroMQ

/// The daemon that runs one session alone.
extension Daemon {
    /// Runs the session until told to stop, or until one of its necessary parts has ended.
    ///
    /// Started in this order: record, doors, feeds, lane. Ended: feeds, lane, record, doors.
    func run(
        _ session: Session, in context: Context, pair board: PairBoard?, takenOver: UInt64?
    ) async throws {
        let parts = DaemonParts(takers: TopicTakers([session]), milestones: board?.milestones ?? MilestoneShelf(folder))
        let inbox = LaneInbox()
        let (progress, scored) = (Progress(), HandedOver<Scorer>())
        let entered = Set(session.entries.flatMap(\.transponders))
        let (intake, known) = try await startIntake(parts, entered: entered, pair: board, in: context) { [self] in
            var scorer = Scorer(
                session, epoch: UInt64(clamping: MachineClock.utc), limits: configuration.limits, takers: parts.takers)
            var runs = BoxRuns()
            var state = RecordState(entered: entered)
            let journal = try openJournal(
                of: session, into: &scorer, &runs, &state, parts.milestones, takenOver: takenOver)
            let known = Reopened(state, runs, journal, isNew: scorer.publication.sequence == 0)
            board?.begin(epoch: scorer.publication.epoch, journal.progress, isFencing: takenOver != nil)
            scored.put(scorer)
            var record = Record(journal, state, desk: parts.desk, board: parts.record, log: log, clock: parts.clock)
            record.open(inbox, session: nil)
            return OpenedRecord(record: record, known: known)
        }
        let syncer = startSyncing(known.syncer, parts.milestones, until: parts.recordStop)
        defer {
            parts.feedsStop.show()
            parts.recordStop.show()
            intake.join()
            syncer?.join()
        }
        let (doors, publisher) = try await startDoors(
            parts, to: OnlyLane(session: session.id, inbox: inbox), patience: board == nil ? 0 : 2000, in: context)
        defer {
            parts.doorsStop.show()
            parts.tray.bell.ring()
            doors.join()
        }
        let around = LaneSurroundings(
            event: event, limits: configuration.limits, journalFolder: folder?.path, publisher: publisher, parts: parts,
            keys: keys, pair: board, log: log)
        let lane = try await started("lapwing-lane") { started in
            do {
                guard let scorer = scored.take() else { return started(Failure(description: "no core")) }
                let lane = SharedLane(Lane(scorer, inbox, address: nil, around))
                started(nil)
                try lane.run(until: parts.lanesStop, progress: progress)
                if board?.fenced.isShown == true { parts.end.note(Self.fenced) }
            } catch {
                started(error)
                parts.end.note("lane: \(error)")
            }
        }
        defer {
            parts.lanesStop.show()
            inbox.bell.ring()
            lane.join()
        }
        log.notice("\(event.name), \(session.name): \(session.entries.count) cars, \(addresses)")
        await watchAndEndFeeds(parts, as: "\(session.name): waiting for the feeds") { [progress, parts.health] }
        parts.lanesStop.show()
        inbox.bell.ring()
        lane.join()
        parts.recordStop.show()
        intake.join()
        if let failure = parts.end.reason { throw Failure(description: failure) }
        log.notice("stopped")
    }

    private func openJournal(
        of session: Session, into scorer: inout Scorer, _ runs: inout BoxRuns, _ state: inout RecordState,
        _ milestones: MilestoneShelf, takenOver: UInt64?
    ) throws -> RecordJournal {
        guard let folder else {
            log.warning("no journal: a restart begins anew; give journal.directory to keep what comes in")
            return RecordJournal(nil, log: log)
        }
        let options = JournalOptions(
            segmentBytes: UInt64(configuration.journal.segment), backlogBytes: configuration.journal.backlog)
        let restart = Restart(
            folder: folder, options: options, session: session, takenOver: takenOver, milestones: milestones, log: log)
        do {
            return try restart.run(into: &scorer) { Self.learn($0, &runs, &state) }
        } catch  where takenOver != nil {
            log.critical(
                "the copy cannot be gone on with: \(error); the session is run WITHOUT A JOURNAL: a restart will lose what comes now"
            )
            scorer.beginAnew()
            runs = BoxRuns()
            state = RecordState(entered: session.entries.flatMap(\.transponders))
            return restart.runWithoutJournal(into: &scorer) { Self.learn($0, &runs, &state) }
        }
    }

    static func learn(_ entry: JournalRecord, _ runs: inout BoxRuns, _ state: inout RecordState) {
        _ = state.note(entry)
        if let crossing = entry.input?.crossing { runs.learn(crossing) }
    }
}
