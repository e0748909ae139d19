import Client
import Rulebook
import Timing
import Wire

/// The classification as a sheet of paper, or a table for a spreadsheet.
struct ResultSheet {
    private let results: PublishedResults
    private var race: PublishedRace { results.race }

    init(_ results: PublishedResults) { self.results = results }

    /// A line of the sheet: what all tables begin with, and the cells of its own.
    private struct Line {
        let entry: PublishedEntry
        let position: Int?
        let classPosition: Int?
        let status: Word<CarStatus>?
        let cells: [String]
    }

    var text: String {
        let head = ([race.name, race.circuit, started].filter { !$0.isEmpty } + state).joined(separator: " · ")
        let lines = self.lines
        let overall = PlaceText(lines.map(\.position), isRace: race.isRace)
        let classes = Dictionary(grouping: lines, by: \.entry.carClass)
            .mapValues { PlaceText($0.map(\.classPosition), isRace: race.isRace) }
        let rows = lines.map { line in
            [
                overall.text(line.position, status: line.status), line.entry.car.text, line.entry.carClass,
                classes[line.entry.carClass]?.number(line.classPosition) ?? "", line.entry.team ?? "",
                Self.crew(line.entry, separator: ", "),
            ] + line.cells
        }
        let table = TextTable(
            columns: [
                .right("POS"), .right("NO"), .left("CLASS"), .right("PIC"), .left("TEAM"), .left("DRIVERS", most: 60),
            ] + columns,
            rows: rows)
        let sheet =
            [head, ""] + table.lines(width: nil) + fastest + flags + decisions + ControlPage(results).counts
            + doubts
            + DecisionText.notes(results.findings.pending)
        return sheet.sheet
    }

    private static func crew(_ entry: PublishedEntry, separator: String) -> String {
        entry.drivers.map(\.name).joined(separator: separator)
    }

    /// Day and time of the start signal.
    private var started: String {
        guard let start = race.start else { return "" }
        let day = TimeText.day(start, zone: race.utcOffset ?? .zero)
        return "\(day) \(ClockText.ofDayInSeconds(start, offset: race.utcOffset))"
    }

    /// The best lap of all and of each class, with crews: who of one drove it is not published.
    private var fastest: [String] {
        if results.intermediate != nil { return [] }
        let entries = Dictionary(results.classification.map { ($0.row.car, $0.entry) }) { _, last in last }
        let lines = race.classBestLaps.map { element in
            let best = element.best
            let crew = entries[best.car].map { Self.crew($0, separator: ", ") } ?? ""
            return "\(element.carClass): \(ClockText.lap(best.time)) car \(best.car) on lap \(best.lap)"
                + (crew.isEmpty ? "" : ", \(crew)")
        }
        return lines.isEmpty ? [] : ["", "fastest laps"] + lines
    }

    /// Flags beside green, with the race clock.
    private var flags: [String] {
        let flags = results.findings.flags
        guard let start = race.start, results.intermediate == nil else { return [] }
        let clock = PublishedRaceClock(race, flags: flags)
        let lines = flags.filter { $0.flag != .green && $0.flag != .chequered }.map { flag in
            func at(_ instant: Instant) -> String { ClockText.clock(clock?.reading(instant) ?? instant - start) }
            let until = flag.to.map { " to \(at($0)), \(ClockText.lap($0 - flag.from)) long" } ?? ", still shown"
            return
                "\(flag.flag.text) from \(at(flag.from))\(until)\(flag.throughPitLane ? ", through the pit lane" : "")"
        }
        return lines.isEmpty ? [] : ["", "flags"] + lines
    }

    private var state: [String] {
        guard let intermediate = results.intermediate else {
            return [race.phase.text] + (race.result.map { [$0.text] } ?? [])
        }
        return ["at \(ClockText.clock(intermediate.time))", intermediate.isComplete ? "complete" : "not complete yet"]
    }

    // MARK: Lines

    private var lines: [Line] {
        if let intermediate = results.intermediate {
            return intermediate.rows.map { car in
                let gap = ClockText.distance(car.gap, laps: car.gapLaps)
                return Line(
                    entry: car.entry, position: car.position, classPosition: car.classPosition, status: nil,
                    cells: ["\(car.laps)", ClockText.lap(car.total), gap])
            }
        }
        return results.classification.map { car in
            Line(
                entry: car.entry, position: car.row.position, classPosition: car.row.classPosition,
                status: car.row.status, cells: race.isRace ? raceCells(car.row) : bestLapCells(car.row))
        }
    }

