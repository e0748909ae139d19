import Client
import Glibc
import Synchronization
import Timing
import Wire
import ZeroMQ

/// One run of a meeting: a daemon or a pair that runs all its sessions, a subscriber of each, and the kills.
final class MeetingRun {
    let plan: MeetingPlan
    let race: MeetingRace
    let stand: Stand
    let programs: Programs
    var report: Report
    let subscribers: [Subscriber]
    let questions: [Questions]
    let vitals: [Vitals]
    private(set) var daemons: [DaemonProcess]
    let player: MeetingPlayer
    private var noisemakers: Noisemakers?

    private static let patience: Int64 = 60_000_000

    init(_ plan: MeetingPlan, _ race: MeetingRace, number: Int, _ programs: Programs, seconds: Double) throws {
        let stand = try Stand(number: number, hasKeys: false)
        self.plan = plan
        self.race = race
        self.stand = stand
        self.programs = programs
        report = Report(plan.kind, seed: plan.seed, of: MeetingRace.name)
        try stand.write(race, daemons: plan.daemons, segmentBytes: plan.segmentBytes)
        let places = 0..<plan.daemons
        let vitals = try places.map { try Vitals(stand.notify($0)) }
        self.vitals = vitals
        questions = try places.map { try Questions(stand.second(stand.query, $0), session: "") }
        subscribers = try MeetingRace.sessions.map { session in
            try Subscriber(
                publication: places.map { stand.second(stand.publication, $0) },
                query: places.map { stand.second(stand.query, $0) }, session: session, security: .none, seen: Seen())
        }
        daemons = try places.map { try Self.start($0, stand, programs, vitals) }
        player = try MeetingPlayer(race, stand, daemons: plan.daemons, seconds: seconds, mayForget: plan.daemons > 1)
    }

    private static func start(
        _ place: Int, alone: Bool = false, _ stand: Stand, _ programs: Programs, _ vitals: [Vitals]
    ) throws -> DaemonProcess {
        let daemon = try DaemonProcess(
            programs.daemon, configuration: stand.configuration(place, alone: alone), log: stand.log(place),
            environment: vitals[place].environment)
        vitals[place].began(daemon.id)
        return daemon
    }

    func start(_ place: Int, alone: Bool = false) throws {
        daemons[place] = try Self.start(place, alone: alone, stand, programs, vitals)
    }

    /// Plays the meeting to its end and compares the results with those of the undisturbed one.
    func go(against undisturbed: Report?) -> Report {
        do {
            if !plan.noise.isEmpty {
                noisemakers = Noisemakers(
                    plan.noise, at: stand, session: MeetingRace.sessions[1], following: subscribers[1])
            }
            try disturb()
            let active = try awaitEnd(undisturbed)
            report.sessions = try MeetingRace.sessions.map { try outcome(of: $0, active) }
            try noisemakers?.stop()
            try player.stop()
            try stop(active)
            let recorders = try subscribers.map { try $0.stop() }
            try check(recorders, active, against: undisturbed)
        } catch {
            report.findings.append("\(error)")
            try? noisemakers?.stop()
            try? player.stop()
            for subscriber in subscribers { _ = try? subscriber.stop() }
        }
        for daemon in daemons { daemon.kill() }
        for vitals in vitals { try? vitals.stop() }
        return report
    }

    /// The standby first: it has nothing to take over then.
    private func stop(_ active: Int) throws {
        for place in daemons.indices.sorted(by: { first, _ in first != active }) {
            vitals[place].ends()
            try daemons[place].stop()
        }
    }

    // MARK: Kills

    private func disturb() throws {
        _ = try awaitServing()
        for (place, kill) in plan.kills.enumerated() {
            try awaitStep(kill.at)
            rest(microseconds: kill.after)
            try self.kill(kill, isLast: place == plan.kills.count - 1)
        }
    }

    private func kill(_ kill: MeetingPlan.Kill, isLast: Bool) throws {
        let active = try plan.daemons == 1 ? 0 : awaitCopied()
        try requireLife()
        vitals[active].ends()
        daemons[active].kill()
        report.restarts += 1
        if let pause = kill.rest {
            rest(microseconds: pause)
            try start(active)
            let began = microseconds()
            _ = try awaitServing()
            if plan.daemons == 1 { report.timesToServe.append(microseconds() - began) }
        } else {
            _ = try awaitServing()
            report.takeOvers += 1
            // Race control sees that another daemon runs, and says again what was said last.
            player.repeatActs()
            try start(active)
        }
    }

