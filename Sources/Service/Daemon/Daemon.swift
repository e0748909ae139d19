import Glibc
import Journal
import Linux
public import Logging
public import Rulebook
public import ServiceLifecycle
import Synchronization
import Timing
import Wire
import ZeroMQ

/// The running daemon: its threads, their life and health. Alone it runs the session; of a pair, one does.
public struct Daemon: Service, CustomStringConvertible {
    /// Why the daemon could not start, or had to stop.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    let configuration: DaemonConfiguration
    let event: Event
    /// The session that is run alone; nil: the daemon runs the meeting.
    let session: Session?
    let keys: KeyKeeper
    /// Where the journal lies; nil without one.
    let folder: JournalFolder?
    let log: Logger

    /// - Throws: `Faults` of the configuration or of the files that it names.
    public init(_ configuration: DaemonConfiguration, log: Logger) throws(Faults) {
        self.configuration = configuration
        self.log = log
        event = try Event.load(path: configuration.event)
        if let asked = configuration.session, event.session(asked) == nil {
            throw Faults(faults: [
                Fault(
                    file: configuration.event, line: 1, column: 1, key: "sessions", found: "no session \"\(asked)\"",
                    expected: event.sessions.map(\.id).joined(separator: " or "),
                    remedy: "name one of the event's sessions in the daemon's configuration")
            ])
        }
        // There is nothing to arm where the event has one session alone.
        session =
            configuration.session.flatMap { [event] in event.session($0) }
            ?? (event.sessions.count == 1 ? event.sessions[0] : nil)
        keys = try KeyKeeper(configuration, log: log)
        folder = JournalFolder.directory(configuration).map { [event, session] in
            JournalFolder($0, event, of: session?.id ?? Record.meeting)
        }
    }

    /// Short: a service group writes the names of its services down, and the whole of this type would take 0.1 s.
    public var description: String { session.map { "session \($0.id)" } ?? "meeting \(event.name)" }

    public func run() async throws {
        Context.takeAllDescriptors()
        let context = try Context(ioThreads: 1)
        try keys.start(in: context)
        defer { keys.stop() }
        guard let pair = configuration.pair else { return try await runAll(in: context, pair: nil, takenOver: nil) }
        guard let folder else {
            throw Failure(
                description: "a pair needs a journal: give journal.directory, or run as a service with a StateDirectory"
            )
        }
        try await run(pair, folder, in: context)
    }

    /// Runs the meeting, or the session that is named.
    func runAll(in context: Context, pair board: PairBoard?, takenOver: UInt64?) async throws {
        guard let session else { return try await runMeeting(in: context, pair: board, takenOver: takenOver) }
        try await run(session, in: context, pair: board, takenOver: takenOver)
    }

    // MARK: The session

