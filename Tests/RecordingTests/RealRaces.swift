import Foundation
import Recording
import Rulebook
import Testing
import Timing

/// Real races that lie beside the project, and may not be in it.
enum RealRaces {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/data").standardizedFileURL

    static let arePresent = FileManager.default.fileExists(atPath: folder.path)
    static let absence: Comment = "needs the real races in ../shared/data, which are not there"

    static func file(_ path: String) throws -> (name: String, text: String) {
        let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        return (path, text)
    }

    /// A race of the Al Kamel format and what its README states of it.
    struct AlKamel: Sendable, CustomTestStringConvertible {
        let name: String
        let cars: Int
        let laps: Int
        /// Stops whose pit entry and exit can be estimated, of those with a time in the pit lane.
        let pairs: Int
        let stops: Int
        let flags: Int
        var hasSheet = true

        var testDescription: String { name }
        var lapFile: String { hasSheet ? "imsa/\(name)-laps.csv" : "wec/\(name)-laps.csv" }
        var sheetFile: String { "imsa/\(name)-results.csv" }

        func files() throws -> [(name: String, text: String)] {
            try [RealRaces.file(lapFile)] + (hasSheet ? [RealRaces.file(sheetFile)] : [])
        }
    }

    static let alKamel = [
        AlKamel(name: "2021-lime-rock-park", cars: 16, laps: 1563, pairs: 20, stops: 20, flags: 2),
        AlKamel(
            name: "2022-virginia-international-raceway",
            cars: 18, laps: 1462, pairs: 51, stops: 51, flags: 3),
        AlKamel(
            name: "2024-virginia-international-raceway",
            cars: 23, laps: 1915, pairs: 58, stops: 58, flags: 3),
        AlKamel(name: "2025-detroit-street-course", cars: 22, laps: 1801, pairs: 36, stops: 36, flags: 5),
        AlKamel(
            name: "2025-sebring-international-raceway", cars: 56, laps: 17039, pairs: 709, stops: 715,
            flags: 17),
        AlKamel(
            name: "2025-cota-6h", cars: 36, laps: 3964, pairs: 179, stops: 179, flags: 16, hasSheet: false),
    ]

    static let sectorAnalysis = "gtwc-asia/race2-sector-analysis.csv"
    static let classification = "gtwc-asia/race2-classification.csv"
}

/// A plain look at a file without quotes, so that the importers do not check themselves.
struct PlainRows {
    let rows: [[String: String]]

    init(_ text: String) {
        let lines = text.replacing("\u{FEFF}", with: "").split(whereSeparator: \.isNewline)
        let separator: Character = lines[0].contains(";") ? ";" : ","
        func fields(_ line: Substring) -> [String] {
            line.split(separator: separator, omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let header = fields(lines[0])
        rows = lines.dropFirst().map { line in
            Dictionary(zip(header, fields(line)), uniquingKeysWith: { first, _ in first })
        }
    }

    /// Seconds of a printed time, in milliseconds.
    static func milliseconds(_ text: String) -> Int64? {
        if text.isEmpty { return nil }
        let seconds = text.split(separator: ":").reduce(0.0) { $0 * 60 + (Double($1) ?? .nan) }
        return Int64((seconds * 1000).rounded())
    }
}

/// What crossings say by plain arithmetic, car by car.
struct PlainRace {
    struct Lap {
        var instants: [LoopID: Int64] = [:]
        var begin: Int64
        var end: Int64
        var endsInPit: Bool
        var driver: UInt8
    }

    let start: Int64
    var laps: [CarNumber: [Lap]] = [:]

    init(_ recording: Recording) throws {
        let signal = try #require(recording.acts.first { $0.kind == .start })
        start = signal.at.milliseconds
        var owners: [Transponder: CarNumber] = [:]
        for entry in recording.event.entries {
            for transponder in entry.transponders { owners[transponder] = entry.number }
        }
        var open: [CarNumber: [LoopID: Int64]] = [:]
        for crossing in recording.crossings {
            let car = try #require(owners[crossing.transponder])
            let at = crossing.at.milliseconds
            if crossing.loop == LoopID(1) || crossing.loop == LoopID(2) {
                laps[car, default: []].append(
                    Lap(
                        instants: open.removeValue(forKey: car) ?? [:],
                        begin: laps[car]?.last?.end ?? start, end: at,
                        endsInPit: crossing.loop == LoopID(2), driver: crossing.driver))
            } else {
                #expect(open[car]?[crossing.loop] == nil)
                open[car, default: [:]][crossing.loop] = at
            }
        }
        #expect(open.isEmpty, "nothing follows a car's last crossing of the Line")
    }

    struct Result: Hashable {
        let car: String
        let laps: Int
        let total: Int64
    }

    /// The order by laps, then time, after penalties in milliseconds.
    func order(penalties: [String: Int64] = [:]) -> [Result] {
        let results = laps.map { car, laps in
            Result(
                car: car.text, laps: laps.count,
                total: (laps.last?.end ?? start) - start + (penalties[car.text] ?? 0))
        }
        return results.sorted { (-$0.laps, $0.total) < (-$1.laps, $1.total) }
    }
}
