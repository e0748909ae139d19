import Timing

/// A race as either format reports it: cars and their laps, not yet crossings.
struct ReportedRace {
    /// File of the laps.
    let file: String
    let start: Instant
    /// In the order of the file. Cars without a lap are those of the result sheet alone.
    var cars: [ReportedCar]
    /// Sectors of a lap; 1 where the file has none.
    let sectors: Int
    /// Flags as the files show them, in order of time, without the chequered flag.
    var flags: [(flag: Flag, at: Instant)] = []
    /// The chequered flag: as the files show it, or as it had to be estimated.
    var chequered: (at: Instant, isEstimated: Bool)?
}

struct ReportedCar {
    let number: CarNumber
    let carClass: String
    var cup: String?
    let team: String
    var vehicle: String?
    let drivers: [Driver]
    /// In order of lap number, each ending after the one before.
    var laps: [ReportedLap]

    /// Where the lap at this place of `laps` began: at the start signal, at the end of the lap before,
    /// or, where that lap is missing, its own time before its end.
    func begin(of place: Int, start: Instant) -> Instant? {
        let lap = laps[place]
        if lap.number <= 1 { return start }
        if place > 0, laps[place - 1].number == lap.number - 1 { return laps[place - 1].end }
        return lap.time.map { lap.end - $0 }
    }
}

/// A row of either format.
struct ReportedLap {
    let number: Int
    /// Crossing of the Line that completed it.
    let end: Instant
    /// The lap time the file states. Evidence only: `end` decides.
    let time: Milliseconds?
    let sectors: [Milliseconds?]
    /// Zero where the file names nobody.
    let driver: UInt8
    /// The Line was crossed in the pit lane.
    let endsInPit: Bool
    var pitExit: Passage?
    var pitEntry: Passage?

    /// A passage of the pit lane's entry or exit.
    struct Passage {
        let at: Instant
        let isEstimated: Bool
    }
}

/// The rows of one car in a file with a row for each lap.
struct CarRows {
    let number: String
    /// In order of lap number, each number once.
    let rows: [(lap: Int, row: Table.Row)]

    /// The cars of a file in the order in which it names them first.
    static func read(_ table: Table, number: String, lap: String) throws(ImportFault) -> [CarRows] {
        guard !table.rows.isEmpty else {
            throw ImportFault(
                file: table.file, line: table.line + 1, found: "no lap", expected: "a row for each lap",
                remedy: "export the file again")
        }
        var places: [String: Int] = [:]
        var cars: [(number: String, rows: [(lap: Int, row: Table.Row)])] = []
        for row in table.rows {
            let car = try row.required(number)
            let entry = (lap: try row.whole(lap, 0...100_000), row: row)
            if let place = places[car] {
                cars[place].rows.append(entry)
            } else {
                places[car] = cars.count
                cars.append((car, [entry]))
            }
        }
        var ordered: [CarRows] = []
        for car in cars {
            let rows = car.rows.sorted { ($0.lap, $0.row.line) < ($1.lap, $1.row.line) }
            for (before, after) in zip(rows, rows.dropFirst()) where before.lap == after.lap {
                throw after.row.fault(
                    "lap \(after.lap) of car \(car.number) again, after line \(before.row.line)",
                    expected: "each lap of a car once", remedy: "delete one of the two rows")
            }
            ordered.append(CarRows(number: car.number, rows: rows))
        }
        return ordered
    }
}

/// What is common to reading laps of either format.
enum LapChecks {
    /// The value seen most often; the smallest among equals. Nil where there is none.
    static func mode(_ values: [Milliseconds]) -> Milliseconds? {
        var counts: [Milliseconds: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// A lap has to end after the one before.
    static func inOrder(_ lap: ReportedLap, after laps: [ReportedLap], row: Table.Row) throws(ImportFault) {
        guard let before = laps.last, lap.end <= before.end else { return }
        throw row.fault(
            "lap \(lap.number) ending \(ClockText.text(before.end - lap.end)) before lap \(before.number)",
            expected: "each lap of a car to end after the one before", remedy: "correct the times of the row")
    }

    /// Notes where the file's own figures disagree with each other.
    static func note(_ race: ReportedRace, in notes: inout [String]) {
        var gaps = 0
        var times = 0
        for car in race.cars {
            for (place, lap) in car.laps.enumerated() {
                if lap.number != (place == 0 ? 1 : car.laps[place - 1].number + 1) {
                    gaps += 1
                } else if let time = lap.time, let begin = car.begin(of: place, start: race.start),
                    time != lap.end - begin
                {
                    times += 1
                }
            }
        }
        notes.note(gaps, "lap(s) do not follow the lap before by number: laps are missing in the file.")
        notes.note(
            times,
            "lap time(s) differ from the time between crossings of the Line; the crossings count."
        )
    }
}

/// The files of an import by what they are.
enum ImportFiles {
    /// Finds the file with the laps and the one with the result, by columns that only the one or the other
    /// has.
    static func sort(
        _ files: [(name: String, text: String)], lapColumn: String, resultColumns: [String], format: String
    ) throws(ImportFault) -> (laps: Table, result: Table?) {
        var laps: Table?
        var result: Table?
        for file in files {
            let table = try Table(file: file.name, text: file.text)
            let isLaps = table.has(lapColumn)
            guard isLaps || resultColumns.allSatisfy(table.has) else {
                throw ImportFault(
                    file: file.name, line: table.line,
                    found: "the columns \(table.header.prefix(8).joined(separator: ", "))",
                    expected: "a file of \(format) with the column \(lapColumn) for laps, or with "
                        + "\(resultColumns.joined(separator: " and ")) for a result",
                    remedy: "name the right files, or import them in their own format")
            }
            if let earlier = isLaps ? laps : result {
                throw ImportFault(
                    file: file.name, line: table.line,
                    found: "a second file of \(isLaps ? "laps" : "results") after \(earlier.file)",
                    expected: "one of each", remedy: "import one race at a time")
            }
            if isLaps { laps = table } else { result = table }
        }
        guard let laps else {
            throw ImportFault(
                file: files.first?.name ?? "import", line: nil, found: "no file of laps",
                expected: "a file of \(format) with the column \(lapColumn)",
                remedy: "name the file of laps too"
            )
        }
        return (laps, result)
    }
}