    private var columns: [TextTable.Column] {
        if results.intermediate != nil { return [.right("LAPS"), .right("TOTAL"), .right("GAP")] }
        let gaps: [TextTable.Column] = [.right("GAP"), .right("INT")]
        return race.isRace
            ? [.right("LAPS"), .right("TOTAL")] + gaps
                + [.right("BEST"), .right("LAP"), .right("STOPS"), .left("STATUS")]
            : [.right("BEST")] + gaps + [.right("LAP"), .right("LAPS"), .right("STOPS"), .left("STATUS")]
    }

    private func raceCells(_ row: PublishedRow) -> [String] {
        ["\(row.laps)", ClockText.lap(row.total, isEstimated: row.isEstimated(.total))] + gaps(row)
            + [ClockText.lap(row.bestLap), number(row.bestLapNumber), "\(row.stops.count)", row.status.text]
    }

    private func bestLapCells(_ row: PublishedRow) -> [String] {
        [ClockText.lap(row.bestLap)] + gaps(row)
            + [number(row.bestLapNumber), "\(row.laps)", "\(row.stops.count)", row.status.text]
    }

    private func gaps(_ row: PublishedRow) -> [String] {
        [
            ClockText.distance(row.gap, laps: row.gapLaps), ClockText.distance(row.interval, laps: row.intervalLaps),
        ]
    }

    private func number(_ value: Int?) -> String { value.map { "\($0)" } ?? "" }

    // MARK: Notes

    /// Stewards' decisions count at the end, not on the way.
    private var decisions: [String] {
        if results.intermediate != nil { return [] }
        let notes = results.findings.penalties.map { "car \($0.car): \(PenaltyText.words($0))" }
        return (notes.isEmpty ? [] : [""] + notes) + ComplianceSheet(results).summary
    }

    /// Doubts on which a timekeeper may know better, each with the race clock of its last time.
    private var doubts: [String] {
        let (doubts, clocks) = (results.findings.doubts, results.findings.clocks)
        if doubts.isEmpty, clocks.isEmpty { return [] }
        let clock = PublishedRaceClock(race, flags: results.findings.flags)
        let drivers = Dictionary(results.classification.map { ($0.row.car, $0.row.driver) }) { _, last in last }
        return ["", "in doubt"]
            + doubts.map { doubt in
                let at = clock?.reading(doubt.last) ?? .zero
                return "\(ClockText.clock(at))  \(DoubtText.words(doubt) { drivers[$0] ?? nil })"
            }
            + clocks.map(ClockFindingText.words)
    }

    // MARK: For a spreadsheet

    var csv: String {
        // Columns are named as the members of the JSON.
        let titles =
            ["position", "number", "status", "class", "classPosition", "team"] + Self.measures
            + ["stops", "cup", "vehicle", "drivers"]
        let rows = (results.intermediate?.rows.map(Self.cells) ?? []) + results.classification.map(Self.cells)
        return ([titles] + rows).map(CSV.line).joined(separator: "\n") + "\n"
    }

    private static let measures = [
        "laps", "totalMs", "penaltyMs", "penaltyLaps", "gapMs", "gapLaps", "intervalMs", "intervalLaps", "bestLapMs",
        "bestLap",
    ]

    private static func cells(_ car: ClassifiedCar) -> [String] {
        let row = car.row
        return head(car.entry, row.position, row.status.text, row.classPosition) + [
            "\(row.laps)", cell(row.total), cell(row.penalty), "\(row.penaltyLaps)", cell(row.gap), "\(row.gapLaps)",
            cell(row.interval), "\(row.intervalLaps)", cell(row.bestLap), cell(row.bestLapNumber),
            "\(row.stops.count)",
        ] + tail(car.entry)
    }

    private static func cells(_ car: IntermediateCar) -> [String] {
        head(car.entry, car.position, "", car.classPosition)
            + ["\(car.laps)", cell(car.total), "", "", cell(car.gap), "\(car.gapLaps)", "", "", "", "", ""]
            + tail(car.entry)
    }

    /// Of a crew the names, with a semicolon between them.
    private static func tail(_ entry: PublishedEntry) -> [String] {
        [entry.cup ?? "", entry.vehicle ?? "", crew(entry, separator: "; ")]
    }

    private static func head(
        _ entry: PublishedEntry, _ position: Int?, _ status: String, _ classPosition: Int?
    ) -> [String] {
        [
            cell(position), cell(entry.car.text), status, cell(entry.carClass), cell(classPosition),
            cell(entry.team ?? ""),
        ]
    }

    /// A spreadsheet takes a text that begins so for a formula.
    private static func cell(_ text: String) -> String {
        let shown = text.printable
        return shown.first.map { "=+-@＝＋－＠".contains($0) } ?? false ? "'" + shown : shown
    }

    private static func cell(_ number: Int?) -> String { number.map { "\($0)" } ?? "" }

    private static func cell(_ time: Milliseconds?) -> String { time.map { "\($0.count)" } ?? "" }
}
