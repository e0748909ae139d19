/// The order in which the cars start.
extension Timekeeper {
    /// All cars of a race in the order in which they start: as the grid that was taken over last has them, or else the
    /// entry list. Empty in practice and qualifying, which have none.
    public var grid: [CarNumber] {
        guard session.kind == .race else { return [] }
        return race.grid.map { $0.map { session.entries[$0].number } } ?? session.entries.map(\.number)
    }

    /// All cars in the order of the grid that was taken over last; nil where none was, or where it is that of the entry
    /// list. Cars that it does not name start behind it, as the entry list has them.
    var gridTaken: [Int]? {
        var latest: [CarNumber]?
        for act in acts.bulletins {
            if case .bulletin(.startList(let list)) = act.kind, let grid = list.grid { latest = grid }
        }
        guard let latest else { return nil }
        var order: [Int] = []
        var isPlaced = session.entries.map { _ in false }
        for car in latest.compactMap({ numbers[$0] }) + Array(session.entries.indices) where !isPlaced[car] {
            isPlaced[car] = true
            order.append(car)
        }
        return order == Array(session.entries.indices) ? nil : order
    }
}
