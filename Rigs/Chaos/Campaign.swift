import Glibc
import Synchronization

/// All runs, some of them at once.
final class Campaign: Sendable {
    private struct State {
        var waiting: ArraySlice<(kind: FaultKind, seed: UInt64)>
        var number = 0
        var tally = Tally()
    }

    private let races: [ChaosRace]
    private let programs: Programs
    private let seconds: Double
    private let keeps: Bool
    private let isTalkative: Bool
    private let undisturbed: Mutex<[Report?]>
    private let meeting: MeetingRace
    private let quietMeeting = Mutex<Report?>(nil)
    private let state: Mutex<State>
    private let total: Int
    /// When no further run begins.
    private let end: Int64
    /// Options that a run has to be repeated with.
    private let added: String

    init(
        _ runs: [(kind: FaultKind, seed: UInt64)], of races: [ChaosRace], _ programs: Programs, seconds: Double,
        minutes: Double?, keeps: Bool, isTalkative: Bool, recordings: [String]
    ) throws {
        meeting = try MeetingRace()
        added = recordings.map { " --recording \($0)" }.joined()
        self.races = races
        self.programs = programs
        self.seconds = seconds
        end = minutes.map { microseconds() + Int64($0 * 60e6) } ?? .max
        self.keeps = keeps
        self.isTalkative = isTalkative
        undisturbed = Mutex(races.map { _ in nil })
        state = Mutex(State(waiting: runs[...]))
        total = runs.count
    }

    /// Plays each race undisturbed, then does all runs.
    func run(atOnce: Int) throws -> Tally {
        for place in races.indices {
            let plan = Plan(undisturbed: races[place], place: place)
            let report = try run(plan, against: nil)
            guard report.findings.isEmpty else {
                throw Failure("\(races[place].name), undisturbed: \(report.findings.joined(separator: "; "))")
            }
            undisturbed.withLock { $0[place] = report }
        }
        if state.withLock({ $0.waiting.contains { $0.kind.isOfMeeting } }) {
            let report = try meet(.undisturbed, seed: 0, against: nil)
            guard report.findings.isEmpty else {
                throw Failure("\(MeetingRace.name), undisturbed: \(report.findings.joined(separator: "; "))")
            }
            quietMeeting.withLock { $0 = report }
        }
        let workers = (0..<max(atOnce, 1)).map { _ in Worker { [self] in try work() } }
        for worker in workers { try worker.join() }
        return state.withLock { $0.tally }
    }

    private func work() throws {
        while microseconds() < end, let next = state.withLock({ $0.waiting.popFirst() }) {
            let report = try run(next.kind, seed: next.seed)
            let done = state.withLock { state in
                state.tally.add(report)
                return state.tally.all.count
            }
            tell(report, done)
        }
    }

    private func run(_ kind: FaultKind, seed: UInt64) throws -> Report {
        if kind.isOfMeeting { return try meet(kind, seed: seed, against: quietMeeting.withLock { $0 }) }
        let plan = Plan(kind, seed: seed, races: races)
        return try run(plan, against: undisturbed.withLock { $0[plan.place] })
    }

    private var nextNumber: Int {
        state.withLock { state in
            state.number += 1
            return state.number
        }
    }

    private func meet(_ kind: FaultKind, seed: UInt64, against undisturbed: Report?) throws -> Report {
        let plan = MeetingPlan(kind, seed: seed, steps: meeting.steps.count)
        let run = try MeetingRun(plan, meeting, number: nextNumber, programs, seconds: 3 * seconds)
        let report = run.go(against: undisturbed)
        end(report, run.stand)
        return report
    }

    /// Removes the files of a run that lost nothing.
    private func end(_ report: Report, _ stand: Stand) {
        if keeps, !report.findings.isEmpty {
            print("  its files: \(stand.folder)")
        } else {
            stand.remove()
        }
    }

    private func run(_ plan: Plan, against undisturbed: Report?) throws -> Report {
        let run = try Run(plan, number: nextNumber, programs, seconds: seconds)
        let report = run.go(against: undisturbed)
        if !keeps || report.findings.isEmpty {
            run.remove()
        } else {
            print("  its files: \(run.stand.folder)")
        }
        return report
    }

    private func tell(_ report: Report, _ done: Int) {
        if !report.findings.isEmpty {
            print("\(report.kind.rawValue), seed \(report.seed) (\(report.race)): LOST")
            for finding in report.findings.prefix(5) { print("  \(finding)") }
            print("  again: scripts/chaos --only \(report.kind.rawValue) --seed \(report.seed) --runs 1 --keep\(added)")
        } else if isTalkative, report.isAlike == false, let difference = report.difference {
            print("\(report.kind.rawValue), seed \(report.seed) (\(report.race)): not as undisturbed, \(difference)")
        }
        if isatty(1) == 1 {
            print("\r\(done) of \(total)", terminator: done == total ? "\n" : "")
        }
        fflush(nil)
    }
}