    /// Runs the session until told to stop, or until one of its necessary parts has ended.
    ///
    /// Started in this order, so that nothing is written before the addresses are ours: doors, record with the feeds,
    /// lane. Ended the other way round: feeds, lane, record, doors.
    private func run(
        _ session: Session, in context: Context, pair board: PairBoard?, takenOver: UInt64?
    ) async throws {
        let entered = Set(session.entries.flatMap(\.transponders))
        let stops = (feeds: StopSign(), lane: StopSign(), record: StopSign(), doors: StopSign())
        let end = Ending()
        let health = [Progress(), Progress()]
        let inbox = LaneInbox()
        let boards = (intake: IntakeBoard(), record: RecordBoard(), doors: DoorBoard())
        let (desk, tray) = (RecordDesk(), AnswerTray())
        let takers = TopicTakers([session])
        let time = RecordClock()
        let opened = Mutex<Publisher?>(nil)
        let reopened = Mutex(Reopened())
        let scored = HandedOver<Scorer>()

        let doors = try await started("lapwing-doors") { [self] started in
            do {
                var doors = try Doors(
                    configuration, to: OnlyLane(session: session.id, inbox: inbox), tray: tray, board: boards.doors,
                    takers: takers, keys: keys, patience: board == nil ? 0 : 2000, in: context, log: log)
                opened.withLock { $0 = doors.publisher }
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
        guard let publisher = opened.withLock({ $0.take() }) else { throw Failure(description: "no publication") }
        let intake = try await started("lapwing-intake") { [self] started in
            do {
                var scorer = Scorer(
                    session, epoch: UInt64(clamping: MachineClock.utc), limits: configuration.limits, takers: takers)
                var runs = BoxRuns()
                var state = RecordState(entered: entered)
                let journal = try openJournal(of: session, into: &scorer, &runs, &state, takenOver: takenOver)
                let known = Reopened(state, runs, journal, isNew: scorer.publication.sequence == 0)
                reopened.withLock { $0 = known }
                board?.begin(epoch: scorer.publication.epoch, journal.progress, isFencing: takenOver != nil)
                scored.put(scorer)
                var record = Record(journal, state, desk: desk, board: boards.record, log: log, clock: time)
                record.open(inbox, session: nil)
                var intake = try Intake(
                    configuration, entered: entered, into: record, bell: desk.bell, in: context, board: boards.intake,
                    reopened: known, keys: keys, log: log)
                started(nil)
                try intake.run(until: stops.feeds, lanes: stops.record, fenced: board?.fenced, progress: health[1])
            } catch {
                started(error)
                end.note("intake: \(error)")
            }
        }
        let syncer = startSyncing(reopened.withLock { $0.syncer }, until: stops.record)
        defer {
            stops.feeds.show()
            stops.record.show()
            intake.join()
            syncer?.join()
        }
        let around = LaneSurroundings(
            event: event, limits: configuration.limits, journalFolder: folder?.path, publisher: publisher, tray: tray,
            desk: desk, doors: boards.doors, intake: boards.intake, record: boards.record, keys: keys, clock: time,
            pair: board, log: log)
        let lane = try await started("lapwing-lane") { started in
            do {
                guard let scorer = scored.take() else { return started(Failure(description: "no core")) }
                var lane = Lane(scorer, inbox, address: nil, around)
                started(nil)
                try lane.run(until: stops.lane, progress: health[0])
                if board?.fenced.isShown == true { end.note("the other daemon of the pair runs the session") }
            } catch {
                started(error)
                end.note("lane: \(error)")
            }
        }
        log.notice(
            "\(event.name), \(session.name): \(session.entries.count) cars, \(configuration.feeds.count == 1 ? "1 feed" : "\(configuration.feeds.count) feeds"); publication \(configuration.publication), query \(configuration.query), control \(configuration.control)"
        )
        await watch({ health }, end: end, as: "\(session.name): waiting for the feeds")
        Systemd.ofProcess.stopping()
        log.notice("finishing what is held")
        stops.feeds.show()
        desk.bell.ring()
        while !boards.intake.latest.hasEnded, end.reason == nil { try? await Task.sleep(for: .milliseconds(2)) }
        stops.lane.show()
        inbox.bell.ring()
        lane.join()
        stops.record.show()
        intake.join()
        if let failure = end.reason { throw Failure(description: failure) }
        log.notice("stopped")
    }

    private func openJournal(
        of session: Session, into scorer: inout Scorer, _ runs: inout BoxRuns, _ state: inout RecordState,
        takenOver: UInt64?
    ) throws -> RecordJournal {
        guard let folder else {
            log.warning("no journal: a restart begins anew; give journal.directory to keep what comes in")
            return RecordJournal(nil, log: log)
        }
        let options = JournalOptions(
            segmentBytes: UInt64(configuration.journal.segment), backlogBytes: configuration.journal.backlog)
        let restart = Restart(folder: folder, options: options, session: session, takenOver: takenOver, log: log)
        do {
            return try restart.run(into: &scorer) { Self.learn($0, &runs, &state) }
        } catch  where takenOver != nil {
            log.critical(
                "the copy cannot be gone on with: \(error); the session is run WITHOUT A JOURNAL: a restart will lose what comes now"
            )
            scorer = Scorer(session, epoch: UInt64(clamping: MachineClock.utc), limits: configuration.limits)
            runs = BoxRuns()
            state = RecordState(entered: session.entries.flatMap(\.transponders))
            return restart.runWithoutJournal(into: &scorer) { Self.learn($0, &runs, &state) }
        }
    }

    static func learn(_ entry: JournalRecord, _ runs: inout BoxRuns, _ state: inout RecordState) {
        _ = state.note(entry)
        if let crossing = entry.input?.crossing { runs.learn(crossing) }
    }

    /// A thread of its own puts the journal on the disk, the blocks of some milliseconds at once.
    func startSyncing(_ syncer: JournalSyncer?, until stop: StopSign) -> OwnThread? {
        guard let syncer else { return nil }
        return OwnThread("lapwing-sync") { [configuration, log] in
            var toldAt = Int64.min
            while !stop.isShown {
                usleep(UInt32(clamping: configuration.journal.sync.count * 1000))
                syncer.look()
                let report = syncer.sync()
                let now = MachineClock.monotonic
                if report.hasFailed, let failure = report.failure, toldAt == .min || now - toldAt >= 10_000 {
                    toldAt = now
                    log.critical("\(failure)")
                }
            }
        }
    }

    // MARK: Threads

    /// Starts a thread and waits until it holds its sockets, or says why it cannot.
    func started(
        _ name: String, _ body: @escaping @Sendable (_ started: @escaping @Sendable ((any Error)?) -> Void) -> Void
    ) async throws -> OwnThread {
        let thread = Mutex<OwnThread?>(nil)
        let failure: (any Error)? = await withCheckedContinuation { continuation in
            let once = Mutex(false)
            let new = OwnThread(name) {
                body { error in
                    let isFirst = once.withLock { told in
                        defer { told = true }
                        return !told
                    }
                    if isFirst { continuation.resume(returning: error) }
                }
            }
            thread.withLock { $0 = new }
        }
        guard let running = thread.withLock({ $0 }) else { throw Failure(description: "no thread \(name)") }
        if let failure {
            running.join()
            throw Failure(description: "\(failure)")
        }
        return running
    }

    /// Reports to systemd until the daemon is told to stop or a thread has ended. The watchdog hears of us while every
    /// one of the threads goes on.
    func watch(_ health: @escaping @Sendable () -> [Progress], end: Ending, as status: String) async {
        let systemd = Systemd.ofProcess
        systemd.ready(status)
        let interval = min(systemd.watchdogInterval ?? 1000, 1000)
        let failed = AsyncStream<Void> { continuation in
            end.whenNoted { continuation.finish() }
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await gracefulShutdown() }
            group.addTask { for await _ in failed {} }
            group.addTask {
                var before: [(thread: Progress, count: Int)] = []
                var headline = ""
                while !Task.isCancelled {
                    let health = health()
                    // One that has just begun counts as alive.
                    let isAlive = health.allSatisfy { thread in
                        before.first { $0.thread === thread }.map { $0.count != thread.count } ?? true
                    }
                    if isAlive { systemd.watchdog() }
                    before = health.map { ($0, $0.count) }
                    if let now = health.first?.headline, now != headline {
                        headline = now
                        systemd.status(headline)
                    }
                    try? await Task.sleep(for: .milliseconds(interval))
                }
            }
            await group.next()
            group.cancelAll()
        }
    }
}

/// Contents of the journal that the other threads need; the lane has read them.
struct Reopened: Sendable {
    /// Numbers taken from each decoder; nil where nothing has come in before.
    var known: [FeedFollower.Run: FeedFollower.Known]?
    /// Contents of the crossings, by number.
    var runs = BoxRuns()
    var syncer: JournalSyncer?