    /// The daemon that runs the meeting, once the other has its record as far as it went when it was first asked. One
    /// that has just put its own record aside is heard as well, and has nothing to run the meeting on with.
    private func awaitCopied() throws -> Int {
        let deadline = microseconds() + Self.patience
        var wanted: (of: Int, segment: UInt32, offset: UInt64)?
        while true {
            let active = try awaitServing()
            if let status = try questions[active].shown(), let journal = status.journal {
                if wanted?.of != active { wanted = (active, journal.segment, journal.offset) }
                if let wanted, let standby = status.pair?.standby, standby.fault == nil, standby.heard < .seconds(1),
                    (standby.segment, standby.offset) >= (wanted.segment, wanted.offset)
                {
                    return active
                }
            }
            guard microseconds() < deadline else { throw Failure("the standby never had a copy") }
            rest(microseconds: 5000)
        }
    }

    private func awaitStep(_ step: Int) throws {
        let deadline = microseconds() + Self.patience
        while player.steps < step {
            try requireLife()
            guard microseconds() < deadline else { throw Failure("step \(step) was never reached") }
            rest(microseconds: 200)
        }
    }

    /// Until one answers about the session that is shown, or that there is none yet: which one.
    private func awaitServing() throws -> Int {
        let deadline = microseconds() + 30_000_000
        while microseconds() < deadline {
            try requireLife()
            for place in questions.indices {
                guard let meeting = try questions[place].meeting() else { continue }
                if try meeting.shown == nil || questions[place].shown() != nil { return place }
            }
            rest(microseconds: 500)
        }
        throw Failure("no daemon ever answered")
    }

    private func requireLife() throws {
        if let failure = player.failure { throw Failure("feed and race control: \(failure)") }
        for subscriber in subscribers {
            if let failure = subscriber.failure { throw Failure("subscriber: \(failure)") }
        }
        // Of a pair one may have ended, so that the other runs the meeting: it is started again by its manager.
        for place in daemons.indices where !daemons[place].isRunning {
            guard plan.daemons > 1 else { throw Failure("the daemon has ended by itself") }
            if daemons[place].endedByItself { try start(place) }
        }
    }

    // MARK: The end

    /// Until everything is there and every subscriber has heard of it; the daemon that runs the meeting.
    private func awaitEnd(_ undisturbed: Report?) throws -> Int {
        let deadline = microseconds() + Self.patience
        var lacks = "no status"
        var since: Int64?
        while microseconds() < deadline {
            try requireLife()
            guard player.isDone else {
                rest(microseconds: 2000)
                continue
            }
            // Of a pair one runs the meeting in the end, and the other copies.
            let active = try plan.daemons == 1 ? awaitServing() : awaitCopied()
            let lacking = try lack(active, undisturbed)
            guard let first = lacking.first else {
                let now = microseconds()
                if let since, now - since > Run.moment { return active }
                since = since ?? now
                rest(microseconds: 5000)
                continue
            }
            since = nil
            lacks = lacking.map(\.text).joined(separator: "; ")
            if plan.daemons > 1, first.isOfActs { player.repeatActs() }
            rest(microseconds: 10_000)
        }
        throw Failure("not all came through: \(lacks)")
    }

    private func lack(_ active: Int, _ undisturbed: Report?) throws -> [(text: String, isOfActs: Bool)] {
        var lacking: [(text: String, isOfActs: Bool)] = []
        for (place, session) in MeetingRace.sessions.enumerated() {
            guard let status = try questions[active].status(of: session) else { return [("no status", false)] }
            let subscriber = subscribers[place]
            if subscriber.epoch != status.epoch || subscriber.next != status.sequence + 1 {
                let at = "the subscriber waits for \(subscriber.next) of epoch \(subscriber.epoch)"
                lacking.append(("\(session): \(at), it is at \(status.sequence) of \(status.epoch)", false))
            }
            for (decoder, count) in race.owed where status.received[.init(decoder: decoder, epoch: 1)] ?? 0 < count {
                lacking.append(("\(session): box \(decoder) has less than \(count) crossings", false))
            }
            guard let expected = undisturbed?.sessions[place] else { continue }
            // A session whose arming was lost with a daemon takes the crossings from its start signal on.
            if plan.daemons == 1, status.inputs.crossings != expected.crossings {
                let text = "\(status.inputs.crossings) instead of \(expected.crossings) crossings"
                lacking.append(("\(session): \(text)", false))
            }
            if status.inputs.acts != expected.acts {
                lacking.insert(("\(session): \(status.inputs.acts) instead of \(expected.acts) acts", true), at: 0)
            }
        }
        return lacking
    }

    private func outcome(of session: String, _ active: Int) throws -> Report.SessionOutcome {
        let deadline = microseconds() + 10_000_000
        while microseconds() < deadline {
            if let status = try questions[active].status(of: session),
                let frames = try questions[active].frames(Query.results.bytes(session: session)),
                case .results(let results)? = try frames.first.map({ try Answer($0) }),
                let state = try questions[active].meeting()?[session]?.state
            {
                return .init(
                    crossings: status.inputs.crossings, acts: status.inputs.acts, state: state.text,
                    classification: results.classification)
            }
            rest(microseconds: 2000)
        }
        throw Failure("no result of \(session)")
    }
}
