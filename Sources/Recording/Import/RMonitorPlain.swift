import Rulebook
import Timing

/// Reads a plain RMonitor stream, in which a `$J` is a crossing of the Line and the `$G` of the same total says how
/// many laps the car has by then.
///
/// A car's first crossing is the beginning of its lap 1, and a crossing that `$G` does not count, as under red in a
/// session that is no race, is none.
enum RMonitorPlain {
    static func imported(
        _ stream: RMonitorStream, file: String, options: ImportOptions
    ) throws(ImportFault) -> Imported {
        let chosen = stream.results.fullest
        guard !chosen.isEmpty else { throw empty(file) }
        var notes: [String] = [
            "The stream has no $L: $J and $G, which are of the Line alone, give the crossings. It states no sectors and no "
                + "visits to the pit lane."
        ]
        let others = stream.results.runs.count { !$0.isEmpty } - 1
        notes.note(others, "other run(s) of the stream are left out: the one with the most passages is imported.")
        let kind = kind(chosen, told: options.kind, notes: &notes)
        var dated = options
        dated.date = options.date ?? stream.results.day
        let start = try RaceAssembly.midnight(dated) + timeOfDay(chosen, notes: &notes)
        var reader = RMonitorLaps(run: chosen, start: start)
        var (entries, places) = stream.cars.plainEntries(notes: &notes)
        let laps = reader.laps { registration in
            if let known = places[registration] { return known }
            places[registration] = entries.count
            entries.append(
                ReportedCar(number: CarNumber(registration), carClass: "", team: "", drivers: [], laps: []))
            return entries.count - 1
        }
        for (place, laps) in laps { entries[place].laps = laps }
        reader.note(in: &notes)
        var race = ReportedRace(file: file, kind: kind, start: start, cars: entries, sectors: 1)
        race.countsFromFirstCrossing = true
        MissingLaps.fill(&race, notes: &notes)
        (race.flags, race.chequered) = RMonitorFlags.course(chosen, start: start, notes: &notes)
        var named = dated
        named.circuitName = options.circuitName ?? stream.track.trackName
        named.sessionName = chosen.name.isEmpty ? nil : chosen.name
        stream.note(in: &notes)
        return try RaceAssembly.imported(
            race, options: named, classifiedPercent: (0, "every car that completes a lap is, assumed"), notes: notes)
    }

    private static func empty(_ file: String) -> ImportFault {
        ImportFault(
            file: file, line: nil, found: "no $L, $J or $G record",
            expected: "an RMonitor stream: $J for the passages, or IMSA's line crossings ($L)",
            remedy: "capture the stream while cars are running")
    }

    private static func kind(
        _ run: RMonitorResults.Run, told: Session.Kind?, notes: inout [String]
    ) -> Session.Kind {
        if let told { return told }
        let named = SessionKind.named(run.name)
        let words = run.name.isEmpty ? "The stream does not name the run" : "The run is called \"\(run.name)\""
        notes.append("\(words): it is taken as \((named ?? .race).rawValue); --kind says otherwise.")
        return named ?? .race
    }

    /// When the race clock showed zero: what most `$F` agree on.
    private static func timeOfDay(_ run: RMonitorResults.Run, notes: inout [String]) -> Milliseconds {
        let starts = run.beats.map { ($0.timeOfDay - $0.raceTime).withinDay }
        guard let start = LapChecks.mode(starts), let first = run.beats.first else {
            notes.append("The stream has no $F with a flag: the start is put at 00:00.")
            return .zero
        }
        notes.append(
            "\(first.place): the start is put at \(ClockText.text(start)) by the time of day, to the second, from the race "
                + "clock of $F.")
        return start
    }
}

/// The laps of the cars of a plain stream.
struct RMonitorLaps {
    private struct Crossing {
        let total: Milliseconds
        let time: Milliseconds?
        let place: String
    }

    let run: RMonitorResults.Run
    let start: Instant
    private var uncounted = Noted()
    private var fromStandings = Noted()

    init(run: RMonitorResults.Run, start: Instant) {
        self.run = run
        self.start = start
    }

