package import Client
import Timing

/// Files with the columns of Al Kamel Systems: the result, each lap, and stops.
package enum AlKamelFiles {
    package static func files(_ table: RaceTable, _ memory: LapMemory) -> [LiveFile] {
        [results(table), laps(table, memory), stops(table)]
    }

    private static let mostDrivers = 6

    /// `alkamel-results.csv`.
    package static func results(_ table: RaceTable) -> LiveFile {
        let crew = min(mostDrivers, table.entries.reduce(0) { max($0, $1.drivers.count) })
        let head = [
            "POSITION", "NUMBER", "STATUS", "LAPS", "TOTAL_TIME", "GAP_FIRST", "GAP_PREVIOUS", "FL_LAPNUM", "FL_TIME",
            "TEAM", "CLASS", "GROUP", "VEHICLE",
        ]
        var file = LiveFile(
            "alkamel-results.csv",
            head
                + (0..<crew).flatMap { place in
                    ["FIRSTNAME", "SECONDNAME", "LICENSE", "COUNTRY"].map { "DRIVER\(place + 1)_\($0)" }
                })
        for (place, row) in table.classification.enumerated() {
            let entry = table.entry(of: row.car)
            let drivers = (0..<crew).flatMap { place -> [String] in
                guard let drivers = entry?.drivers, drivers.indices.contains(place) else { return ["", "", "", ""] }
                let name = DriverName(drivers[place].name)
                return [name.first, name.last, drivers[place].grade ?? "", drivers[place].nation ?? ""]
            }
            file.append(
                [
                    "\(row.position ?? place + 1)", row.car.text, status(row), "\(row.laps)",
                    FileTime.text(row.total), place == 0 ? "-" : gap(row.gap, row.gapLaps),
                    place == 0 ? "-" : gap(row.interval, row.intervalLaps), "\(row.bestLapNumber ?? 0)",
                    FileTime.text(row.bestLap), entry?.team ?? "", row.carClass, entry?.cup ?? "",
                    entry?.vehicle ?? "",
                ] + drivers)
        }
        return file
    }

    /// `alkamel-laps.csv`.
    package static func laps(_ table: RaceTable, _ memory: LapMemory) -> LiveFile {
        var file = LiveFile(
            "alkamel-laps.csv",
            [
                "NUMBER", "DRIVER_NUMBER", "LAP_NUMBER", "LAP_TIME", "CROSSING_FINISH_LINE_IN_PIT", "S1", "S2", "S3",
                "ELAPSED", "HOUR", "S1_LARGE", "S2_LARGE", "S3_LARGE", "DRIVER_NAME", "PIT_TIME", "CLASS", "GROUP",
                "TEAM", "MANUFACTURER", "FLAG_AT_FL",
            ])
        for (row, laps) in ListedLap.all(table, memory) {
            let entry = table.entry(of: row.car)
            for listed in laps {
                let sectors = (0..<3).map(listed.sector)
                file.append(
                    [
                        row.car.text, listed.driver.map { "\($0.id)" } ?? "", "\(listed.lap.lap)",
                        FileTime.text(listed.lap.time), listed.endsInPit ? "B" : "",
                    ] + sectors.map { FileTime.text($0) } + [
                        FileTime.text(listed.lap.ended),
                        FileTime.ofDay(listed.at, ahead: table.race.utcOffset ?? .zero),
                    ] + sectors.map(FileTime.withMinutes) + [
                        listed.driverName, FileTime.withHours(listed.left?.duration), row.carClass, entry?.cup ?? "",
                        entry?.team ?? "", entry?.vehicle ?? "", flag(listed.lap.flag),
                    ])
            }
        }
        return file
    }

    /// `alkamel-pit-stops.csv`.
    package static func stops(_ table: RaceTable) -> LiveFile {
        var file = LiveFile(
            "alkamel-pit-stops.csv",
            [
                "NUMBER", "CLASS", "TEAM", "PIT_STOP", "DRIVER_IN", "DRIVER_OUT", "IN_ELAPSED", "OUT_ELAPSED",
                "IN_TIME", "OUT_TIME", "PIT_TIME", "TOTAL_PIT_TIME",
            ])
        func ofDay(_ time: Milliseconds?) -> String {
            let instant = time.flatMap { time in table.race.start.map { $0 + time } }
            return FileTime.ofDay(instant, ahead: table.race.utcOffset ?? .zero)
        }
        for row in table.classification {
            let entry = table.entry(of: row.car)
            var total = Milliseconds.zero
            for (place, stop) in row.stops.enumerated() {
                total = total + (stop.duration ?? .zero)
                file.append([
                    row.car.text, row.carClass, entry?.team ?? "", "\(place + 1)", stop.driverIn ?? "",
                    stop.driverOut ?? "", FileTime.text(stop.entered), FileTime.text(stop.left), ofDay(stop.entered),
                    ofDay(stop.left), FileTime.withHours(stop.duration), FileTime.withHours(total),
                ])
            }
        }
        return file
    }

    private static func gap(_ time: Milliseconds?, _ laps: Int) -> String {
        if laps > 0 { return laps == 1 ? "1 Lap" : "\(laps) Laps" }
        return time.map { "+" + FileTime.text($0) } ?? ""
    }

    private static func status(_ row: PublishedRow) -> String {
        switch row.status.known {
        case .disqualified: "Disqualified"
        case .withdrawn: "Withdrawn"
        case .retired: "Retired"
        case .notClassified: "Not classified"
        case .notStarted: "Not started"
        default: "Classified"
        }
    }

    private static func flag(_ flag: Flag?) -> String {
        switch flag {
        case .green, nil: "GF"
        case .yellow: "YF"
        case .fullCourseYellow: "FCY"
        case .safetyCar: "SF"
        case .red: "RF"
        case .chequered: "FF"
        }
    }
}
