import Client
import Glibc
import Timing
import Wire
import ZeroMQ

/// One run: a daemon, a feed and a subscriber, a race, and its faults.
final class Run {
    let plan: Plan
    let stand: Stand
    let programs: Programs
    let player: Player
    let subscriber: Subscriber
    let questions: Questions
    var report: Report
    var daemon: DaemonProcess
    let clock: SteppedClock?
    let disk: SmallDisk?
    let vitals: Vitals
    let ring: KeyRing?
    let second: Second?
    private let lines: [Plan.Line: [NetworkLine]]
    private var noisemakers: Noisemakers?

    /// How long a whole race may take.
    private static let patience: Int64 = 60_000_000

    /// As it has to be for so long in the end.
    static let moment: Int64 = 100_000

    /// - Parameter number: names the run within this process.
    init(_ plan: Plan, number: Int, _ programs: Programs, seconds: Double) throws {
        let stand = try Stand(number: number, hasKeys: plan.kind == .replacedKey)
        self.plan = plan
        self.stand = stand
        self.programs = programs
        report = Report(plan)
        disk = plan.kind == .fullDisk ? try SmallDisk(stand.disk) : nil
        clock = plan.kind == .machineClock ? try SteppedClock(stand.clock, library: programs.clock) : nil
        try stand.write(plan)
        vitals = try Vitals(stand.notify)
        let ring = plan.kind == .replacedKey ? try KeyRing(stand.folder) : nil
        self.ring = ring
        let security = ring?.ours ?? Security.none
        lines = try Self.lines(plan, stand)
        let seen = Seen()
        let isCut = plan.lines.contains(.subscriber)
        subscriber = try Subscriber(
            publication: [isCut ? stand.near(stand.publication) : stand.publication],
            query: [isCut ? stand.near(stand.query) : stand.query], session: plan.race.session.id, security: security,
            seen: seen)
        questions = try Questions(stand.query, session: plan.race.session.id, security: security)
        // The first step of the clock may be before the start.
        if case .step(0, let milliseconds)? = plan.events.first { try clock?.step(to: milliseconds) }
        daemon = try Self.start(programs, stand, clock, vitals)
        second = plan.kind == .standbyDisk ? try Second(plan, stand, program: programs.daemon) : nil
        player = try Player(
            plan.script, stand, seen: seen, seconds: seconds, mayForget: plan.kind.mayForget, security: security)
    }

    /// Starts a daemon on what the last one left.
    func start() throws -> DaemonProcess { try Self.start(programs, stand, clock, vitals) }

    private static func start(
        _ programs: Programs, _ stand: Stand, _ clock: SteppedClock?, _ vitals: Vitals
    ) throws -> DaemonProcess {
        let daemon = try DaemonProcess(
            programs.daemon, configuration: stand.configuration, log: stand.log,
            environment: vitals.environment + (clock?.environment ?? []))
        vitals.began(daemon.id)
        return daemon
    }

    private static func lines(_ plan: Plan, _ stand: Stand) throws -> [Plan.Line: [NetworkLine]] {
        func leading(_ addresses: [String]) throws -> [NetworkLine] {
            try addresses.map { try NetworkLine(near: stand.near($0), far: $0) }
        }
        var lines: [Plan.Line: [NetworkLine]] = [:]
        if plan.lines.contains(.feed) { lines[.feed] = try leading([stand.feeds[0].feed, stand.feeds[0].recovery]) }
        if plan.lines.contains(.subscriber) { lines[.subscriber] = try leading([stand.publication, stand.query]) }
        return lines
    }

    /// Plays the race to its end and compares the result with that of the undisturbed race.
    func go(against undisturbed: Report?) -> Report {
        do {
            if !plan.noise.isEmpty {
                noisemakers = Noisemakers(
                    plan.noise, at: stand, session: plan.race.session.id, following: subscriber)
            }
            try disturb()
            try awaitEnd()
            report.classification = try results().classification
            try noisemakers?.stop()
            try player.stop()
            vitals.ends()
            try daemon.stop()
            let recorder = try subscriber.stop()
            try checkStandby()
            try check(recorder, against: undisturbed)
        } catch {
            report.findings.append("\(error)")
            try? noisemakers?.stop()
            try? player.stop()
            _ = try? subscriber.stop()
        }
        end()
        second?.end()
        try? vitals.stop()
        for line in lines.values.joined() { try? line.stop() }
        return report
    }

