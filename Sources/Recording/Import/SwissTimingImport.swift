import Timing

/// Reads sessions timed by Swiss Timing (GT World Challenge Europe): the list of sectors, and optionally the pit stops
/// and the result, as CSV.
///
/// A lap ends where the sum of the lap times so far says. Pit entry and pit exit are in the list of pit stops, measured
/// from the start; the start itself is where its times of day and its times since the start agree.
public enum SwissTimingImport {
    /// Makes a recording of a list of sectors and, where given, a list of pit stops and a result, in any order.
    ///
    /// - Throws: where and why a file could not be read.
    public static func read(
        files: [(name: String, text: String)], options: ImportOptions
    ) throws(ImportFault) -> Imported {
        try TimingSystem.swisstiming.check(files)
        var notes: [String] = []
        let found = try SwissTimingFiles(files, notes: &notes)
        let midnight = try RaceAssembly.midnight(options)
        let start = midnight + start(found.stops, notes: &notes)
        let cars = try CarRows.all(of: found.sectors, number: "Bib", lap: "Lap")
        let kind = kind(options.kind, found, cars, notes: &notes)
        var stops = try SwissTimingStops(found.stops, start: start, midnight: midnight)
        var reader = SwissTimingLaps(
            start: start, sectorColumns: found.sectors.series { "Sector\($0)Time" }, result: found.result)
        var race = ReportedRace(file: found.sectors.file, kind: kind, start: start, cars: [], sectors: 1)
        race.isRecounted = true
        for car in cars {
            var laps = try reader.laps(of: car)
            let row = found.row(of: car.number)
            let crew = Self.crew(row, besides: car.rows.first?.row)
            stops.put(in: &laps, of: car.number, start: start, crew: crew)
            race.cars.append(Self.car(car.number, row, rows: car.rows.map(\.row), crew: crew, laps: laps))
        }
        let known = Set(cars.map(\.number))
        for row in found.result?.rows ?? [] where !row["Bib"].isEmpty && !known.contains(row["Bib"]) {
            race.cars.append(Self.car(row["Bib"], row, rows: [row], crew: Self.crew(row, besides: nil), laps: []))
        }
        reader.note(in: &notes)
        stops.note(besides: known, in: &notes)
        race.sectors = SectorColumns.count(in: race.cars, notes: &notes)
        MissingLaps.fill(&race, notes: &notes)
        finish(&race, found, options: options, notes: &notes)
        return try RaceAssembly.imported(
            race, options: options,
            classifiedPercent: (70, "assumed, because the files do not state the series' rule"), notes: notes)
    }

    /// Time of day of the start.
    private static func start(_ stops: Table?, notes: inout [String]) -> Milliseconds {
        var starts: [Milliseconds] = []
        for row in stops?.rows ?? [] {
            for (day, time) in [("Day time in", "Time in"), ("Day time out", "Time out")] {
                guard let day = ClockText.milliseconds(row[day]), let time = ClockText.milliseconds(row[time]) else {
                    continue
                }
                starts.append((day - time).withinDay)
            }
        }
        if let start = LapChecks.mode(starts) { return start }
        notes.append("No pit stop states the time of day: the start is put at 00:00.")
        return .zero
    }

    private static func kind(
        _ told: Session.Kind?, _ files: SwissTimingFiles, _ cars: [CarRows], notes: inout [String]
    ) -> Session.Kind {
        if let told { return told }
        let names = [files.result?.file, files.sectors.file].compactMap(\.self)
        if let result = files.result, result.rows.contains(where: { !$0["TotalTime"].isEmpty }) { return .race }
        let named = names.lazy.compactMap { SessionKind.ofFile($0) }.first
        if files.result == nil, named == nil {
            notes.append(
                "Without a result the session is read as a race: --kind practice or qualifying reads it as that.")
            return .race
        }
        let kind = named ?? .practice
        notes.append(
            "\(names[0]): \(files.result == nil ? "by the name of the file" : "the result states no total times, so") the session is "
                + "taken as \(kind.rawValue); --kind says otherwise.")
        return kind
    }

    private static func crew(_ row: Table.Row?, besides lap: Table.Row?) -> [Driver] {
        let names = (1...9).map { number in
            let official = row?["Driver\(number)"] ?? ""
            return official.isEmpty ? lap?["Driver\(number)"] ?? "" : official
        }
        return names.enumerated().compactMap { place, name in
            name.isEmpty ? nil : Driver(id: UInt8(place + 1), name: name)
        }
    }

    private static func car(
        _ number: String, _ row: Table.Row?, rows: [Table.Row], crew: [Driver], laps: [ReportedLap]
    ) -> ReportedCar {
        func text(_ official: String, _ column: String) -> String {
            let text = row?[official] ?? ""
            return text.isEmpty ? rows.firstText(column) : text
        }
        let vehicle = text("CarName", "Car")
        return ReportedCar(
            number: CarNumber(number), carClass: text("ClassName", "Class"), team: text("TeamName", "Team"),
            vehicle: vehicle.isEmpty ? nil : vehicle, drivers: crew, laps: laps)
    }

