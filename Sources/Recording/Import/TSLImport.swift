import Timing

/// Reads races timed by TSL: a sector analysis with a row for each lap, and optionally the classification.
///
/// A row states the time of day of the crossing of the Line that completed the lap, and on laps into and out
/// of the pit lane the times of day of pit entry and pit exit. These are measured; the importer estimates
/// nothing but, without `ImportOptions.duration`, the chequered flag.
public enum TSLImport {
    /// Makes a recording of a sector analysis and, where given, a classification, in any order.
    ///
    /// The classification only adds cars that never completed a lap; its order and times are not used.
    /// - Throws: where and why a file could not be read.
    public static func read(
        files: [(name: String, text: String)], options: ImportOptions
    ) throws(ImportFault) -> Imported {
        try TimingSystem.tsl.check(files)
        let (table, classification) = try ImportFiles.sort(
            files, laps: ImportForm(columns: ["lapnumber"]), result: ImportForm(columns: ["Pos", "No."]), format: "TSL")
        try table.require(["nr", "lapnumber", "time_of_day", "session_time"])
        let midnight = try RaceAssembly.midnight(options)
        var notes: [String] = []
        var reader = Reader(table: table, midnight: midnight, start: try start(table, midnight, &notes))
        var cars: [ReportedCar] = []
        for rows in try CarRows.read(table, number: "nr", lap: "lapnumber") {
            cars.append(try reader.car(rows))
        }
        reader.note(in: &notes)
        if let classification { cars += try standing(classification, besides: cars) }
        var race = ReportedRace(
            file: table.file, kind: options.kind ?? .race, start: reader.start, cars: cars,
            sectors: SectorColumns.count(in: cars, notes: &notes))
        MissingLaps.fill(&race, notes: &notes)
        notes.append("The file states no flags.")
        if race.kind == .race, options.duration == nil, let finish = RaceAssembly.lastLineOfWinner(race.cars) {
            race.chequered = (finish, true)
            notes.append(
                "The chequered flag is estimated at the last crossing of the Line by the car with the most "
                    + "laps, \(ClockText.text(finish - race.start)) after the start.")
        }
        return try RaceAssembly.imported(
            race, options: options,
            classifiedPercent: (70, "assumed, because the file does not state the series' rule"), notes: notes
        )
    }

    /// The start signal is what time of day and session time of most rows agree on.
    private static func start(
        _ table: Table, _ midnight: Instant, _ notes: inout [String]
    ) throws(ImportFault) -> Instant {
        var starts: [(start: Milliseconds, row: Table.Row)] = []
        for row in table.rows {
            guard let time = try row.time("session_time") else { continue }
            starts.append(((try row.requiredTime("time_of_day") - time).withinDay, row))
        }
        guard let start = LapChecks.mode(starts.map(\.start)) else {
            throw ImportFault(
                file: table.file, line: table.line + 1, found: "no session_time in any row",
                expected: "the time since the start in each row", remedy: "export the file again")
        }
        var differing = Noted()
        for other in starts where other.start != start { differing.add(other.row) }
        notes.note(
            differing,
            "row(s) have a session time that differs from the time of day; the time of day counts."
        )
        return midnight + start
    }

    /// Cars of the classification that are not in the sector analysis.
    private static func standing(
        _ classification: Table, besides cars: [ReportedCar]
    ) throws(ImportFault) -> [ReportedCar] {
        let known = Set(cars.map(\.number.text))
        var standing: [ReportedCar] = []
        for row in classification.rows where !known.contains(row["No."]) {
            standing.append(
                ReportedCar(
                    number: CarNumber(try row.required("No.")), carClass: row["Class"], team: row["Name"],
                    drivers: [], laps: []))
        }
        return standing
    }

    /// Reads the rows of one car after the other, and counts what is odd in them.
    private struct Reader {
        let midnight: Instant
        let start: Instant
        private let sectorColumns: [String]
        private var withoutEntry = Noted()
        private var withoutExit = Noted()
        private var outside = Noted()

        init(table: Table, midnight: Instant, start: Instant) {
            self.midnight = midnight
            self.start = start
            sectorColumns = table.series { "sector_\($0)_time" }
        }

