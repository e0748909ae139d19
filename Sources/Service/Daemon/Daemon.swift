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
    let session: Session
    let keys: KeyKeeper
    /// Where the journal lies; nil without one.
    let folder: JournalFolder?
    let log: Logger

    /// - Throws: `Faults` of the configuration or of the files that it names.
    public init(_ configuration: DaemonConfiguration, log: Logger) throws(Faults) {
        self.configuration = configuration
        self.log = log
        event = try Event.load(path: configuration.event)
        guard let session = event.session(configuration.session) else {
            throw Faults(faults: [
                Fault(
                    file: configuration.event, line: 1, column: 1, key: "sessions",
                    found: "no session \"\(configuration.session ?? "")\"",
                    expected: event.sessions.map(\.id).joined(separator: " or "),
                    remedy: "name one of the event's sessions in the daemon's configuration")
            ])
        }
        self.session = session
        keys = try KeyKeeper(configuration, log: log)
        folder = JournalFolder.directory(configuration).map { [event] in JournalFolder($0, event, session) }
    }

    /// Short: a service group writes the names of its services down, and the whole of this type would take 0.1 s.
    public var description: String { "session \(session.id)" }

    public func run() async throws {
        Context.takeAllDescriptors()
        let context = try Context(ioThreads: 1)
        try keys.start(in: context)
        defer { keys.stop() }
        guard let pair = configuration.pair else { return try await runSession(in: context, pair: nil, takenOver: nil) }
        guard let folder else {
            throw Failure(
                description: "a pair needs a journal: give journal.directory, or run as a service with a StateDirectory"
            )
        }
        try await run(pair, folder, in: context)
    }

    // MARK: The session

    /// Runs the session until told to stop, or until one of its necessary parts has ended.
    func runSession(in context: Context, pair board: PairBoard?, takenOver: UInt64?) async throws {
        let stop = StopSign()
        let laneStop = StopSign()
        let ring = LaneQueue(feeds: configuration.feeds.count)
        let intakeBoard = IntakeBoard()
        let end = Ending()
        let health = [Progress(), Progress()]
        let reopened = Mutex(Reopened())

        let lane = try await started("lapwing-lane") { [self] started in
            do {
                var scorer = Scorer(session, epoch: UInt64(clamping: MachineClock.utc), limits: configuration.limits)
                var runs = BoxRuns()
                let journal = try openJournal(into: &scorer, &runs, takenOver: takenOver)
                reopened.withLock { $0 = Reopened(scorer, runs, journal) }
                board?.begin(epoch: scorer.publication.epoch, journal.progress, isFencing: takenOver != nil)
                var lane = try Lane(
                    scorer, journal, of: event, configuration, folder: folder?.path, in: context, ring: ring,
                    board: intakeBoard, keys: keys,
                    pair: board, log: log)
                started(nil)
                try lane.run(until: laneStop, progress: health[0])
                if board?.fenced.isShown == true { end.note("the other daemon of the pair runs the session") }
            } catch {
                started(error)
                end.note("lane: \(error)")
            }
        }
        let syncer = startSyncing(reopened.withLock { $0.syncer }, until: laneStop)
        defer {
            laneStop.show()
            ring.bell.ring()
            lane.join()
            syncer?.join()
        }
        let known = reopened.withLock { $0 }
        let intake = try await started("lapwing-intake") { [self] started in
            do {
                var intake = try Intake(
                    configuration, session, in: context, ring: ring, board: intakeBoard, reopened: known, keys: keys,
                    log: log)
                started(nil)
                try intake.run(until: stop, progress: health[1])
            } catch {
                started(error)
                end.note("intake: \(error)")
            }
        }
        log.notice(
            "\(event.name), \(session.name): \(session.entries.count) cars, \(configuration.feeds.count == 1 ? "1 feed" : "\(configuration.feeds.count) feeds"); publication \(configuration.publication), query \(configuration.query), control \(configuration.control)"
        )
        await watch(health, end: end, as: "\(session.name): waiting for the feeds")
        Systemd.ofProcess.stopping()
        log.notice("finishing what is held")
        stop.show()
        intake.join()
        laneStop.show()
        ring.bell.ring()
        lane.join()
        if let failure = end.reason { throw Failure(description: failure) }
        log.notice("stopped")
    }

    private func openJournal(
        into scorer: inout Scorer, _ runs: inout BoxRuns, takenOver: UInt64?
    ) throws -> SessionJournal {
        guard let folder else {
            log.warning("no journal: a restart begins anew; give journal.directory to keep what comes in")
            return SessionJournal(nil, log: log)
        }
        let options = JournalOptions(
            segmentBytes: UInt64(configuration.journal.segment), backlogBytes: configuration.journal.backlog)
        let restart = Restart(folder: folder, options: options, session: session, takenOver: takenOver, log: log)
        do {
            return try restart.run(into: &scorer) { runs.learn($0) }
        } catch  where takenOver != nil {
            log.critical(
                "the copy cannot be gone on with: \(error); the session is run WITHOUT A JOURNAL: a restart will lose what comes now"
            )
            scorer = Scorer(session, epoch: UInt64(clamping: MachineClock.utc), limits: configuration.limits)
            runs = BoxRuns()
            return restart.runWithoutJournal(into: &scorer) { runs.learn($0) }
        }
    }

    /// A thread of its own puts the journal on the disk, the blocks of some milliseconds at once.
    private func startSyncing(_ syncer: JournalSyncer?, until stop: StopSign) -> OwnThread? {
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
    func watch(_ health: [Progress], end: Ending, as status: String) async {
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
                var before = health.map { _ in -1 }
                var headline = ""
                while !Task.isCancelled {
                    let counts = health.map(\.count)
                    if zip(counts, before).allSatisfy({ $0 != $1 }) { systemd.watchdog() }
                    before = counts
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

    init(_ scorer: borrowing Scorer, _ runs: BoxRuns, _ journal: SessionJournal) {
        self.runs = runs
        if scorer.publication.sequence > 0 {
            var known: [FeedFollower.Run: FeedFollower.Known] = [:]
            for taken in scorer.timekeeper.numbersTaken {
                known[FeedFollower.Run(decoder: taken.decoder, epoch: taken.epoch)] = FeedFollower.Known(
                    numbers: taken.numbers, lastStamp: runs.lastStamp(of: taken.decoder, epoch: taken.epoch))
            }
            self.known = known
        }
        syncer = journal.syncer
    }
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
