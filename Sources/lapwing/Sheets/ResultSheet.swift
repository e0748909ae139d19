import Rulebook
import Wire

/// The classification as a sheet of paper, or a table for a spreadsheet.
struct ResultSheet {
    private let race: JSON
    private let rows: [JSON]
    private let penalties: [JSON]
    private let compliance: [String]
    private let doubts: [String]
    /// The time of the race clock for which it stands, and whether anything can still change it.
    private let intermediate: (time: Int64, isComplete: Bool)?

    init(_ results: JSON) {
        race = results["race"] ?? .null
        rows = results["classification"]?.elements ?? []
        intermediate = results["intermediateMs"]?.integer.map { ($0, results["isComplete"]?.bool ?? false) }
        // What the stewards decide counts at the end, not on the way.
        penalties = intermediate == nil ? results["penalties"]?.elements ?? [] : []
        compliance = intermediate == nil ? ComplianceSheet(results).summary : []
        doubts = Self.doubts(results)
    }

    /// Won by laps and time; else by the best lap.
    private var isRace: Bool { race["kind"]?.text ?? "race" == "race" }

    var text: String {
        let head = (["name", "circuit"].compactMap { race[$0]?.text } + state).joined(separator: " · ")
        let overall = PlaceText(rows.map { $0["position"]?.integer }, isRace: isRace)
        let classes = Dictionary(grouping: rows) { $0["class"]?.text ?? "" }
            .mapValues { PlaceText($0.map { $0["classPosition"]?.integer }, isRace: isRace) }
        let lines = rows.map { row in
            [
                overall.text(row["position"]?.integer, status: row["status"]?.text ?? ""), row["number"]?.text ?? "",
                row["class"]?.text ?? "",
                classes[row["class"]?.text ?? ""]?.number(row["classPosition"]?.integer) ?? "",
                row["team"]?.text ?? "",
            ] + cells(row)
        }
        let table = TextTable(
            columns: [.right("POS"), .right("NO"), .left("CLASS"), .right("PIC"), .left("TEAM")]
                + columns, rows: lines)
        let sheet =
            [head, ""] + table.lines(width: nil) + (penalties.isEmpty ? [] : [""] + notes) + compliance
            + doubts
        return sheet.joined(separator: "\n") + "\n"
    }

    private var state: [String] {
        guard let intermediate else { return ["phase", "result"].compactMap { race[$0]?.text } }
        return ["at \(ClockText.clock(intermediate.time))", intermediate.isComplete ? "complete" : "not complete yet"]
    }

    private var columns: [TextTable.Column] {
        if intermediate != nil { return Self.intermediateColumns }
        return isRace ? Self.raceColumns : Self.bestLapColumns
    }

    private func cells(_ row: JSON) -> [String] {
        if intermediate != nil { return [Self.number(row, "laps"), Self.time(row, "totalMs"), Self.gap(row)] }
        return isRace ? Self.raceCells(row) : Self.bestLapCells(row)
    }

    /// What a timekeeper may know better, each with the race clock of its last time.
    private static func doubts(_ results: JSON) -> [String] {
        let doubts = results["doubts"]?.elements ?? []
        let clocks = results["clocks"]?.elements ?? []
        if doubts.isEmpty, clocks.isEmpty { return [] }
        let clock = RaceClock(race: results["race"] ?? .null, flags: results["flags"]?.elements ?? [])
        var drivers: [String: String] = [:]
        for row in results["classification"]?.elements ?? [] {
            drivers[row["number"]?.text ?? ""] = row["driver"]?.text
        }
        return ["", "in doubt"]
            + doubts.map { doubt in
                let at = doubt["lastMs"]?.integer.flatMap { clock?.reading($0) } ?? 0
                return "\(ClockText.clock(at))  \(DoubtText.words(doubt) { drivers[$0] })"
            }
            + clocks.map(ClockFindingText.words)
    }

    private static let intermediateColumns: [TextTable.Column] = [.right("LAPS"), .right("TOTAL"), .right("GAP")]

    private var notes: [String] {
        penalties.map { "car \($0["car"]?.text ?? ""): \(PenaltyText.words($0))" }
    }

    private static let raceColumns: [TextTable.Column] = [
        .right("LAPS"), .right("TOTAL"), .right("GAP"), .right("INT"), .right("BEST"), .right("LAP"),
        .right("STOPS"), .left("STATUS"),
    ]

    private static func raceCells(_ row: JSON) -> [String] {
        [
            number(row, "laps"), time(row, "totalMs"), gap(row), interval(row), time(row, "bestLapMs"),
            number(row, "bestLap"), stops(row), row["status"]?.text ?? "",
        ]
    }

    private static let bestLapColumns: [TextTable.Column] = [
        .right("BEST"), .right("GAP"), .right("INT"), .right("LAP"), .right("LAPS"), .right("STOPS"),
        .left("STATUS"),
    ]

    private static func bestLapCells(_ row: JSON) -> [String] {
        [
            time(row, "bestLapMs"), gap(row), interval(row), number(row, "bestLap"), number(row, "laps"), stops(row),
            row["status"]?.text ?? "",
        ]
    }

    private static func number(_ row: JSON, _ name: String) -> String { row[name]?.integer.map { "\($0)" } ?? "" }

    private static func time(_ row: JSON, _ name: String) -> String {
        let isEstimated = row["estimated"]?.elements?.contains(.string(name)) ?? false
        return ClockText.lap(row[name]?.integer, isEstimated: isEstimated)
    }

    private static func gap(_ row: JSON) -> String {
        ClockText.distance(row["gapMs"]?.integer, laps: row["gapLaps"]?.integer ?? 0)
    }

    private static func interval(_ row: JSON) -> String {
        ClockText.distance(row["intervalMs"]?.integer, laps: row["intervalLaps"]?.integer ?? 0)
    }

    private static func stops(_ row: JSON) -> String { row["stops"]?.elements.map { "\($0.count)" } ?? "" }

    /// Columns of the CSV, named as the members of the JSON.
    private static let csvColumns = [
        "position", "number", "status", "class", "classPosition", "team", "laps", "totalMs", "penaltyMs",
        "penaltyLaps", "gapMs", "gapLaps", "intervalMs", "intervalLaps", "bestLapMs", "bestLap",
    ]

    var csv: String {
        var lines = [CSV.line(Self.csvColumns + ["stops"])]
        for row in rows { lines.append(CSV.line(Self.csvColumns.map { Self.cell(row[$0]) } + [Self.stops(row)])) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func cell(_ value: JSON?) -> String {
        switch value {
        case .integer(let number): "\(number)"
        case .string(let text): text
        default: ""
        }
    }
}
