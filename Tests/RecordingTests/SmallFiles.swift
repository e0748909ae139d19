import Recording
import Rulebook
import Testing
import Timing

/// Hand-written files of both formats, a few laps each.
enum SmallFiles {
    static let alKamelHeader =
        "NUMBER, DRIVER_NUMBER, LAP_NUMBER, LAP_TIME, CROSSING_FINISH_LINE_IN_PIT, S1, S2, S3, ELAPSED, HOUR,"
        + "DRIVER_NAME,PIT_TIME,CLASS,GROUP,TEAM,MANUFACTURER,FLAG_AT_FL,"

    /// A lap of car, driver, number, lap time, B, three sectors, elapsed, hour, stop and flag.
    static func alKamel(_ laps: [String], header: String = alKamelHeader) -> String {
        ([header] + laps).joined(separator: "\n") + "\n"
    }

    static let tslHeader =
        "pos,nr,driver_or_team,out_lap,time_out_lap,in_lap,time_in_lap,time_of_day,lapnumber,laptime,"
        + "sector_1_time,sector_2_time,sector_3_time,class,session_time,driver_name"

    static func tsl(_ laps: [String]) -> String {
        ([tslHeader] + laps).joined(separator: "\n") + "\n"
    }

    static func readAlKamel(
        _ text: String, sheet: String? = nil, options: ImportOptions = ImportOptions()
    ) throws -> Imported {
        let files = [("laps.csv", text)] + (sheet.map { [("results.csv", $0)] } ?? [])
        return try AlKamelImport.read(files: files.map { (name: $0.0, text: $0.1) }, options: options)
    }

    static func readTSL(
        _ text: String, options: ImportOptions = ImportOptions()
    ) throws -> Imported {
        try TSLImport.read(files: [(name: "sectors.csv", text: text)], options: options)
    }
}

extension Imported {
    /// Crossings as `loop@milliseconds since the start/driver`, `~` before estimated ones.
    var told: [String] {
        let start = recording.acts[0].at
        return recording.crossings.map {
            "\($0.isEstimated ? "~" : "")\($0.loop.value)@\(($0.at - start).count)/\($0.driver)"
        }
    }

    /// Acts as `id@milliseconds since the start`.
    var acts: [String] {
        recording.acts.map { "\($0.id)@\(($0.at - recording.acts[0].at).count)" }
    }

    func says(_ text: String) -> Bool {
        notes.contains { $0.contains(text) }
    }
}
