import Testing
import Wire

/// A page that knows docs/web.md alone: a board, and the ticks since.
struct ToldPage {
    private(set) var members: [String: JSON]
    private(set) var faults: [String] = []

    init(_ board: JSON) { members = Self.members(of: board) }

    private static func members(of json: JSON) -> [String: JSON] {
        guard case .object(let members) = json else { return [:] }
        return Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    }

    mutating func take(_ tick: JSON) {
        let told = Self.members(of: tick)
        if told["from"] != members["id"] { faults.append("\(String(describing: told["from"]))") }
        var rows = members["rows"]?.elements ?? []
        if told["cars"] == nil {
            for change in told["rows"]?.elements ?? [] {
                let values = change.elements ?? []
                guard let car = values.first?.integer, rows.indices.contains(Int(car)) else { continue }
                var row = rows[Int(car)].elements ?? []
                for place in stride(from: 1, to: values.count - 1, by: 2) {
                    guard let column = values[place].integer else { continue }
                    row[Int(column)] = values[place + 1]
                }
                rows[Int(car)] = .array(row)
            }
        } else {
            rows = told["rows"]?.elements ?? []
        }
        for (name, value) in told where !["from", "rows", "v"].contains(name) { members[name] = value }
        members["rows"] = .array(rows)
    }

    /// Members in which it is not as a board.
    func differences(from board: JSON) -> [String] {
        let other = Self.members(of: board)
        return Set(members.keys).union(other.keys).filter { members[$0] != other[$0] }.sorted()
    }

    /// The value of a column in the row of a car.
    func value(_ column: String, of car: String) throws -> JSON {
        let names = try #require(members["columns"]?.elements).map(\.text)
        let cars = try #require(members["cars"]?.elements).map { $0["number"]?.text }
        let place = try #require(cars.firstIndex(of: car))
        let column = try #require(names.firstIndex(of: column), "\(column)")
        return try #require(members["rows"]?.elements?[place].elements?[column])
    }
}