    /// Removes its files, once it is over.
    func remove() {
        disk?.unmount()
        stand.remove()
    }

    func set(_ trouble: NetworkLine.Trouble, on line: Plan.Line) {
        for line in lines[line] ?? [] { line.set(trouble) }
    }

    /// The parts that have to live for the run to make sense.
    func requireLife() throws {
        if let failure = player.failure { throw Failure("feed: \(failure)") }
        if let failure = subscriber.failure { throw Failure("subscriber: \(failure)") }
        guard daemon.isRunning else { throw Failure("the daemon has ended by itself") }
    }

    /// Asks until the answer is one that `read` makes something of.
    func ask<Value>(_ query: Query, _ read: (Answer, [[UInt8]]) -> Value?) throws -> Value {
        let deadline = microseconds() + 10_000_000
        while microseconds() < deadline {
            if let frames = try questions.frames(query), let first = frames.first,
                let value = read(try Answer(first), frames)
            {
                return value
            }
            rest(microseconds: 1000)
        }
        throw Failure("no answer to \(query)")
    }

    private func results() throws -> PublishedResults {
        try ask(.results) { answer, _ in if case .results(let results) = answer { results } else { nil } }
    }

    func status() throws -> PublishedStatus {
        try ask(.status) { answer, _ in if case .status(let status) = answer { status } else { nil } }
    }

    // MARK: The end

    /// Until the daemon has everything and the subscriber has heard of it.
    private func awaitEnd() throws {
        let deadline = microseconds() + Self.patience
        let acts = plan.script.acts.count
        var last: PublishedStatus?
        var since: Int64?
        while microseconds() < deadline {
            try requireLife()
            guard player.isDone, let status = try questions.status() else {
                rest(microseconds: 2000)
                continue
            }
            last = status
            if isThere(status) {
                if status.inputs.acts == acts, hasHeard(status), disk == nil || status.journal?.state.known == .ok {
                    // What waits as late takes effect a moment after a restart.
                    let now = microseconds()
                    if let since, now - since > Self.moment { return }
                    since = since ?? now
                    rest(microseconds: 5000)
                    continue
                }
                since = nil
                if status.inputs.acts < acts {
                    guard plan.kind.mayForget else {
                        throw Failure("\(acts - status.inputs.acts) acts that were acknowledged are not known any more")
                    }
                    player.repeatActs()
                }
            }
            rest(microseconds: 5000)
        }
        throw Failure("not all came through: \(last.map(lack) ?? "no status")")
    }

    private func isThere(_ status: PublishedStatus) -> Bool {
        let owed = plan.script.owed
        let hasCrossings =
            plan.script.deadFeed == nil
            ? status.inputs.crossings == owed.values.reduce(0, +)
            : owed.allSatisfy { status.received[$0.key, default: 0] >= $0.value }
        // A clock put right is right to the millisecond.
        return hasCrossings && status.now + Milliseconds(1) >= plan.script.lastTime
    }

    private func hasHeard(_ status: PublishedStatus) -> Bool {
        subscriber.epoch == status.epoch && subscriber.next == status.sequence + 1
    }

    private func lack(_ status: PublishedStatus) -> String {
        let owed = plan.script.owed.values.reduce(0, +)
        let parts = [
            "\(status.inputs.crossings) of \(owed) crossings",
            "\(status.inputs.acts) of \(plan.script.acts.count) acts",
            "time \(status.now.milliseconds) of \(plan.script.lastTime.milliseconds)",
            "journal \(status.journal?.state.text ?? "none")",
            "the subscriber waits for \(subscriber.next) of epoch \(subscriber.epoch)",
            "the daemon is at \(status.sequence) of \(status.epoch)",
        ]
        return parts.joined(separator: ", ")
    }
}

/// Where the programs are.
struct Programs: Sendable {
    let daemon: String
    /// The library of the stepped clock.
    let clock: String
    /// The command line, which verifies journals where it is there.
    let line: String
    let hasLine: Bool

    init(_ folder: String) {
        daemon = "\(folder)/lapwingd"
        clock = "\(folder)/libsteppedclock.so"
        line = "\(folder)/lapwing"
        hasLine = access(line, X_OK) == 0
    }
}
