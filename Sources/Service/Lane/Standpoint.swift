import Timing
import Wire

/// How a session stands, as far as an act can change it and people have to be told.
struct Standpoint {
    private struct Car {
        let standing: Standing
        let lapping: Lapping
        let verdicts: [Verdict]
        let stops: [Stop]
        let driver: String
    }

    private struct Decided {
        let id: String
        let at: Instant
        let state: PenaltyRecord.State
    }

    private let numbers: [CarNumber]
    /// Each car's place here, by the number under which it was entered.
    private let places: [CarNumber: Int]
    private let entries: [Entry]
    private let cars: [Car]
    private let penalties: [Decided]
    private let startedAt: Instant?
    private let start: String?
    private let clockStart: String?
    private let phase: Timekeeper.Phase
    private let flag: Flag?
    private let result: ResultState?
    private let duration: Milliseconds?
    private let flags: Int
    private let chequered: String?
    private let end: String?
    private let doubts: Int
    private let infringements: Int
    private let pending: Int
    private let unknown: Int
    private let told: ToldPoint

    init(_ timekeeper: borrowing Timekeeper) {
        entries = timekeeper.session.entries
        numbers = entries.map(\.number)
        places = Dictionary(entries.enumerated().map { ($1.entered, $0) }) { first, _ in first }
        var cars: [Car] = []
        cars.reserveCapacity(numbers.count)
        for slot in numbers.indices {
            let car = CarIndex(slot)
            let lapping = timekeeper.lapping(of: car)
            let entry = timekeeper.session.entries[slot]
            let driver = entry.drivers.first { $0.id == lapping.driver }?.name
            cars.append(
                Car(
                    standing: timekeeper.standing(of: car), lapping: lapping, verdicts: timekeeper.verdicts(of: car),
                    stops: timekeeper.stops(of: car),
                    driver: driver ?? (lapping.driver == 0 ? "nobody known" : "driver \(lapping.driver)")))
        }
        self.cars = cars
        penalties = timekeeper.penaltyStates.map { Decided(id: $0.name, at: $0.at, state: $0.state) }
        startedAt = timekeeper.startedAt
        flags = timekeeper.flags.count
        chequered = timekeeper.chequeredAt.map { Understood.ofDay($0, in: timekeeper) }
        end = timekeeper.endedAt.map { Understood.ofDay($0, in: timekeeper) }
        doubts = timekeeper.doubts.count
        start = timekeeper.startedAt.map { Understood.ofDay($0, in: timekeeper) }
        clockStart = timekeeper.clockStartedAt.map { Understood.ofDay($0, in: timekeeper) }
        phase = timekeeper.phase
        flag = timekeeper.flag
        result = timekeeper.result
        duration = timekeeper.duration
        infringements = timekeeper.infringements.count
        pending = timekeeper.pendingActs.count
        told = ToldPoint(timekeeper)
        unknown = timekeeper.unknown.held.reduce(0) { $0 + $1.crossings.count }
    }

    /// What is different now, a line each.
    func lines(since before: Standpoint) -> [String] {
        entryLines(since: before) + sessionLines(since: before) + told.lines(since: before.told)
            + [penaltyLine(since: before)].compactMap(\.self) + carLines(since: before)
    }

    // MARK: The entry list

    private func entryLines(since before: Standpoint) -> [String] {
        if entries == before.entries { return [] }
        let gone = before.entries.filter { places[$0.entered] == nil }.map { "car \($0.number) is entered no more" }
        return gone
            + entries.enumerated().compactMap { slot, entry in
                guard let was = before.places[entry.entered].map({ before.entries[$0] }) else {
                    return
                        "car \(entry.number) is entered: \(cars[slot].lapping.laps) laps, \(cars[slot].stops.count) stops"
                }
                if was == entry { return nil }
                return was.number == entry.number
                    ? "the entry of car \(entry.number) reads differently"
                    : "car \(was.number) is car \(entry.number) now"
            }
    }

    /// The same car as it was; nil where it was not entered.
    private func car(_ slot: Int, in before: Standpoint) -> Car? {
        before.places[entries[slot].entered].map { before.cars[$0] }
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
        tell("flags shown", "\(before.flags)", "\(flags)")
        tell("chequered flag", before.chequered, chequered)
        tell("end", before.end, end)
        tell("the session lasts", before.duration.map(TimeText.clock), duration.map(TimeText.clock))
        tell("result", before.result?.rawValue, result?.rawValue)
        tell("doubts", "\(before.doubts)", "\(doubts)")
        tell("infringements", "\(before.infringements)", "\(infringements)")
        tell("decisions that wait", "\(before.pending)", "\(pending)")
        tell("crossings of unknown transponders", "\(before.unknown)", "\(unknown)")
        return lines
    }

