import Timing
import Wire

/// How a session stands, as far as an act can change it and people have to be told.
struct Standpoint {
    private struct Car {
        let standing: Standing
        let lapping: Lapping
        let verdicts: [Verdict]
        let stops: Int
    }

    private let numbers: [CarNumber]
    private let cars: [Car]
    private let start: String?
    private let clockStart: String?
    private let phase: Timekeeper.Phase
    private let flag: Flag?
    private let result: ResultState?
    private let duration: Milliseconds?
    private let infringements: Int
    private let pending: Int
    private let unknown: Int

    init(_ timekeeper: borrowing Timekeeper) {
        numbers = timekeeper.session.entries.map(\.number)
        var cars: [Car] = []
        cars.reserveCapacity(numbers.count)
        for slot in numbers.indices {
            let car = CarIndex(slot)
            cars.append(
                Car(
                    standing: timekeeper.standing(of: car), lapping: timekeeper.lapping(of: car),
                    verdicts: timekeeper.verdicts(of: car), stops: timekeeper.stops(of: car).count))
        }
        self.cars = cars
        start = timekeeper.startedAt.map { Understood.ofDay($0, in: timekeeper) }
        clockStart = timekeeper.clockStartedAt.map { Understood.ofDay($0, in: timekeeper) }
        phase = timekeeper.phase
        flag = timekeeper.flag
        result = timekeeper.result
        duration = timekeeper.duration
        infringements = timekeeper.infringements.count
        pending = timekeeper.pendingActs.count
        unknown = timekeeper.unknown.held.reduce(0) { $0 + $1.crossings.count }
    }

    /// What is different now, a line each. Says so where nothing is.
    func lines(since before: Standpoint) -> [String] {
        let lines = sessionLines(since: before) + carLines(since: before)
        return lines.isEmpty ? ["nothing changes in the table"] : lines
    }

    // MARK: The session

    private func sessionLines(since before: Standpoint) -> [String] {
        var lines: [String] = []
        func tell(_ name: String, _ old: String?, _ new: String?) {
            if old != new { lines.append("\(name) \(old ?? "none") → \(new ?? "none")") }
        }
        tell("start signal", before.start, start)
        if (before.clockStart == before.start) != (clockStart == start) {
            tell("the race clock runs from", before.clockStart, clockStart)
        }
        tell("phase", before.phase.rawValue, phase.rawValue)
        tell("flag", before.flag?.rawValue, flag?.rawValue)
        tell("the session lasts", before.duration.map(TimeText.clock), duration.map(TimeText.clock))
        tell("result", before.result?.rawValue, result?.rawValue)
        tell("infringements", "\(before.infringements)", "\(infringements)")
        tell("decisions that wait", "\(before.pending)", "\(pending)")
        tell("crossings of unknown transponders", "\(before.unknown)", "\(unknown)")
        return lines
    }

    // MARK: The cars

    private func carLines(since before: Standpoint) -> [String] {
        func words(_ name: String, _ several: String? = nil, _ value: (Car) -> String) -> String? {
            line(name, several, since: before) { (text: value($0), time: nil) }
        }
        func times(_ name: String, _ several: String? = nil, _ value: (Car) -> Milliseconds?) -> String? {
            line(name, several, since: before) { (text: value($0).map(TimeText.lap) ?? "none", time: value($0)) }
        }
        return [
            self.verdicts(since: before),
            words("place") { $0.standing.position.map(String.init) ?? "none" },
            words("state", nil) { $0.standing.status.rawValue },
            words("number of laps", "numbers of laps") { "\($0.lapping.laps)" },
            words("number of laps taken off", "numbers of laps taken off") { "\($0.standing.penaltyLaps)" },
            words("number of stops", "numbers of stops") { "\($0.stops)" },
            times("best lap") { $0.lapping.bestLap }, times("last lap") { $0.lapping.lastLap },
            times("total") { $0.standing.total }, times("time penalty", "time penalties") { $0.standing.penalty },
        ].compactMap(\.self)
    }

    private func line(
        _ name: String, _ several: String?, since before: Standpoint,
        _ value: (Car) -> (text: String, time: Milliseconds?)
    ) -> String? {
        var changes: [TableChange] = []
        for slot in cars.indices {
            let (old, new) = (value(before.cars[slot]), value(cars[slot]))
            guard old.text != new.text else { continue }
            changes.append(
                TableChange(
                    whose: numbers[slot].text, old: old.text, new: new.text,
                    by: old.time.flatMap { was in new.time.map { $0 - was } }))
        }
        return TableChange.line(changes, of: name, several)
    }

    private func verdicts(since before: Standpoint) -> String? {
        var changes: [TableChange] = []
        for slot in cars.indices where cars[slot].verdicts != before.cars[slot].verdicts {
            let known = before.cars[slot].verdicts
            for verdict in cars[slot].verdicts {
                guard let old = known.first(where: { $0.obligation == verdict.obligation }).map(Self.words) else {
                    continue
                }
                let (name, new) = (ActText.obligation(verdict.obligation), Self.words(verdict))
                if old != new {
                    changes.append(TableChange(whose: numbers[slot].text, what: name, old: old, new: new))
                }
            }
        }
        return TableChange.line(changes, of: "verdict")
    }

    private static func words(_ verdict: Verdict) -> String {
        let by = verdict.by.map { " \(verdict.state == .served ? "+" : "")\(TimeText.lap($0))" } ?? ""
        return (names[verdict.state] ?? verdict.state.rawValue) + by
    }

    private static let names: [Verdict.State: String] = [
        .notOpen: "not open", .lastChance: "last lap", .inPit: "in pit", .notApplicable: "n/a",
    ]
}
