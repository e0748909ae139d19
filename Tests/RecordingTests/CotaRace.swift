import Foundation
import Testing
import Timing

/// Six hours of Austin 2025, read from the rows in the plainest way: started behind the safety car, stopped by
/// the red flag after an hour, restarted behind the safety car 43 minutes later.
struct CotaRace {
    /// A row: a car has crossed the Line. Times are milliseconds since the start signal.
    struct Row {
        let car: String
        let lap: Int
        let elapsed: Int64
        let flag: Flag
    }

    /// What a car had done at some instant.
    struct Tally: Equatable {
        let car: String
        let laps: Int
        /// Nil before the first crossing of the Line.
        let total: Int64?
    }

    /// A flag, as the first car saw it at the Line, and how many laps the leader began to complete under it.
    struct Period: Equatable {
        let flag: Flag
        let from: Int64
        let rows: Int
        let leaderLaps: Int
    }

    private struct Mark {
        let point: Int
        let at: Int64
    }

    /// In order of time.
    let rows: [Row]
    /// Cars in order of their first crossing of the Line, which is the order of the grid that is imported.
    let cars: [String]
    /// What was measured of each car, in order of time: its points are 3 a lap.
    private let marks: [String: [Mark]]

    private static let flags: [String: Flag] = [
        "GF": .green, "FCY": .fullCourseYellow, "SF": .safetyCar, "RF": .red, "FF": .chequered,
    ]

    init(_ text: String) throws {
        var rows: [Row] = []
        var marks: [String: [Mark]] = [:]
        var before: [String: Int64] = [:]
        for row in PlainRows(text).rows {
            let car = try #require(row["NUMBER"])
            let lap = try #require(Int(row["LAP_NUMBER"] ?? ""))
            let elapsed = try #require(PlainRows.milliseconds(row["ELAPSED"] ?? ""))
            let flag = try #require(Self.flags[row["FLAG_AT_FL"] ?? ""])
            rows.append(Row(car: car, lap: lap, elapsed: elapsed, flag: flag))
            func sector(_ number: Int) -> Int64? { PlainRows.milliseconds(row["S\(number)"] ?? "") }
            let point = 3 * (lap - 1)
            if let first = sector(1) {
                marks[car, default: []].append(Mark(point: point + 1, at: before[car, default: 0] + first))
            }
            if let last = sector(3) { marks[car, default: []].append(Mark(point: point + 2, at: elapsed - last)) }
            marks[car, default: []].append(Mark(point: point + 3, at: elapsed))
            before[car] = elapsed
        }
        self.rows = rows.sorted { $0.elapsed < $1.elapsed }
        self.marks = marks
        cars = self.rows.filter { $0.lap == 1 }.map(\.car)
    }

    /// The crossings of the Line by the leader: whoever is the first to complete a lap leads on it.
    var leaderCrossings: [Row] {
        var done = 0
        return rows.filter { row in
            guard row.lap > done else { return false }
            done = row.lap
            return true
        }
    }

    /// Rows under one flag after the other.
    var periods: [Period] {
        let leader = leaderCrossings
        var starts = rows.indices.filter { $0 == 0 || rows[$0].flag != rows[$0 - 1].flag }
        starts.append(rows.count)
        return zip(starts, starts.dropFirst()).map { first, end in
            let ends = rows[end - 1].elapsed
            return Period(
                flag: rows[first].flag, from: first == 0 ? 0 : rows[first].elapsed, rows: end - first,
                leaderLaps: leader.count { $0.elapsed >= rows[first].elapsed && $0.elapsed <= ends })
        }
    }

    /// Laps and total of every car at an instant, most laps first, then who completed them first.
    func tallies(at instant: Int64) -> [Tally] {
        var last: [String: Row] = [:]
        for row in rows.prefix(while: { $0.elapsed <= instant }) { last[row.car] = row }
        return inOrder(cars.map { Tally(car: $0, laps: last[$0]?.lap ?? 0, total: last[$0]?.elapsed) })
    }

    /// The order on the road at an instant, by the last loop of the last lap and then by who was there first.
    func order(at instant: Int64) -> [String] {
        let last = Dictionary(uniqueKeysWithValues: marks.map { ($0, $1.last { $0.at <= instant }) })
        return cars.enumerated().map { grid, car in
            let mark = last[car] ?? nil
            return (car: car, key: (-(mark?.point ?? 0), mark?.at ?? 0, grid))
        }
        .sorted { $0.key < $1.key }.map(\.car)
    }

    /// Most laps first, then the shorter total; cars without a lap as they come.
    func inOrder(_ tallies: [Tally]) -> [Tally] {
        tallies.enumerated()
            .sorted {
                (-$0.element.laps, $0.element.total ?? 0, $0.offset) < (
                    -$1.element.laps, $1.element.total ?? 0, $1.offset
                )
            }
            .map(\.element)
    }
}
