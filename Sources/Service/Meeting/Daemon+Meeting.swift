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
        guard let folder else {
            throw Failure(
                description: "a meeting needs a journal: give journal.directory, or run as a service with a "
                    + "StateDirectory; to run one session without, name it (session)")
        }
        let stops = (feeds: StopSign(), desk: StopSign(), record: StopSign(), doors: StopSign())
        let end = Ending()
        let health = (intake: Progress(), desk: Progress())
        let boards = (intake: IntakeBoard(), record: RecordBoard(), doors: DoorBoard())
        let (recordDesk, tray, deskInbox) = (RecordDesk(), AnswerTray(), LaneInbox())
        let takers = TopicTakers(event.sessions)
        let sessions = MeetingSessions(event)
        let first = RaceMeeting(event.planned)
        let meetingBoard = MeetingBoard(first, sessions)
        let entered = Set(event.entries.flatMap(\.transponders))
        let beginning = RecordState(entered: entered, meeting: MeetingRecord(first, sessions))
        let time = RecordClock()
        let found = Mutex<(Reopened, epoch: UInt64, sequence: UInt64)?>(nil)
        let publisher = Mutex<Publisher?>(nil)
        let waiting = WaitingLanes()

        let doors = try await started("lapwing-doors") { [self] started in
            do {
                var doors = try Doors(
                    configuration, to: waiting, tray: tray, board: boards.doors, takers: takers, keys: keys,
                    patience: board == nil ? 0 : 2000, in: context, log: log)
                publisher.withLock { $0 = doors.publisher }
                started(nil)
                try doors.run(until: stops.doors)
            } catch {
                started(error)
                end.note("doors: \(error)")
            }
        }
        defer {
            stops.doors.show()
            tray.bell.ring()
            doors.join()
        }
        guard let publisher = publisher.withLock({ $0.take() }) else { throw Failure(description: "no publication") }
        let around = LaneSurroundings(
            event: event, limits: configuration.limits, journalFolder: folder.path, publisher: publisher, tray: tray,
            desk: recordDesk, doors: boards.doors, intake: boards.intake, record: boards.record, keys: keys,
            clock: time, pair: board, log: log)
        let lanes = Lanes(meetingBoard, meeting: deskInbox, around, takers: takers, beginning: beginning, end: end)
        let intake = try await started("lapwing-intake") { [self] started in
            do {
                var runs = BoxRuns()
                var state = beginning
                let options = JournalOptions(
                    segmentBytes: UInt64(configuration.journal.segment), backlogBytes: configuration.journal.backlog)
                let opened = try MeetingRestart(folder: folder, options: options, takenOver: takenOver, log: log)
                    .run(into: &state, &runs)
                if let meeting = state.meeting?.meeting { meetingBoard.show(meeting) }
                let known = Reopened(state, runs, opened.journal, isNew: opened.isNew)
                found.withLock { $0 = (known, opened.epoch, opened.sequence) }
                board?.begin(epoch: opened.epoch, opened.journal.progress, isFencing: takenOver != nil)
                var record = Record(
                    opened.journal, state, desk: recordDesk, board: boards.record, log: log,
                    wanted: { session in _ = try? lanes.open(session) }, shown: { meetingBoard.show($0) }, clock: time)
                record.open(deskInbox, session: Record.meeting)
                var intake = try Intake(
                    configuration, entered: entered, into: record, bell: recordDesk.bell, in: context,
                    board: boards.intake, reopened: known, keys: keys, log: log)
                started(nil)
                try intake.run(
                    until: stops.feeds, lanes: stops.record, fenced: board?.fenced, progress: health.intake)
                if board?.fenced.isShown == true { end.note("the other daemon of the pair runs the meeting") }
            } catch {
                started(error)
                end.note("intake: \(error)")
            }
        }
        guard let (known, epoch, sequence) = found.withLock({ $0.take() }) else {
            throw Failure(description: "no record")
        }
        let syncer = startSyncing(known.syncer, until: stops.record)
        defer {
            stops.feeds.show()
            stops.record.show()
            intake.join()
            syncer?.join()
        }
        waiting.begin(lanes)
        openLanes(of: meetingBoard.latest, lanes)
        let desk = try await started("lapwing-meeting") { started in
            var desk = MeetingDesk(
                meetingBoard.latest, epoch: epoch, sequence: sequence, deskInbox, around,
                sequences: { lanes.sequences })
            started(nil)
            do {
                try desk.run(until: stops.desk, progress: health.desk)
            } catch {
                end.note("meeting: \(error)")
            }
        }
        defer {
            stops.desk.show()
            deskInbox.bell.ring()
            desk.join()
            lanes.stop()
        }
        log.notice(
            "\(event.name): the meeting, \(event.sessions.count) sessions, \(configuration.feeds.count == 1 ? "1 feed" : "\(configuration.feeds.count) feeds"); publication \(configuration.publication), query \(configuration.query), control \(configuration.control)"
        )
        await watch(
            { [health.desk, health.intake] + lanes.health }, end: end, as: "\(event.name): waiting for the feeds")
        Systemd.ofProcess.stopping()
        log.notice("finishing what is held")
        stops.feeds.show()
        recordDesk.bell.ring()
        while !boards.intake.latest.hasEnded, end.reason == nil { try? await Task.sleep(for: .milliseconds(2)) }
        lanes.stop()
        stops.desk.show()
        deskInbox.bell.ring()
        desk.join()
        stops.record.show()
        intake.join()
        if let failure = end.reason { throw Failure(description: failure) }
        log.notice("stopped")
    }

    /// Lanes of the sessions that were open: the one that runs first.
    private func openLanes(of meeting: RaceMeeting, _ lanes: Lanes) {
        let open = meeting.sessions.filter(\.state.isOpen)
        let order: [SessionState] = [.running, .armed, .finished]
        for state in order {
            for session in open where session.state == state { _ = try? lanes.open(session.id) }
        }
    }
}

/// Until the record is read nobody can say which session is meant: what is asked meanwhile waits at the door.
final class WaitingLanes: LaneDirectory {
    private let lanes = Mutex<Lanes?>(nil)

    func begin(_ new: Lanes) { lanes.withLock { $0 = new } }

    private var ready: Lanes {
        get throws(Refusal) {
            guard let lanes = lanes.withLock({ $0 }) else {
                throw Refusal(
                    .notYet, "the record is being read", expected: "a moment of patience", remedy: "ask again")
            }
            return lanes
        }
    }

    func inbox(of question: MeetingQuestion) throws(Refusal) -> LaneInbox { try ready.inbox(of: question) }

    func inbox(ofCommand command: JSON) throws(Refusal) -> LaneInbox { try ready.inbox(ofCommand: command) }

    func tend(now: Int64) { lanes.withLock { $0 }?.tend(now: now) }
}

extension Event {
    /// The sessions as the timetable has them.
    var planned: [PlannedSession] {
        sessions.map { session in
            PlannedSession(
                id: session.id, name: session.name, kind: session.kind, series: series(of: session.id)?.name ?? "",
                start: slot(of: session.id).planned,
                origin: slot(of: session.id).rerun.map { rerun in
                    .init(session: rerun.of, mode: rerun.parts == .add ? .aggregate : .replace)
                })
        }
    }
}
