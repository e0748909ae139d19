import ArgumentParser
import Glibc
import Recording
import Wire

/// A classification that results are held against, row by row, in the members that it states.
struct Expectation {
    private let rows: [JSON]

    init(file: String) throws {
        let truth = try JSON(try TextFile.read(file))
        guard let rows = truth["classification"]?.elements else {
            throw Failure("\(file): no member \"classification\"; expected a truth file or results as JSON")
        }
        self.rows = rows
    }

    /// Members that say the result; the rest of a truth file is its own.
    private static let members = [
        "number", "class", "position", "classPosition", "status", "laps", "totalMs", "gapMs", "gapLaps",
        "intervalMs", "intervalLaps", "bestLapMs", "bestLap",
    ]

    /// - Throws: exit code 1 when any row differs, having said each difference.
    func check(_ results: JSON) throws {
        let found = results["classification"]?.elements ?? []
        var differences: [String] = []
        if found.count != rows.count { differences.append("\(found.count) rows, expected \(rows.count)") }
        for (place, (row, expected)) in zip(found, rows).enumerated() {
            for name in Self.members {
                guard let value = expected[name], row[name] != value else { continue }
                // A truth that has no interval for a car that is not classified says nothing about it.
                if value == .null, name == "intervalLaps" { continue }
                let car = expected["number"]?.text ?? "?"
                differences.append(
                    "place \(place + 1), car \(car): \(name) is \(Self.text(row[name])), expected \(Self.text(value))")
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

    private func stopDifferences(_ row: JSON, _ expected: JSON) -> [String] {
        guard let stops = expected["stops"]?.elements else { return [] }
        let car = expected["number"]?.text ?? "?"
        let found = row["stops"]?.elements ?? []
        guard found.count == stops.count else {
            return ["car \(car): \(found.count) stops, expected \(stops.count)"]
        }
        var differences: [String] = []
        for (place, (stop, expected)) in zip(found, stops).enumerated() {
            for name in ["inMs", "outMs"] where expected[name] != nil && stop[name] != expected[name] {
                differences.append(
                    "car \(car), stop \(place + 1): \(name) is \(Self.text(stop[name])), expected \(Self.text(expected[name]))"
                )
            }
        }
        return differences
    }

    private static func text(_ value: JSON?) -> String {
        value.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "missing"
    }
}
