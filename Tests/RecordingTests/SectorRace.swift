import Recording
import Testing
import Timing

/// A real race with sector loops: imported, and which sectors its rows have.
struct SectorRace: Sendable, CustomTestStringConvertible {
    /// The end of sector 1 or 2 on a car's lap.
    struct End: Hashable {
        let car: String
        let lap: Int
        let sector: Int
    }

    struct Row {
        let car: String
        let lap: Int
        let isBesidePitLane: Bool
        let sectors: [Bool]

        /// Ends of sectors that can be told neither from the lap's begin nor back from its end.
        var missing: [End] {
            (1...2).filter { sectors[..<$0].contains(false) && sectors[$0...].contains(false) }
                .map { End(car: car, lap: lap, sector: $0) }
        }
    }

    let name: String
    /// How many crossings the core takes provisionally when nothing is taken away.
    let provisional: Int
    /// Share of the crossings that tests take away.
    let permille: Int
    let read: @Sendable () throws -> (recording: Recording, rows: [Row])

    var testDescription: String { name }

    static let all = RealRaces.alKamel.map(alKamel) + [asia]

    static let asia = SectorRace(name: "gtwc-asia", provisional: 66, permille: 10) {
        let files = try [RealRaces.file(RealRaces.classification), RealRaces.file(RealRaces.sectorAnalysis)]
        let rows = PlainRows(files[1].text).rows.map { row in
            Row(
                car: row["nr"] ?? "", lap: Int(row["lapnumber"] ?? "") ?? 0,
                isBesidePitLane: row["in_lap"] == "TRUE" || row["out_lap"] == "TRUE",
                sectors: (1...3).map { row["sector_\($0)_time"]?.isEmpty == false })
        }
        return (try TSLImport.read(files: files, options: ImportOptions(duration: .minutes(60))).recording, rows)
    }

    private static func alKamel(_ race: RealRaces.AlKamel) -> SectorRace {
        let provisional = ["2025-sebring-international-raceway": 135, "2025-cota-6h": 3]
        return SectorRace(
            name: race.name, provisional: provisional[race.name, default: 0], permille: race.laps > 10_000 ? 5 : 10
        ) {
            let files = try race.files()
            let rows = PlainRows(files[0].text).rows.map { row in
                Row(
                    car: row["NUMBER"] ?? "", lap: Int(row["LAP_NUMBER"] ?? "") ?? 0,
                    isBesidePitLane: row["CROSSING_FINISH_LINE_IN_PIT"] == "B" || row["PIT_TIME"]?.isEmpty == false,
                    sectors: (1...3).map { row["S\($0)"]?.isEmpty == false })
            }
            return (try AlKamelImport.read(files: files, options: ImportOptions()).recording, rows)
        }
    }
}

extension SectorRace: CustomStringConvertible {
    var description: String { name }
}