    init() {}

    init(_ state: borrowing RecordState, _ runs: BoxRuns, _ journal: RecordJournal, isNew: Bool) {
        self.runs = runs
        if !isNew {
            var known: [FeedFollower.Run: FeedFollower.Known] = [:]
            for taken in state.numbers.runs {
                known[FeedFollower.Run(decoder: taken.decoder, epoch: taken.epoch)] = FeedFollower.Known(
                    numbers: taken.numbers, lastStamp: runs.lastStamp(of: taken.decoder, epoch: taken.epoch))
            }
            self.known = known
        }
        syncer = journal.syncer
    }
}

/// A value that one thread makes and another goes on with.
// Sendable because it is put before the second thread is started, and taken once: the start is the fence.
final class HandedOver<Value: ~Copyable>: @unchecked Sendable {
    private var value: Value?

    func put(_ new: consuming Value) { value = consume new }

    func take() -> Value? { value.take() }
}

/// Why a thread ended before it was told to.
final class Ending: Sendable {
    private struct State {
        var reason: String?
        var listener: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    var reason: String? { state.withLock { $0.reason } }

    func note(_ reason: String) {
        let listener = state.withLock { state in
            if state.reason == nil { state.reason = reason }
            return state.listener
        }
        listener?()
    }

    func whenNoted(_ listener: @escaping @Sendable () -> Void) {
        let isNoted = state.withLock { state in
            state.listener = listener
            return state.reason != nil
        }
        if isNoted { listener() }
    }
}
