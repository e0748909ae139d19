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
    /// The sheet gives crews, grades, teams, vehicles and classes; its order and times are not used.
    /// - Throws: where and why a file could not be read.
    public static func read(
        files: [(name: String, text: String)], options: ImportOptions
    ) throws(ImportFault) -> Imported {
        let (table, sheet) = try ImportFiles.sort(
            files, lapColumn: "LAP_NUMBER", resultColumns: ["POSITION", "NUMBER"], format: "Al Kamel")
        try table.require(["NUMBER", "LAP_NUMBER", "ELAPSED", "HOUR"])
        var notes: [String] = []
        let start = try RaceAssembly.midnight(options) + start(table, notes: &notes)
        let sectorColumns = table.series { "S\($0)" }
        var results = try AlKamelResults(sheet)
        var stops = AlKamelStops()
        var flags = AlKamelFlags()
        var cars: [ReportedCar] = []
        for rows in try CarRows.read(table, number: "NUMBER", lap: "LAP_NUMBER") {
            var laps: [ReportedLap] = []
            for (number, row) in rows.rows {
                let lap = try lap(number, row, start: start, sectorColumns: sectorColumns)
                try LapChecks.inOrder(lap, after: laps, row: row)
                laps.append(lap)
                flags.add(row["FLAG_AT_FL"], at: lap.end)
            }
            try stops.estimate(in: &laps, of: rows)
            cars.append(try results.car(rows, laps: laps))
        }
        cars += try results.standing()
        results.note(in: &notes)
        stops.note(in: &notes)
        var race = ReportedRace(
            file: table.file, start: start, cars: cars,
            sectors: SectorColumns.count(in: cars, notes: &notes))
        (race.flags, race.chequered) = flags.changes(
            start: start, winner: RaceAssembly.lastLineOfWinner(cars), notes: &notes)
        return try RaceAssembly.imported(
            race, options: options,
            classifiedPercent: (0, "the official sheets of this format classify every car"), notes: notes)
    }

    /// Time of day of the start signal: what hour and elapsed time of most rows agree on.
    private static func start(
        _ table: Table, notes: inout [String]
    ) throws(ImportFault) -> Milliseconds {
        var starts: [Milliseconds] = []
        for row in table.rows {
            guard let hour = try row.time("HOUR") else { continue }
            starts.append((hour - (try row.requiredTime("ELAPSED"))).withinDay)
        }
        guard let start = LapChecks.mode(starts) else {
            notes.append("No row states the time of day: the start is put at 00:00.")
            return .zero
        }
        notes.note(
            starts.count { $0 != start },
            "row(s) have a time of day that differs from the elapsed time; the elapsed time counts."
        )
        return start
    }

    private static func lap(
        _ number: Int, _ row: Table.Row, start: Instant, sectorColumns: [String]
    ) throws(ImportFault) -> ReportedLap {
        var sectors: [Milliseconds?] = []
        for column in sectorColumns { sectors.append(try row.time(column)) }
        return ReportedLap(
            number: number, end: start + (try row.requiredTime("ELAPSED")), time: try row.time("LAP_TIME"),
            sectors: sectors, driver: try AlKamelResults.driverID(row),
            endsInPit: row["CROSSING_FINISH_LINE_IN_PIT"].uppercased() == "B")
    }
}
