import ArgumentParser
import Client
import Glibc
import Recording
import Wire

/// A classification to compare results with, row by row, in the members that it states.
struct Expectation {
    private let rows: [StatedRow]

    init(file: String) throws {
        guard let rows = StatedRow.rows(of: try JSON(try TextFile.read(file))) else {
            throw Failure("\(file): no member \"classification\"; expected a truth file or results as JSON")
        }
        self.rows = rows
    }

    /// - Throws: exit code 1 when any row differs, having said each difference.
    func check(_ results: [UInt8]) throws {
        let found = StatedRow.rows(of: try JSON(results)) ?? []
        var differences: [String] = []
        if found.count != rows.count { differences.append("\(found.count) rows, expected \(rows.count)") }
        for (place, (row, expected)) in zip(found, rows).enumerated() {
            for difference in expected.differences(of: row) {
                differences.append(
                    "place \(place + 1), car \(expected.car): \(difference.name) is \(difference.found), expected "
                        + difference.expected)
            }
            differences += stopDifferences(row, expected)
        }
        guard !differences.isEmpty else {
            print("classification as expected: \(rows.count) of \(rows.count) cars")
            return
        }
        for difference in differences { print(difference) }
        print("classification differs in \(differences.count) places")
        throw ExitCode(1)
    }

    private func stopDifferences(_ row: StatedRow, _ expected: StatedRow) -> [String] {
        guard let stops = expected.stops else { return [] }
        let found = row.stops ?? []
        guard found.count == stops.count else {
            return ["car \(expected.car): \(found.count) stops, expected \(stops.count)"]
        }
        return zip(found, stops).enumerated().flatMap { place, pair in
            pair.1.differences(of: pair.0).map {
                "car \(expected.car), stop \(place + 1): \($0.name) is \($0.found), expected \($0.expected)"
            }
        }
    }
}