    /// By the car's place in the entry list.
    mutating func laps(place: (String) -> Int) -> [Int: [ReportedLap]] {
        var counts: [Int: [Milliseconds: Int]] = [:]
        var crossings: [Int: [Crossing]] = [:]
        var bests: [Int: RMonitorResults.Best] = [:]
        for standing in run.standings {
            let car = place(standing.registration)
            let known = counts[car]?[standing.total]
            counts[car, default: [:]][standing.total] = known ?? standing.laps
        }
        // Captures may be given in any order; of equal totals the first is the crossing.
        let passings = run.passings.indices.sorted { (run.passings[$0].total, $0) < (run.passings[$1].total, $1) }
        for passing in passings.map({ run.passings[$0] }) {
            let car = place(passing.registration)
            let crossing = Crossing(total: passing.total, time: passing.time, place: passing.place)
            // The total does not grow with a passage that is not counted; a record may also be repeated.
            if let last = crossings[car]?.last, last.total == crossing.total {
                if last.time != crossing.time { uncounted.add(passing.place) }
            } else {
                crossings[car, default: []].append(crossing)
            }
        }
        var known = crossings.mapValues { Set($0.map(\.total)) }
        for standing in run.standings {
            let car = place(standing.registration)
            guard known[car, default: []].insert(standing.total).inserted else { continue }
            crossings[car, default: []].append(Crossing(total: standing.total, time: nil, place: standing.place))
            fromStandings.add(standing.place)
        }
        for (registration, best) in run.bests { bests[place(registration)] = best }
        return crossings.reduce(into: [:]) { laps, car in
            laps[car.key] = self.laps(
                of: car.value.sorted { $0.total < $1.total }, counts: counts[car.key] ?? [:], best: bests[car.key])
        }
    }

    private mutating func laps(
        of crossings: [Crossing], counts: [Milliseconds: Int], best: RMonitorResults.Best?
    ) -> [ReportedLap] {
        var laps: [ReportedLap] = []
        for crossing in crossings {
            let counted = counts[crossing.total]
            let number = counted ?? laps.last.map { $0.number + 1 } ?? (crossing.time == .zero ? 0 : 1)
            if let last = laps.last, number <= last.number {
                uncounted.add(crossing.place)
                continue
            }
            var time = crossing.time.flatMap { $0 > .zero ? $0 : nil }
            if time == nil, let best, best.lap == number { time = best.time }
            laps.append(
                ReportedLap(
                    number: number, end: start + crossing.total, time: time, sectors: [nil], driver: 0,
                    endsInPit: false,
                    place: crossing.place))
        }
        if let first = laps.first, first.number > 0 { laps.insert(beginning(before: first), at: 0) }
        return laps
    }

    /// The crossing with which lap 1 began, of a car that the capture shows later. Where the time of lap 1 is not
    /// known, it is put at the start: no lap is shorter than it was.
    private func beginning(before first: ReportedLap) -> ReportedLap {
        let known = first.number == 1 ? first.time.map { first.end - $0 } : nil
        return ReportedLap(
            number: 0, end: max(known ?? start, start), time: nil, sectors: [nil], driver: 0,
            endsInPit: false, isEstimated: true, place: first.place)
    }

    func note(in notes: inout [String]) {
        notes.note(
            uncounted, "passage(s) are not counted as a lap by $G, as under red, and are left out.")
        notes.note(
            fromStandings, "crossing(s) are known from $G alone: the capture has no $J of them.")
    }
}

/// The flags of a plain stream, by its race clock.
enum RMonitorFlags {
    private static let words: [String: Flag] = [
        "GREEN": .green, "YELLOW": .yellow, "RED": .red, "FINISH": .chequered, "CHECKERED": .chequered,
        "WARMUP": .green, "PURPLE": .fullCourseYellow, "WHITE": .green,
    ]

    static func course(
        _ run: RMonitorResults.Run, start: Instant, notes: inout [String]
    ) -> (flags: [(flag: Flag, at: Instant)], chequered: (at: Instant, isEstimated: Bool)?) {
        var flags: [(flag: Flag, at: Instant)] = []
        var foreign: [String: Noted] = [:]
        // Captures may be given in any order.
        let beats = run.beats.indices.sorted { (run.beats[$0].raceTime, $0) < (run.beats[$1].raceTime, $1) }
        var finish: RMonitorResults.Beat?
        for beat in beats.map({ run.beats[$0] }) {
            guard let flag = words[beat.flag] else {
                foreign[beat.flag, default: Noted()].add(beat.place)
                continue
            }
            if flag == .chequered {
                finish = beat
                break
            }
            if flag != flags.last?.flag { flags.append((flag, flags.isEmpty ? start : start + beat.raceTime)) }
        }
        for (word, noted) in foreign.sorted(by: { $0.key < $1.key }) {
            notes.note(noted, "$F record(s) have the unknown flag \"\(word)\", which is ignored.")
        }
        if let finish {
            notes.append(
                "\(finish.place): the chequered flag and the others are put at the second of the first $F that shows them."
            )
            return (flags, (start + finish.raceTime, true))
        }
        notes.append("The stream shows no chequered flag: the session ends with the last crossing.")
        return (flags, nil)
    }
}
