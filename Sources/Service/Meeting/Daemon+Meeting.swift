import DayRecord
import Journal
import Linux
import Logging
import Meeting
import Rulebook
import Synchronization
import Timing
import Wire
import ZeroMQ

/// The daemon that runs the whole meeting: one record of what came in, and a lane for each session that is open.
extension Daemon {
    func runMeeting(in context: Context, pair board: PairBoard?, takenOver: UInt64?) async throws {
        guard let folder else { throw Self.withoutJournal }
        let parts = DaemonParts(
            takers: TopicTakers(event.sessions), milestones: board?.milestones ?? MilestoneShelf(folder))
        let (deskInbox, progress, waiting) = (LaneInbox(), Progress(), WaitingLanes())
        let (first, sessions) = (RaceMeeting(event.planned), MeetingSessions(event))
        let meeting = MeetingBoard(first, sessions)
        let entered = Set(event.entries.flatMap(\.transponders))
        let beginning = RecordState(meetingOf: event)
        let found = Mutex((epoch: UInt64(0), sequence: UInt64(0)))
        let (intake, known) = try await startIntake(parts, entered: entered, pair: board, in: context) { [self] in
            var runs = BoxRuns()
            var state = beginning
            let opened = try restart(folder, takenOver: takenOver).run(into: &state, &runs)
            if let now = state.meeting?.meeting { meeting.show(now) }
            found.withLock { $0 = (opened.epoch, opened.sequence) }
            board?.begin(epoch: opened.epoch, opened.journal.progress, isFencing: takenOver != nil)
            let known = Reopened(state, runs, opened.journal, isNew: opened.isNew)
            var record = Record(
                opened.journal, state, desk: parts.desk, board: parts.record, log: log, clock: parts.clock,
                wanted: { waiting.open($0) }, shown: { meeting.show($0) })
            record.open(deskInbox, session: Record.meeting)
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
            parts, to: waiting, patience: board == nil ? 0 : 2000, in: context)
        defer {
            parts.doorsStop.show()
            parts.tray.bell.ring()
            doors.join()
        }
        let around = LaneSurroundings(
            event: event, limits: configuration.limits, journalFolder: folder.path, publisher: publisher, parts: parts,
            keys: keys, pair: board, log: log)
        let lanes = Lanes(meeting, meeting: deskInbox, around, beginning: beginning)
        waiting.begin(lanes)
        openLanes(of: meeting.latest, lanes)
        let desk = OwnThread("lapwing-meeting") {
            let (epoch, sequence) = found.withLock { $0 }
            var desk = MeetingDesk(
                meeting.latest, epoch: epoch, sequence: sequence, deskInbox, around, lanes)
            do {
                try desk.run(until: parts.lanesStop, progress: progress)
                if board?.fenced.isShown == true { parts.end.note(Self.fenced) }
            } catch {
                parts.end.note("meeting: \(error)")
            }
        }
        defer { end(lanes, desk, deskInbox, parts) }
        log.notice("\(event.name): the meeting, \(event.sessions.count) sessions, \(addresses)")
        await watchAndEndFeeds(parts, as: "\(event.name): waiting for the feeds") {
            [progress, parts.health] + lanes.health
        }
        end(lanes, desk, deskInbox, parts)
        parts.recordStop.show()
        intake.join()
        if let failure = parts.end.reason { throw Failure(description: failure) }
        log.notice("stopped")
    }

    private func end(_ lanes: Lanes, _ desk: OwnThread, _ inbox: LaneInbox, _ parts: DaemonParts) {
        lanes.stop()
        parts.lanesStop.show()
        inbox.bell.ring()
        desk.join()
    }

    private static let withoutJournal = Failure(
        description: "a meeting needs a journal: give journal.directory, or run as a service with a StateDirectory; to "
            + "run one session without, name it (session)")

    private func restart(_ folder: JournalFolder, takenOver: UInt64?) -> MeetingRestart {
        let options = JournalOptions(
            segmentBytes: UInt64(configuration.journal.segment), backlogBytes: configuration.journal.backlog)
        return MeetingRestart(folder: folder, options: options, takenOver: takenOver, log: log)
    }

    /// Lanes of the sessions that were open: the one that runs first.
    private func openLanes(of meeting: RaceMeeting, _ lanes: Lanes) {
        let open = meeting.sessions.filter(\.state.isOpen)
        let running = open.filter { $0.state == .running }.map(\.id)
        lanes.open(first: running, then: open.map(\.id).filter { !running.contains($0) })
    }
}
