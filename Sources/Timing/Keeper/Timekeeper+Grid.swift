/// The order in which the cars start.
extension Timekeeper {
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
