import Wire

/// The classification as a sheet of paper, or a table for a spreadsheet.
struct ResultSheet {
    private let race: JSON
    private let rows: [JSON]

    init(_ results: JSON) {
        race = results["race"] ?? .null
        rows = results["classification"]?.elements ?? []
    }

    var text: String {
        let name = race["name"]?.text ?? ""
        let circuit = race["circuit"]?.text ?? ""
        let phase = race["phase"]?.text ?? ""
        var lines = ["\(name) · \(circuit) · \(phase)", ""]
        let table = TextTable(
            columns: [
                .right("POS"), .right("NO"), .left("CLASS"), .right("PIC"), .left("TEAM"), .right("LAPS"),
                .right("TOTAL"), .right("GAP"), .right("INT"), .right("BEST"), .right("LAP"), .right("STOPS"),
                .left("STATUS"),
            ], rows: rows.map(Self.cells))
        lines += table.lines(width: nil)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func cells(_ row: JSON) -> [String] {
        func number(_ name: String) -> String { row[name]?.integer.map { "\($0)" } ?? "" }
        func time(_ name: String) -> String { row[name]?.integer.map { ClockText.lap($0) } ?? "" }
        return [
            row["position"]?.integer.map { "\($0)" } ?? "NC", row["number"]?.text ?? "", row["class"]?.text ?? "",
            number("classPosition"), row["team"]?.text ?? "", number("laps"), time("totalMs"),
            ClockText.distance(row["gapMs"]?.integer, laps: row["gapLaps"]?.integer ?? 0),
            ClockText.distance(row["intervalMs"]?.integer, laps: row["intervalLaps"]?.integer ?? 0),
            time("bestLapMs"), number("bestLap"), "\(row["stops"]?.elements?.count ?? 0)",
            row["status"]?.text ?? "",
        ]
    }

    /// Columns of the CSV, named as the members of the JSON.
    private static let columns = [
        "position", "number", "status", "class", "classPosition", "team", "laps", "totalMs", "penaltyMs",
        "gapMs", "gapLaps", "intervalMs", "intervalLaps", "bestLapMs", "bestLap",
    ]

    var csv: String {
        var lines = [(Self.columns + ["stops"]).joined(separator: ",")]
        for row in rows {
            var cells = Self.columns.map { Self.cell(row[$0]) }
            cells.append("\(row["stops"]?.elements?.count ?? 0)")
            lines.append(cells.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func cell(_ value: JSON?) -> String {
        switch value {
        case .integer(let number): return "\(number)"
        case .string(let text):
            guard text.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" }) else { return text }
            return "\"" + text.replacing("\"", with: "\"\"") + "\""
        default: return ""
        }
    }
}