    private func penaltyLine(since before: Standpoint) -> String? {
        var changes: [TableChange] = []
        func tell(_ id: String, _ old: PenaltyRecord.State?, _ new: PenaltyRecord.State?) {
            guard old != new else { return }
            changes.append(TableChange(whose: id, old: old?.rawValue ?? "none", new: new?.rawValue ?? "none"))
        }
        // Both are in official order.
        var (old, new) = (before.penalties[...], penalties[...])
        while let was = old.first, let now = new.first {
            if was.id == now.id {
                tell(was.id, was.state, now.state)
                (old, new) = (old.dropFirst(), new.dropFirst())
            } else if (was.at, was.id) < (now.at, now.id) {
                tell(was.id, was.state, nil)
                old = old.dropFirst()
            } else {
                tell(now.id, nil, now.state)
                new = new.dropFirst()
            }
        }
        for was in old { tell(was.id, was.state, nil) }
        for now in new { tell(now.id, nil, now.state) }
        return TableChange.line(changes.sorted { $0.whose < $1.whose }, of: "penalty", "penalties")
    }

    // MARK: The cars

    private func carLines(since before: Standpoint) -> [String] {
        func words<Value: Equatable>(
            _ name: String, _ several: String? = nil, _ value: (Car) -> Value
        ) -> String? {
            line(name, several, since: before, value) { ("\($0)", "\($1)", nil) }
        }
        func times(_ name: String, _ several: String? = nil, _ value: (Car) -> Milliseconds?) -> String? {
            line(name, several, since: before, value) { old, new in
                (
                    old.map(TimeText.lap) ?? "none", new.map(TimeText.lap) ?? "none",
                    old.flatMap { was in new.map { $0 - was } }
                )
            }
        }
        return [
            verdicts("verdict", since: before) { verdict, _ in Self.words(verdict) },
            verdicts("thing that is asked", "things that are asked", since: before, Self.asked),
            words("place") { $0.standing.position.map(String.init) ?? "none" },
            words("state") { $0.standing.status.rawValue },
            words("number of laps", "numbers of laps") { $0.lapping.laps },
            words("number of laps taken off", "numbers of laps taken off") { $0.standing.penaltyLaps },
            words("number of stops", "numbers of stops") { $0.stops.count },
            times("time in the pit lane", "times in the pit lane") { car in
                car.stops.compactMap(\.duration).reduce(.zero) { $0 + $1 }
            },
            words("driver") { $0.driver },
            times("best lap") { $0.lapping.bestLap }, times("last lap") { $0.lapping.lastLap },
            times("total") { $0.standing.total }, times("time penalty", "time penalties") { $0.standing.penalty },
        ].compactMap(\.self)
    }

    /// Most cars stand as they did: only what is different is put into words.
    private func line<Value: Equatable>(
        _ name: String, _ several: String?, since before: Standpoint, _ value: (Car) -> Value,
        _ words: (Value, Value) -> (old: String, new: String, by: Milliseconds?)
    ) -> String? {
        var changes: [TableChange] = []
        for slot in cars.indices {
            guard let was = car(slot, in: before) else { continue }
            let (old, new) = (value(was), value(cars[slot]))
            guard old != new else { continue }
            let said = words(old, new)
            changes.append(TableChange(whose: numbers[slot].text, old: said.old, new: said.new, by: said.by))
        }
        return TableChange.line(changes, of: name, several)
    }

    private func verdicts(
        _ name: String, _ several: String? = nil, since before: Standpoint, _ words: (Verdict, Instant?) -> String
    ) -> String? {
        var changes: [TableChange] = []
        for slot in cars.indices {
            guard let known = car(slot, in: before)?.verdicts, known != cars[slot].verdicts else { continue }
            for verdict in cars[slot].verdicts {
                guard let was = known.first(where: { $0.obligation == verdict.obligation }) else { continue }
                let (old, new) = (words(was, before.startedAt), words(verdict, startedAt))
                if old == new { continue }
                changes.append(
                    TableChange(
                        whose: numbers[slot].text, what: ActText.obligation(verdict.obligation), old: old, new: new))
            }
        }
        return TableChange.line(changes, of: name, several)
    }

    /// From when to when and for how long, times since the start.
    private static func asked(_ verdict: Verdict, _ start: Instant?) -> String {
        func since(_ instant: Instant?) -> String? {
            instant.flatMap { instant in start.map { TimeText.clock(instant - $0) } }
        }
        let window = [since(verdict.opens), since(verdict.closes)].map { $0 ?? "…" }.joined(separator: " to ")
        return window + (verdict.required.map { " for \(TimeText.lap($0))" } ?? "")
    }

    private static func words(_ verdict: Verdict) -> String {
        let by = verdict.by.map { " \(verdict.state == .served ? "+" : "")\(TimeText.lap($0))" } ?? ""
        return (names[verdict.state] ?? verdict.state.rawValue) + by
    }

    private static let names: [Verdict.State: String] = [
        .notOpen: "not open", .lastChance: "last lap", .inPit: "in pit", .notApplicable: "n/a",
    ]
}
