/// The rows of one car in a file with a row for each lap.
struct CarRows {
    let number: String
    /// In order of lap number.
    let rows: [(lap: Int, row: Table.Row)]
    /// Rows that say the same as one of `rows`.
    var repeated: [Table.Row] = []

    /// The cars of a file in the order in which it names them first. Each lap number of a car is there once.
    static func read(_ table: Table, number: String, lap: String) throws(ImportFault) -> [CarRows] {
        guard !table.rows.isEmpty else {
            throw ImportFault(
                file: table.file, line: table.line + 1, found: "no lap", expected: "a row for each lap",
                remedy: "export the file again")
        }
        var cars: [CarRows] = []
        for car in try all(of: table, number: number, lap: lap) {
            var rows: [(lap: Int, row: Table.Row)] = []
            var repeated: [Table.Row] = []
            for next in car.rows {
                guard let before = rows.last, before.lap == next.lap else {
                    rows.append(next)
                    continue
                }
                guard before.row.saysTheSame(as: next.row) else {
                    throw next.row.fault(
                        "lap \(next.lap) of car \(car.number) again, after line \(before.row.line)",
                        expected: "each lap of a car once", remedy: "delete one of the two rows")
                }
                repeated.append(next.row)
            }
            cars.append(CarRows(number: car.number, rows: rows, repeated: repeated))
        }
        return cars
    }

    /// The same with every row. Files may be sorted by something else: here laps are in their order, equal numbers as
    /// they stand.
    static func all(of table: Table, number: String, lap: String) throws(ImportFault) -> [CarRows] {
        var places: [String: Int] = [:]
        var cars: [(number: String, rows: [(lap: Int, row: Table.Row)])] = []
        for row in table.rows {
            let car = try row.required(number)
            let entry = (lap: try row.whole(lap, 0...100_000), row: row)
            if let place = places[car] {
                cars[place].rows.append(entry)
            } else {
                places[car] = cars.count
                cars.append((car, [entry]))
            }
        }
        return cars.map { car in
            CarRows(number: car.number, rows: car.rows.sorted { ($0.lap, $0.row.line) < ($1.lap, $1.row.line) })
        }
    }
}
