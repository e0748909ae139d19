import Foundation
import Recording
import Rulebook
import Testing
import Timing

/// A session that IMSA timed at Sebring on 27 January 2009, as its RMonitor stream tells it: the one real race that is
/// in the repository, under its own licence.
///
/// Read here in the plainest way, so that the importer does not check itself.
struct RMonitorSebring {
    private static let path = "Races/sebring-2009/2009-sebring-alms-session-5.txt"
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: path)

    /// A `$L`, with its line in the file and its instant in milliseconds since midnight.
    struct Crossing: Hashable {
        let line: Int
        let car: String
        let name: String
        let at: Int64

        var isLine: Bool { name == "SFT" || name == "SFP" }
    }

    /// A `$J`: what the original system made of a crossing of the Line.
    struct Passing: Hashable {
        let line: Int
        let car: String
        let lap: Int64
        let total: Int64
    }

    /// A `$G` or `$H`: its number is of laps or of the best lap, its time the total or the best lap.
    struct Row: Hashable {
        let line: Int
        let position: Int
        let car: String
        let number: Int
        let time: Int64
    }

    /// The race clock began at 14:10:04.243: what every pair of `$L` and `$J` agrees on, but for four (see below).
    static let start: Int64 = ((14 * 60 + 10) * 60 + 4) * 1000 + 243

    let text: String
    private(set) var crossings: [Crossing] = []
    private(set) var passings: [Passing] = []
    private(set) var results: [Row] = []
    private(set) var bests: [Row] = []

    private init() throws {
        text = try String(contentsOf: Self.file, encoding: .isoLatin1)
        for (place, record) in text.split(separator: "\r\n", omittingEmptySubsequences: false).enumerated() {
            // No text of this file holds a comma.
            let fields = record.replacing("\"", with: "").split(separator: ",", omittingEmptySubsequences: false)
                .map(String.init)
            func time(_ field: Int) -> Int64 { PlainRows.milliseconds(fields[field]) ?? -1 }
            func row() -> Row {
                Row(
                    line: place + 1, position: Int(fields[1]) ?? -1, car: fields[2], number: Int(fields[3]) ?? -1,
                    time: time(4))
            }
            switch fields.first {
            case "$L": crossings.append(Crossing(line: place + 1, car: fields[1], name: fields[3], at: time(5)))
            case "$J": passings.append(Passing(line: place + 1, car: fields[1], lap: time(2), total: time(3)))
            case "$G": results.append(row())
            case "$H": bests.append(row())
            default: continue
            }
        }
    }

    /// The stream and what is made of it, read once for all tests.
    static func read() throws -> (sebring: RMonitorSebring, imported: Imported) { try once.get() }

    private static let once = Result {
        let sebring = try RMonitorSebring()
        let imported = try RMonitorImport.read(files: [(path, sebring.text)], options: ImportOptions())
        return (sebring: sebring, imported: imported)
    }

    /// The last row of each car.
    static func final(_ rows: [Row]) -> [String: Row] {
        rows.reduce(into: [:]) { $0[$1.car] = $1 }
    }

    /// The `$J` of each car, in the order of its crossings.
    var passingsByCar: [String: [Passing]] {
        Dictionary(grouping: passings, by: \.car)
    }
}

/// What the original system and plain arithmetic on its own crossings disagree on, one by one, and why.
///
/// The flag was red from 14:24:54 to 14:28:12. Four cars crossed the Line in the pit lane in that time, and no car
/// crossed it anywhere else. The original system did not let these crossings end a lap: their `$J` has the lap
/// time but repeats the total of the crossing before, `$G` keeps its laps and total, and the next `$J` counts its
/// lap from the crossing before. Lapwing knows no such rule: a crossing of the Line ends a lap under every flag.
struct UnderRed: Hashable {
    let car: String
    /// Lines of the file: the crossing under red and its `$J`, and the crossing after it and its `$J`.
    let crossing: Int
    let passing: Int
    let nextCrossing: Int
    let nextPassing: Int
    /// The total that was repeated, and what it would have been.
    let total: Int64
    let wouldBe: Int64
    /// The next lap as the original system timed it, and from the crossing under red.
    let nextLap: Int64
    let nextWouldBe: Int64

    static let all = [
        UnderRed(
            car: "40", crossing: 3453, passing: 3454, nextCrossing: 4283, nextPassing: 4284, total: 807_686,
            wouldBe: 976_257, nextLap: 418_503, nextWouldBe: 249_932),
        UnderRed(
            car: "45", crossing: 3565, passing: 3566, nextCrossing: 4275, nextPassing: 4276, total: 260_740,
            wouldBe: 1_018_835, nextLap: 961_694, nextWouldBe: 203_599),
        UnderRed(
            car: "11", crossing: 3658, passing: 3659, nextCrossing: 9787, nextPassing: 9788, total: 882_742,
            wouldBe: 1_043_254, nextLap: 1_918_203, nextWouldBe: 1_757_691),
        UnderRed(
            car: "92", crossing: 3762, passing: 3763, nextCrossing: 4293, nextPassing: 4294, total: 655_601,
            wouldBe: 1_078_810, nextLap: 574_915, nextWouldBe: 151_706),
    ]
}

/// The fastest lap of car 28, 2:04.295 from the crossing in line 11913 to the one in line 12411 (its 16th), was the
/// car's best in `$H` from line 12414 to line 13446. Line 13484 has the one before, 2:04.852 on lap 14, again: the
/// timekeepers deleted the lap at about 15:14:16, as its next crossings, laps and totals stay what they were. The
/// stream has no record of a deletion, and does not say why.
enum DeletedLap {
    static let car = "28"
    static let lap = 16
    static let time: Int64 = 124_295
    static let began = 11_913
    static let ended = 12_411
    static let shown = 12_414
    static let lastShown = 13_446
    static let withdrawn = 13_484
    static let before: (lap: Int, time: Int64) = (14, 124_852)
}
