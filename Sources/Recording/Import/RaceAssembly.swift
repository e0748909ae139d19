import Rulebook
import Timing

/// Makes a recording of a reported race.
enum RaceAssembly {
    private static let by = "import"
    /// The act of the chequered flag.
    static let chequeredID = "import-chequered"

    static func imported(
        _ reported: ReportedRace, options: ImportOptions,
        classifiedPercent habit: (percent: Int, why: String),
        notes formatNotes: [String]
    ) throws(ImportFault) -> Imported {
        var notes = assumptions(reported, options: options)
        notes += formatNotes
        var race = reported
        if race.kind == .race { race.cars = inOrderOfFirstLine(race.cars) }
        LapChecks.note(race, in: &notes)
        let crossings = Passages.crossings(of: race, notes: &notes)
        guard let last = crossings.last?.at else {
            throw ImportFault(
                file: race.file, line: nil, found: "no crossing", expected: "a row for each lap",
                remedy: "export the file again")
        }
        let end = last + Milliseconds(1)
        if options.classifiedPercent == nil, race.kind == .race {
            notes.append("A car is classified from \(habit.percent) % of the winner's laps: \(habit.why).")
        }
        var rules = RaceRules(
            duration: options.duration, classifiedPercent: options.classifiedPercent ?? habit.percent,
            finishWithin: finishWithin(race, duration: options.duration, end: end, notes: &notes))
        if race.countsFromFirstCrossing {
            rules.firstCrossing = .start
        } else {
            // Visits to the pit lane are known: a lap that begins or ends there is no best lap.
            rules.pitLapsCount = false
        }
        let circuit = ImportCircuit.circuit(name: options.circuitName ?? "unknown circuit", race: race)
        let entries = entries(of: race, notes: &notes)
        let session = Session(
            id: options.sessionID ?? race.kind.rawValue,
            name: options.sessionName ?? race.kind.rawValue.capitalizedFirst, kind: race.kind,
            circuit: circuit, rules: rules, entries: entries)
        let event = Event(
            name: options.eventName ?? stem(of: race.file), series: "imported", circuit: circuit,
            entries: entries, sessions: [session])
        var recording = Recording(event: event, crossings: crossings, acts: acts(of: race, end: end))
        if race.kind != .race || race.countsFromFirstCrossing || race.isRecounted {
            Recount.settle(&recording, race: race, notes: &notes)
        }
        return Imported(recording: recording, notes: notes)
    }

    /// Midnight of the day of the race.
    static func midnight(_ options: ImportOptions) throws(ImportFault) -> Instant {
        let date = options.date ?? "1970-01-01"
        if let midnight = ClockText.midnight(date) { return midnight }
        throw ImportFault(
            file: "date", line: nil, found: "\"\(date)\"", expected: "a day of the calendar as YYYY-MM-DD",
            remedy: "give the day of the start, for example 2018-05-19")
    }

    private static func assumptions(_ race: ReportedRace, options: ImportOptions) -> [String] {
        var notes: [String] = []
        if options.date == nil {
            notes.append(
                "The files do not state the day: the \(race.kind == .race ? "race" : "session") is put on 1970-01-01.")
        }
        notes.append("Times of day are taken as UTC: the files do not state the time zone.")
        if options.eventName == nil {
            notes.append("The files do not name the event: it has the name of the file of laps.")
        }
        if options.circuitName == nil { notes.append("The files do not name the circuit.") }
        notes.append(
            "The files do not state transponders: 1001, 1002 … are given in the order of the entry list.")
        if race.kind == .race {
            notes.append("The files do not state the grid: entries are in the order of the first crossing of the Line.")
        }
        notes.append(
            "Minimum times of the loops are assumed: 20 s, but at most half the fastest lap, at the Line; "
                + "2 s elsewhere.")
        notes.note(
            race.cars.count { $0.laps.isEmpty },
            "car(s) of the result have no lap in the file of laps and are entered last, by number.")
        return notes
    }

    /// A result sheet must not leak into the grid: cars come as they first crossed the Line, equals as in the
    /// file, and cars without a lap last by number.
    private static func inOrderOfFirstLine(_ cars: [ReportedCar]) -> [ReportedCar] {
        let running = cars.enumerated().filter { !$0.element.laps.isEmpty }
            .sorted { ($0.element.laps[0].end, $0.offset) < ($1.element.laps[0].end, $1.offset) }
        let standing = cars.filter(\.laps.isEmpty)
            .sorted { ($0.number.text.count, $0.number.text) < ($1.number.text.count, $1.number.text) }
        return running.map(\.element) + standing
    }

    private static func entries(of race: ReportedRace, notes: inout [String]) -> [Entry] {
        var without = Noted()
        for car in race.cars where car.carClass.isEmpty { without.add(car.laps.first?.place ?? "") }
        notes.note(without, "car(s) have no class in the files and are put in one of their own, \"\(unknownClass)\".")
        return race.cars.enumerated().map { place, car in
            Entry(
                number: car.number, carClass: car.carClass.isEmpty ? unknownClass : car.carClass, cup: car.cup,
                team: car.team, vehicle: car.vehicle, transponders: [ImportCircuit.transponder(ofCar: place)],
                drivers: car.drivers)
        }
    }

    /// The class of cars of which the files state none.
    static let unknownClass = "unknown"

    /// Long enough after the chequered flag for every crossing of the file to be in time.
    private static func finishWithin(
        _ race: ReportedRace, duration: Milliseconds?, end: Instant, notes: inout [String]
    ) -> Milliseconds {
        let usual = Milliseconds.minutes(10)
        guard let flag = race.chequered?.at ?? duration.map({ race.start + $0 }), end - flag > usual else {
            return usual
        }
        let minutes = ((end - flag).count + 59_999) / 60_000
        notes.append(
            "Cars may finish for \(minutes) min after the flag, because the file has crossings so late.")
        return .minutes(minutes)
    }

    private static func acts(of race: ReportedRace, end: Instant) -> [Act] {
        var acts = [Act(id: "import-start", at: race.start, by: by, kind: .start)]
        for (number, change) in race.flags.enumerated() {
            acts.append(
                Act(
                    id: "import-flag-\(number + 1)", at: change.at, by: by,
                    kind: .flag(change.flag, isEstimated: true)))
        }
        if let chequered = race.chequered {
            acts.append(
                Act(
                    id: chequeredID, at: chequered.at, by: by,
                    kind: .flag(.chequered, isEstimated: chequered.isEstimated)))
        }
        acts.append(Act(id: "import-end", at: end, by: by, kind: .end))
        for deleted in race.deleted {
            acts.append(
                Act(
                    id: "import-deleted-\(deleted.car.text)-\(deleted.lap)", at: end, by: by,
                    kind: .penalty(deleted.car, .lapTime(deleted.lap), reason: deleted.reason)))
        }
        return acts
    }

    /// When the car with the most laps last crossed the Line, the earliest among equals: where the chequered
    /// flag fell in a race whose files do not show it.
    static func lastLineOfWinner(_ cars: [ReportedCar]) -> Instant? {
        let finishes = cars.compactMap { car in car.laps.last.map { (laps: car.laps.count, at: $0.end) } }
        return finishes.min { (-$0.laps, $0.at) < (-$1.laps, $1.at) }?.at
    }

    /// Name of a file without its folders and its ending.
    static func stem(of file: String) -> String {
        let name = file.split(separator: "/").last ?? "race"
        return String(name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex))
    }
}

extension String {
    /// With a capital first letter.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