    private static func finish(
        _ race: inout ReportedRace, _ files: SwissTimingFiles, options: ImportOptions, notes: inout [String]
    ) {
        notes.append("The files state no flags.")
        if race.kind == .race {
            if options.duration == nil, let finish = RaceAssembly.lastLineOfWinner(race.cars) {
                race.chequered = (finish, true)
                notes.append(
                    "The chequered flag is estimated at the last crossing of the Line by the car with the most "
                        + "laps, \(ClockText.text(finish - race.start)) after the start.")
            }
            files.noteTotals(of: race, in: &notes)
        } else if let result = files.result {
            let sheet = BestLapSheet(
                result, numbers: "Bib", time: "BestLapTime", lap: "BestLapLapNumber", laps: "LapCount")
            race.deleted += sheet.deleted(in: race.cars, start: race.start, notes: &notes)
            race.putInOrder(of: sheet)
        }
    }
}

/// The files of Swiss Timing by what they are.
struct SwissTimingFiles {
    let sectors: Table
    let stops: Table?
    let result: Table?

    private static let forms: [(name: String, columns: [String])] = [
        ("list of sectors", ["Bib", "Lap", "Time", "Sector1Time"]),
        ("list of pit stops", ["Nr", "Time in", "Time out"]),
        ("result", ["Bib", "LapCount"]),
    ]

    init(_ files: [(name: String, text: String)], notes: inout [String]) throws(ImportFault) {
        var tables: [Table?] = [nil, nil, nil]
        for file in files {
            let table = try Table(file: file.name, text: file.text, aliases: Self.aliases)
            guard let kind = Self.forms.firstIndex(where: { $0.columns.allSatisfy(table.has) }) else {
                if table.has("Message") {
                    notes.append("\(file.name): messages are not imported.")
                    continue
                }
                throw Self.unknown(table)
            }
            if let earlier = tables[kind] {
                throw ImportFault(
                    file: file.name, line: table.line, found: "a second \(Self.forms[kind].name) after \(earlier.file)",
                    expected: "one of each", remedy: "import one session at a time")
            }
            tables[kind] = table
        }
        guard let sectors = tables[0] else {
            throw ImportFault(
                file: files.first?.name ?? "import", line: nil, found: "no list of sectors",
                expected: "a file of Swiss Timing with the columns \(Self.forms[0].columns.joined(separator: ", "))",
                remedy: "name the list of sectors (SectorListCSV) too")
        }
        self.sectors = sectors
        stops = tables[1]
        result = tables[2]
    }

    private static let aliases = [
        "Bib": ["Number", "StartNumber"], "Nr": ["No", "Bib", "Number"], "Lap": ["LapNumber"], "Time": ["LapTime"],
        "Sector1Time": ["Sector1", "S1"], "Sector2Time": ["Sector2", "S2"], "Sector3Time": ["Sector3", "S3"],
        "LapCount": ["Laps"], "Time in": ["In", "RaceTimeIn"], "Time out": ["Out", "RaceTimeOut"],
        "Day time in": ["TimeOfDayIn"], "Day time out": ["TimeOfDayOut"],
    ]

    private static func unknown(_ table: Table) -> ImportFault {
        let like = forms.flatMap(\.columns).compactMap { wanted -> String? in
            guard !table.has(wanted), let like = table.like(wanted) else { return nil }
            return "\"\(like)\" for \(wanted)"
        }
        let near = like.isEmpty ? "" : "names like those wanted are \(like.joined(separator: ", ")): rename them, or "
        return ImportFault(
            file: table.file, line: table.line, found: "the columns \(table.named)",
            expected: forms.map { "for a \($0.name) \($0.columns.joined(separator: ", "))" }.joined(separator: "; "),
            remedy: "\(near)name the right files, or import them in their own format")
    }

    /// The row of the result for a car.
    func row(of number: String) -> Table.Row? {
        result?.rows.first { $0["Bib"] == number }
    }

    /// Where the result has another number of laps, or another total, than the laps make up.
    func noteTotals(of race: ReportedRace, in notes: inout [String]) {
        for car in race.cars {
            guard let row = row(of: car.number.text), let last = car.laps.last else { continue }
            let laps = car.laps.count
            if let official = Int(row["LapCount"]), official != laps {
                notes.append(
                    "\(row.place): car \(car.number) has \(official) lap(s) in the result and \(laps) in the file of laps."
                )
            } else if let total = ClockText.milliseconds(row["TotalTime"]), total != last.end - race.start {
                let sum = last.end - race.start
                let by = total > sum ? "\(ClockText.text(total - sum)) more" : "\(ClockText.text(sum - total)) less"
                notes.append(
                    "\(row.place): the total of car \(car.number) in the result is \(by) than its laps: a penalty is not imported."
                )
            }
        }
    }
}
