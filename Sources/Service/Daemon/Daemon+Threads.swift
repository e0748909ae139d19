import Glibc
import Journal
import Linux
import Logging
import Rulebook
import ServiceLifecycle
import Synchronization
import Timing
import Wire
import ZeroMQ

/// The daemon's threads: how they are started, watched and ended.
extension Daemon {
    /// Binds the doors, once the record is read: what is asked then can be answered. No input is written before.
    func startDoors(
        _ parts: DaemonParts, to lanes: any LaneDirectory, patience: Int64, in context: Context
    ) async throws -> (thread: OwnThread, publisher: Publisher) {
        let opened = Mutex<Publisher?>(nil)
        let thread = try await started("lapwing-doors") { [self] started in
            do {
                var doors = try Doors(
                    configuration, to: lanes, tray: parts.tray, board: parts.doors, takers: parts.takers, keys: keys,
                    patience: patience, in: context, log: log)
                opened.withLock { $0 = doors.publisher }
                started(nil)
                try doors.run(until: parts.doorsStop)
            } catch {
                started(error)
                parts.end.note("doors: \(error)")
            }
        }
        guard let publisher = opened.withLock({ $0.take() }) else { throw Failure(description: "no publication") }
        parts.doorsAreOpen.show()
        return (thread, publisher)
    }

    /// Opens the record, and reads the feeds into it.
    /// - Parameter open: on the thread that the record belongs to.
    func startIntake(
        _ parts: DaemonParts, entered: Set<Transponder>, pair board: PairBoard?, in context: Context,
        open: @escaping @Sendable () throws -> OpenedRecord
    ) async throws -> (thread: OwnThread, known: Reopened) {
        let found = Mutex(Reopened())
        let thread = try await started("lapwing-intake") { [self] started in
            do {
                let opened = try open()
                let known = opened.known
                found.withLock { $0 = known }
                var intake = try Intake(
                    configuration, entered: entered, into: opened.record, bell: parts.desk.bell, in: context,
                    board: parts.intake, reopened: known, keys: keys, log: log)
                started(nil)
                while !parts.doorsAreOpen.isShown, !parts.feedsStop.isShown { usleep(200) }
                try intake.run(
                    until: parts.feedsStop, lanes: parts.recordStop, fenced: board?.fenced, progress: parts.health)
            } catch {
                started(error)
                parts.end.note("intake: \(error)")
            }
        }
        return (thread, found.withLock { $0 })
    }

    /// Watches until the daemon is to end, then ends the feeds, and waits until all of them is written down.
    func watchAndEndFeeds(
        _ parts: DaemonParts, as status: String, health: @escaping @Sendable () -> [Progress]
    ) async {
        await watch(health, end: parts.end, as: status)
        Systemd.ofProcess.stopping()
        log.notice("finishing what is held")
        parts.feedsStop.show()
        parts.desk.bell.ring()
        while !parts.intake.latest.hasEnded, parts.end.reason == nil { try? await Task.sleep(for: .milliseconds(2)) }
    }

    static let fenced = "the other daemon of the pair runs the session"

    /// The feeds as the log names them, with the addresses.
    var addresses: String {
        "\(configuration.feeds.count == 1 ? "1 feed" : "\(configuration.feeds.count) feeds"); publication \(configuration.publication), query \(configuration.query), control \(configuration.control)"
    }

    /// A thread of its own puts the journal on the disk, the blocks of some milliseconds at once, and the milestones.
    func startSyncing(_ syncer: JournalSyncer?, _ milestones: MilestoneShelf, until stop: StopSign) -> OwnThread? {
        guard let syncer else { return nil }
        return OwnThread("lapwing-sync") { [configuration, log] in
            var toldAt = Int64.min
            while !stop.isShown {
                usleep(UInt32(clamping: configuration.journal.sync.count * 1000))
                syncer.look()
                let report = syncer.sync()
                milestones.write()
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
