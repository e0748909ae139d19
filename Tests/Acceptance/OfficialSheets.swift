import Foundation

/// What a result sheet says of a car, and what ours says in the same words.
struct SheetRow: Equatable, CustomStringConvertible {
    /// A distance between two cars.
    enum Distance: Equatable {
        case none
        case time(Int)
        case laps(Int)
    }

    /// Nil where the car is not classified.
    var position: Int?
    var number: String
    var laps: Int
    /// Milliseconds.
    var total: Int?
    var gap: Distance
    var interval: Distance
    var fastest: Int?
    var fastestLap: Int?
    /// Visits to the pit lane; nil where the sheet has no count.
    var stops: Int?

    var description: String {
        "\(position.map { "\($0)" } ?? "NC") #\(number): \(laps) laps, \(total ?? -1) ms, gap \(gap), "
            + "interval \(interval), best \(fastest ?? -1) on lap \(fastestLap ?? 0), stops \(stops ?? -1)"
    }
}

extension SheetRow {
    /// Our row. Stops are counted only against sheets that count them.
    init(_ row: RaceResults.Row, countingStops: Bool) {
        self.init(
            position: row.position, number: row.number, laps: row.laps, total: row.totalMs,
            gap: Distance(row.gapMs, row.gapLaps), interval: Distance(row.intervalMs, row.intervalLaps),
            fastest: row.bestLapMs, fastestLap: row.bestLap, stops: countingStops ? row.stops.count : nil)
    }
}

extension SheetRow.Distance {
    fileprivate init(_ milliseconds: Int?, _ laps: Int) {
        self = laps != 0 ? .laps(laps) : milliseconds == 0 ? .none : milliseconds.map { .time($0) } ?? .none
    }

    /// `1 Lap`, `+12.345` or `1:02.345`; `-` or nothing for the leader.
    fileprivate init(_ text: String) {
        let words = text.split(separator: " ")
        if words.count == 2, words[1].hasPrefix("Lap"), let laps = Int(words[0]) {
            self = .laps(laps)
        } else if let time = OfficialSheet.milliseconds(text.replacing("+", with: "")) {
            self = .time(time)
        } else {
            self = .none
        }
    }
}

/// The files of past races as other timekeepers published them, read plainly: nothing here is Lapwing's.
enum OfficialSheet {
    static let asiaSectors = Project.races.appending(path: "gtwc-asia/race2-sector-analysis.csv")
    static let asiaClassification = Project.races.appending(path: "gtwc-asia/race2-classification.csv")
    static func imsaLaps(_ race: String) -> URL { Project.races.appending(path: "imsa/\(race)-laps.csv") }
    static func imsaResults(_ race: String) -> URL { Project.races.appending(path: "imsa/\(race)-results.csv") }

    /// The classification of GT World Challenge Asia, race 2.
    static func asia() throws -> [SheetRow] {
        try rows(asiaClassification).map { row in
            try SheetRow(
                position: row.text("Pos") == "NC" ? nil : row.number("Pos"), number: row.text("No."),
                laps: row.number("Laps"), total: milliseconds(row.text("Total Time")),
                gap: .init(row.text("Gap")), interval: .init(row.text("Diff")),
                fastest: milliseconds(row.text("Fastest Lap")), fastestLap: row.number("Fast Lap No."),
                stops: row.number("Pit Stops"))
        }
    }

    /// The result sheet of a race of IMSA.
    static func imsa(_ race: String) throws -> [SheetRow] {
        try rows(imsaResults(race)).map { row in
            let fastest = milliseconds(row.text("FL_TIME"))
            return try SheetRow(
                position: row.number("POSITION"), number: row.text("NUMBER"), laps: row.number("LAPS"),
                total: milliseconds(row.text("TOTAL_TIME")), gap: .init(row.text("GAP_FIRST")),
                interval: .init(row.text("GAP_PREVIOUS")), fastest: fastest,
                fastestLap: fastest == nil ? nil : row.number("FL_LAPNUM"), stops: nil)
        }
    }

    /// `1:02:03.456`, `2:03.456` or `3.456` in milliseconds.
    static func milliseconds(_ text: String) -> Int? {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = fields.last else { return nil }
        let parts = last.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 3, let thousandths = Int(parts[1]) else { return nil }
        var seconds = 0
        for field in fields.dropLast() + [parts[0]] {
            guard let value = Int(field), value >= 0 else { return nil }
            seconds = seconds * 60 + value
        }
        return seconds * 1000 + thousandths
    }

    /// The rows of a file, by the titles of its columns.
    static func rows(_ file: URL) throws -> [Row] {
        let text = try String(contentsOf: file, encoding: .utf8).replacing("\u{FEFF}", with: "")
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            line.split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
        guard let titles = lines.first, lines.count > 1 else { throw Trouble("\(file.path): no rows") }
        return lines.dropFirst().map { Row(cells: Dictionary(zip(titles, $0)) { first, _ in first }) }
    }

    struct Row {
        fileprivate let cells: [String: String]

        func text(_ title: String) -> String { cells[title] ?? "" }

        func number(_ title: String) throws -> Int {
            guard let number = Int(text(title)) else { throw Trouble("\(title): \"\(text(title))\" is no number") }
            return number
        }
    }
}
