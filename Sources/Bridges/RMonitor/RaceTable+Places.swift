import Client
import Timing

extension RaceTable {
    /// Rows in order of the classification; behind them those without a position, in the order of the results.
    ///
    /// A table has the latter in the order of its last snapshot, which differs between two that were taken at different
    /// times. All clients shall count them alike.
    var orderForPlaces: [PublishedRow] {
        let rows = classification
        let others = rows.filter { $0.position == nil }
        if others.isEmpty { return rows }
        let listed = Dictionary(zip(entries.map(\.car), 0...)) { first, _ in first }
        func key(_ row: PublishedRow) -> (Int, Int, Milliseconds, Int) {
            let place = listed[row.car] ?? listed.count
            let isGone = row.status.known == .disqualified || row.status.known == .withdrawn
            guard race.isRace, !isGone else { return (race.isRace ? 1 : 0, 0, .zero, place) }
            // Time penalties are in the total of a car that has finished.
            let penalty = row.status.known == .finished ? Milliseconds.zero : row.penalty
            return (0, row.penaltyLaps - row.laps, (row.total ?? .zero) + penalty, place)
        }
        return rows.filter { $0.position != nil } + others.sorted { key($0) < key($1) }
    }
}
