import Timing

/// Who is in front of whom on the road.
extension ReferenceRace {
    /// A car that has passed a point goes in front of the first, from the top, that is not as far.
    mutating func advance(_ car: Int) {
        let before = road.firstIndex(of: car) ?? road.count
        road.removeAll { $0 == car }
        // Nobody falls back by passing a point.
        road.insert(car, at: min(before, road.firstIndex { !isAsFar($0, as: car) } ?? road.count))
    }

    private func isAsFar(_ other: Int, as car: Int) -> Bool {
        let (first, second) = (cars[other], cars[car])
        return first.point >= second.point || (first.point + 1 == second.point && first.isHardlyReadNext)
    }
}

extension ReferenceCar {
    /// Its next point is a sector loop where its last two passages were provisional.
    fileprivate var isHardlyReadNext: Bool {
        let next = point + 1
        if next % sectors.count == 0 { return false }
        let there = passages.keys.filter { $0 % sectors.count == next % sectors.count }.sorted().suffix(2)
        return there.count == 2 && there.allSatisfy { passages[$0]?.isProvisional ?? false }
    }
}
