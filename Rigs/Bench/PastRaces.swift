import Recording
import Timing

/// Real races that lie beside the project, imported as they are.
///
/// Sebring 2009 by RMonitor is not among them: it has the Line alone, where nothing shows that a lap was missed.
enum PastRaces {
    static let folder = "../shared/data"

    private static let alKamel = [
        "imsa/2021-lime-rock-park", "imsa/2022-virginia-international-raceway",
        "imsa/2024-virginia-international-raceway", "imsa/2025-detroit-street-course",
        "imsa/2025-sebring-international-raceway", "wec/2025-cota-6h",
    ]
    private static let tsl = "gtwc-asia/race2-sector-analysis"

    static func all() throws -> [(name: String, recording: Recording)] {
        let asia = try TSLImport.read(files: [file(tsl)], options: ImportOptions(duration: .minutes(60)))
        return try [(tsl, asia.recording)]
            + alKamel.map { name in
                (name, try AlKamelImport.read(files: [file("\(name)-laps")], options: ImportOptions()).recording)
            }
    }

    private static func file(_ name: String) throws -> (name: String, text: String) {
        (name, try TextFile.text("\(folder)/\(name).csv"))
    }
}
