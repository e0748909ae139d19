import Timing

/// Reads races timed by Al Kamel Systems (IMSA, WEC and others): a file with a row for each lap, and
/// optionally the result sheet.
///
/// A row states the time since the start at which the lap was completed. The instants of pit entry and pit
/// exit are not in the file; where the time in the pit lane is, a pair is estimated whose distance is exactly
/// that time.
public enum AlKamelImport {
    /// Makes a recording of a file of laps and, where given, a result sheet, in any order.
    ///
    /// The sheet gives crews, grades, teams, vehicles and classes. That of a race gives no more; that of practice or
    /// qualifying, which is known by its columns, also says which lap times were deleted.
    /// - Throws: where and why a file could not be read.
    public static func read(
        files: [(name: String, text: String)], options: ImportOptions
    ) throws(ImportFault) -> Imported {
        try TimingSystem.alkamel.check(files)
        let (table, sheet) = try ImportFiles.sort(files, laps: lapForm, result: resultForm, format: "Al Kamel")
        try table.require(lapForm.required)
        var notes: [String] = []
        let midnight = try RaceAssembly.midnight(options)
        let start = midnight + start(table, notes: &notes)
        let cars = try CarRows.read(table, number: "NUMBER", lap: "LAP_NUMBER")
        let kind = SessionKind.found(options.kind, sheet: sheet, laps: table, cars: cars, notes: &notes)
        var reader = Reader(
            results: try AlKamelResults(sheet), stops: AlKamelStops(start: start, kind: kind),
            laps: AlKamelLaps(start: start, midnight: midnight, sectorColumns: table.series { "S\($0)" }))
        var race = ReportedRace(file: table.file, kind: kind, start: start, cars: [], sectors: 1)
        for rows in cars { race.cars.append(try reader.car(rows)) }
        race.cars += reader.results.standing()
        reader.note(in: &notes)
        race.sectors = SectorColumns.count(in: race.cars, notes: &notes)
        MissingLaps.fill(&race, notes: &notes)
        finish(&race, reader.flags, sheet: sheet, notes: &notes)
        return try RaceAssembly.imported(
            race, options: options,
            classifiedPercent: (0, "the official sheets of this format classify every car"), notes: notes)
    }

    /// The flags, and what a session's sheet says of its times.
    private static func finish(
        _ race: inout ReportedRace, _ flags: AlKamelFlags, sheet: Table?, notes: inout [String]
    ) {
        guard race.kind != .race else {
            (race.flags, race.chequered) = flags.changes(
                start: race.start, winner: RaceAssembly.lastLineOfWinner(race.cars), notes: &notes)
            return
        }
        (race.flags, race.chequered) = flags.changes(
            start: race.start, laps: race.cars.map { $0.laps.map(\.end) }, notes: &notes)
        guard let sheet else { return }
        let official = BestLapSheet(sheet)
        race.deleted += official.deleted(in: race.cars, start: race.start, notes: &notes)
        race.putInOrder(of: official)
    }

    private static let lapForm = ImportForm(
        columns: ["LAP_NUMBER"], required: ["NUMBER", "LAP_NUMBER", "ELAPSED"],
        aliases: [
            "NUMBER": ["CAR_NUMBER", "CAR_NO", "NO", "NR", "START_NUMBER", "BIB"],
            "LAP_NUMBER": ["LAP_NO", "LAP_NUM", "LAP_NR"],
            "DRIVER_NUMBER": ["DRIVER_NO", "DRIVER_NUM"],
            "ELAPSED": ["ELAPSED_TIME", "TIME_ELAPSED", "SESSION_TIME"],
            "HOUR": ["TIME_OF_DAY", "DAY_TIME"],
            "DRIVER_NAME": ["DRIVER"],
            "CROSSING_FINISH_LINE_IN_PIT": ["CROSSING_FINISH_LINE_PIT", "FINISH_LINE_IN_PIT", "IN_PIT"],
            "FLAG_AT_FL": ["FLAG_AT_FINISH_LINE", "FLAG"],
            "CLASS": ["CAR_CLASS", "CATEGORY"], "MANUFACTURER": ["VEHICLE", "CAR"],
        ])

    private static let resultForm = ImportForm(
        columns: ["POSITION", "NUMBER"],
        aliases: [
            "POSITION": ["POS", "PLACE", "RANK"],
            "NUMBER": ["CAR_NUMBER", "CAR_NO", "NO", "NR", "START_NUMBER", "BIB"],
            "TIME": ["BEST_TIME", "BEST_LAP_TIME", "FASTEST_LAP_TIME"],
            "LAP": ["BEST_LAP_NUMBER", "BEST_LAP_NUM", "BEST_LAP", "FASTEST_LAP_NUMBER"],
            "CLASS": ["CAR_CLASS", "CATEGORY"], "VEHICLE": ["CAR"],
            "TOTAL_TIME": ["ELAPSED", "ELAPSED_TIME", "RACE_TIME"],
        ])

    /// Time of day of the start signal: what hour and elapsed time of most rows agree on.
    private static func start(_ table: Table, notes: inout [String]) -> Milliseconds {
        var starts: [(start: Milliseconds, row: Table.Row)] = []
        for row in table.rows {
            guard let hour = ClockText.milliseconds(row["HOUR"]), let elapsed = ClockText.milliseconds(row["ELAPSED"])
            else { continue }
            starts.append(((hour - elapsed).withinDay, row))
        }
        guard let start = LapChecks.mode(starts.map(\.start)) else {
            notes.append("No row states the time of day: the start is put at 00:00.")
            return .zero
        }
        var differing = Noted()
        for other in starts where other.start != start { differing.add(other.row) }
        notes.note(
            differing,
            "row(s) have a time of day that differs from the elapsed time; the elapsed time counts."
        )
        return start
    }

    /// Reads the rows of one car after the other.
    private struct Reader {
        var results: AlKamelResults
        var stops: AlKamelStops
        var laps: AlKamelLaps
        var flags = AlKamelFlags()

        mutating func car(_ car: CarRows) throws(ImportFault) -> ReportedCar {
            var (laps, rows) = try self.laps.laps(of: car)
            stops.estimate(in: &laps, of: rows)
            // A car whose rows are all without a time is entered all the same.
            let reported = try results.car(rows.rows.isEmpty ? car : rows, laps: laps)
            for (place, row) in rows.rows.map(\.row).enumerated() {
                flags.add(
                    row["FLAG_AT_FL"], at: laps[place].end, began: place > 0 ? laps[place - 1].end : self.laps.start,
                    carClass: reported.carClass, place: row.place)
            }
            return reported
        }

        func note(in notes: inout [String]) {
            laps.note(in: &notes)
            results.note(in: &notes)
            stops.note(in: &notes)
        }
    }
}
