package import Client
import Timing

/// Files with the columns of TSL Timing: the classification, and each lap with its sectors and its way through the pit
/// lane.
package enum TSLFiles {
    package static func files(_ table: RaceTable, _ memory: LapMemory) -> [LiveFile] {
        [classification(table), analysis(table, memory)]
    }

    /// `tsl-classification.csv`.
    package static func classification(_ table: RaceTable) -> LiveFile {
        var file = LiveFile(
            "tsl-classification.csv",
            [
                "Pos", "No.", "Name", "Class", "Nationality", "Total Time", "Gap", "Diff", "Laps", "Fastest Lap",
                "Fast Lap No.", "Pit Stops",
            ])
        for (place, row) in table.classification.enumerated() {
            let entry = table.entry(of: row.car)
            file.append([
                row.position.map { "\($0)" } ?? (row.status.known == .disqualified ? "DQ" : "NC"), row.car.text,
                entry?.team ?? "", row.carClass, entry?.drivers.first?.nation ?? "", FileTime.text(row.total),
                place == 0 ? "" : gap(row.gap, row.gapLaps), place == 0 ? "" : gap(row.interval, row.intervalLaps),
                "\(row.laps)", FileTime.text(row.bestLap), row.bestLapNumber.map { "\($0)" } ?? "",
                "\(row.stops.count)",
            ])
        }
        return file
    }

    /// `tsl-sector-analysis.csv`.
    package static func analysis(_ table: RaceTable, _ memory: LapMemory) -> LiveFile {
        var file = LiveFile(
            "tsl-sector-analysis.csv",
            [
                "pos", "nr", "driver_or_team", "out_lap", "time_out_lap", "in_lap", "time_in_lap", "time_of_day",
                "lapnumber", "laptime", "sector_1_time", "sector_2_time", "sector_3_time", "class", "session_time",
                "driver_name",
            ])
        func ofDay(_ time: Milliseconds?) -> String {
            let instant = time.flatMap { time in table.race.start.map { $0 + time } }
            return FileTime.ofDay(instant, ahead: table.race.utcOffset ?? .zero)
        }
        for (place, listed) in ListedLap.all(table, memory).enumerated() {
            let row = listed.row
            let team = table.entry(of: row.car)?.team ?? ""
            for lap in listed.laps {
                file.append(
                    [
                        "\(row.position ?? place + 1)", row.car.text, team, lap.left == nil ? "" : "TRUE",
                        ofDay(lap.left?.left), lap.entered == nil ? "" : "TRUE", ofDay(lap.entered?.entered),
                        FileTime.ofDay(lap.at, ahead: table.race.utcOffset ?? .zero), "\(lap.lap.lap)",
                        FileTime.text(lap.lap.time),
                    ] + (0..<3).map { FileTime.text(lap.sector($0)) } + [
                        row.carClass, FileTime.text(lap.lap.ended), lap.driverName,
                    ])
            }
        }
        return file
    }

    private static func gap(_ time: Milliseconds?, _ laps: Int) -> String {
        if laps > 0 { return laps == 1 ? "1 Lap" : "\(laps) Laps" }
        return FileTime.text(time)
    }
}
