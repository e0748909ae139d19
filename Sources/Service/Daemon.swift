import Glibc
public import Logging
public import Rulebook
public import ServiceLifecycle
import Synchronization
import Timing
import ZeroMQ

/// The running daemon: intake and lane on threads of their own, their life and health here.
public struct Daemon: Service {
    /// Why the daemon could not start, or had to stop.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    private let configuration: DaemonConfiguration
    private let event: Event
    private let session: Session
    private let log: Logger

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
    }

    public func run() async throws {
        let context = try Context(ioThreads: 1)
        let stop = StopSign()
        let progress = Progress()
        let ring = Ring<LaneInput>(capacity: 1 << 16)
        let board = IntakeBoard()
        let end = Ending()
        let epoch = UInt64(MachineClock.utc)
        let laneStop = StopSign()

        let lane = try await started("lapwing-lane") { [session, event, configuration, log] started in
            do {
                var lane = try Lane(
                    session, of: event, configuration, epoch: epoch, in: context, ring: ring, board: board, log: log)
                started(nil)
                try lane.run(until: laneStop, progress: progress)
            } catch {
                started(error)
                end.note("lane: \(error)")
            }
        }
        let intake: OwnThread
        do {
            intake = try await started("lapwing-intake") { [configuration, log] started in
                do {
                    var intake = try Intake(configuration, in: context, ring: ring, board: board, log: log)
                    started(nil)
                    try intake.run(until: stop)
                } catch {
                    started(error)
                    end.note("intake: \(error)")
                }
            }
        } catch {
            laneStop.show()
            ring.ringBell()
            lane.join()
            throw error
        }
        log.notice(
            "\(event.name), \(session.name): \(session.entries.count) cars, \(configuration.feeds.count) feeds; publication \(configuration.publication), query \(configuration.query), control \(configuration.control)"
        )
        await watch(progress: progress, end: end)
        Systemd.ofProcess.stopping()
        log.notice("finishing what is held")
        stop.show()
        intake.join()
        laneStop.show()
        ring.ringBell()
        lane.join()
        if let failure = end.reason { throw Failure(description: failure) }
        log.notice("stopped")
    }

    /// Starts a thread and waits until it holds its sockets, or says why it cannot.
    private func started(
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

    /// Reports to systemd until the daemon is told to stop or a thread has ended.
    private func watch(progress: Progress, end: Ending) async {
        let systemd = Systemd.ofProcess
        systemd.ready("\(session.name): waiting for the feeds")
        let interval = min(systemd.watchdogInterval ?? 1000, 1000)
        let failed = AsyncStream<Void> { continuation in
            end.whenNoted { continuation.finish() }
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await gracefulShutdown() }
            group.addTask { for await _ in failed {} }
            group.addTask {
                var before = -1
                var headline = ""
                while !Task.isCancelled {
                    let count = progress.count
                    if count != before { systemd.watchdog() }
                    before = count
                    if progress.headline != headline {
                        headline = progress.headline
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
