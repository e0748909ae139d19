import DayRecord
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
    public init(_ configuration: DaemonConfiguration, _ event: Event, log: Logger) throws(Faults) {
        self.configuration = configuration
        self.event = event
        self.log = log
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
        keys.tellWithoutKey(configuration.feeds)
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
            for taken in state.numbers.all {
                known[FeedFollower.Run(decoder: taken.decoder, epoch: taken.epoch)] = FeedFollower.Known(
                    numbers: taken.numbers, lastStamp: runs.lastStamp(of: taken.decoder, epoch: taken.epoch))
            }
            self.known = known
        }
        syncer = journal.syncer
    }
}

/// A value that one thread makes and another goes on with.
// Sendable because two threads never touch it at once: it is put before the other thread is started and taken by that
// one, or put by that one and taken after it was joined. Start and join are the fences.
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