        mutating func car(_ car: CarRows) throws(ImportFault) -> ReportedCar {
            var names: [String] = []
            for (_, row) in car.rows where !row["driver_name"].isEmpty && !names.contains(row["driver_name"]) {
                names.append(row["driver_name"])
            }
            let drivers = names.prefix(255).enumerated().map { Driver(id: UInt8($0 + 1), name: $1) }
            var laps: [ReportedLap] = []
            for (number, row) in car.rows {
                let driver = drivers.first { $0.name == row["driver_name"] }?.id ?? 0
                let lap = try lap(number, row, after: laps.last?.end ?? start, driver: driver)
                try LapChecks.inOrder(lap, after: laps, row: row)
                laps.append(lap)
            }
            let rows = car.rows.map(\.row)
            return ReportedCar(
                number: CarNumber(car.number), carClass: rows.firstText("class"),
                team: rows.firstText("driver_or_team"), drivers: drivers, laps: laps)
        }

        private mutating func lap(
            _ number: Int, _ row: Table.Row, after begin: Instant, driver: UInt8
        ) throws(ImportFault) -> ReportedLap {
            let timeOfDay = try row.requiredTime("time_of_day")
            // The session time only tells the day: races pass midnight.
            let end =
                try row.time("session_time").map {
                    (start + $0).nearest(timeOfDay: timeOfDay, midnight: midnight)
                }
                ?? begin.next(timeOfDay: timeOfDay, midnight: midnight)
            let isIn = row.isTrue("in_lap") || !row["time_in_lap"].isEmpty
            let isOut = row.isTrue("out_lap") || !row["time_out_lap"].isEmpty
            let entry = try passage("time_in_lap", row, begin: begin, end: end)
            let exit = try passage("time_out_lap", row, begin: begin, end: end)
            if isIn, entry == nil { withoutEntry.add(row) }
            if isOut, exit == nil { withoutExit.add(row) }
            var sectors: [Milliseconds?] = []
            for column in sectorColumns { sectors.append(try row.time(column)) }
            return ReportedLap(
                number: number, end: end, time: try row.time("laptime"), sectors: sectors, driver: driver,
                endsInPit: isIn, pitExit: exit, pitEntry: entry, leavesPit: isOut, place: row.place)
        }

        /// A time of day that has to fall within the lap.
        private mutating func passage(
            _ column: String, _ row: Table.Row, begin: Instant, end: Instant
        ) throws(ImportFault) -> ReportedLap.Passage? {
            guard let timeOfDay = try row.time(column) else { return nil }
            let at = (end - ClockText.day + Milliseconds(1)).next(timeOfDay: timeOfDay, midnight: midnight)
            guard at > begin else {
                outside.add(row)
                return nil
            }
            return .init(at: at, isEstimated: false)
        }

        func note(in notes: inout [String]) {
            notes.note(outside, "time(s) of pit entry or pit exit lie outside of their lap and are left out.")
            notes.note(withoutEntry, "lap(s) into the pit lane have no usable time of pit entry.")
            notes.note(withoutExit, "lap(s) out of the pit lane have no usable time of pit exit.")
        }
    }
}

extension [Table.Row] {
    /// The first value that any of the rows has; empty where none has.
    func firstText(_ column: String) -> String {
        lazy.map { $0[column] }.first { !$0.isEmpty } ?? ""
    }
}

extension Table.Row {
    fileprivate func isTrue(_ column: String) -> Bool {
        ["true", "1", "yes", "y"].contains(self[column].lowercased())
    }
}

/// Sectors as the columns of a file name them.
enum SectorColumns {
    /// How many sectors a lap has by the file; 1 where no lap has any.
    static func count(in cars: [ReportedCar], notes: inout [String]) -> Int {
        let laps = cars.lazy.flatMap(\.laps)
        guard let first = laps.first, laps.contains(where: { $0.sectors.contains { $0 != nil } }) else {
            notes.append("The file states no sectors.")
            return 1
        }
        if first.sectors.count <= ImportCircuit.mostSectors { return max(1, first.sectors.count) }
        notes.append(
            "The file has \(first.sectors.count) sectors, "
                + "more than \(ImportCircuit.mostSectors): none is imported."
        )
        return 1
    }
}
