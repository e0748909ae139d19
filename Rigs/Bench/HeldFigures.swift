import ArgumentParser
import Recording

/// The figures of the last row of a table in the file of results: what a change may not lose.
enum HeldFigures {
    static func last(under heading: String, count: Int, of file: String) throws -> [Double] {
        let lines = try TextFile.text(file).split(separator: "\n").drop { $0 != heading }.dropFirst()
        let rows = lines.prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("| 2") }
        let cells = rows.last?.split(separator: "|").map { $0.filter { $0 != " " && $0 != "," } } ?? []
        let figures = cells.dropFirst().prefix(count).compactMap { Double($0) }
        guard figures.count == count else {
            throw ValidationError("\(file) has no row of \(count) figures under \"\(heading)\"")
        }
        return figures
    }
}
