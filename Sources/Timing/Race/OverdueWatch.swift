/// The cars that are overdue at their next loop. Before the next car's time only cars that moved are looked at.
struct OverdueWatch {
    private(set) var isOverdue: [Bool]
    /// The cars that have become overdue with this input, or are so no more.
    private(set) var turned: [Int] = []
    /// No car that is not overdue can be so at this instant or before it.
    private var next = Deadline(.distantPast)

    init(count: Int) {
        isOverdue = Array(repeating: false, count: count)
    }

    /// `isAll`: the measure of all cars may have changed, not only that of the cars that moved.
    @inline(__always)
    mutating func look(at race: borrowing Race, isAll: Bool, now: Instant) {
        if !turned.isEmpty { turned.removeAll(keepingCapacity: true) }
        if isAll || next.isBefore(now) {
            next = .none
            for car in isOverdue.indices { look(at: car, race.overdueAfter(car, asOf: now), now: now) }
        } else {
            for car in race.changed.cars { look(at: car.slot, race.overdueAfter(car.slot, asOf: now), now: now) }
        }
        assert(isRight(race, now: now), "a car's time to be overdue changed, and it was not looked at")
    }

    /// The result of a look at every car.
    private func isRight(_ race: borrowing Race, now: Instant) -> Bool {
        var isRight = !next.isBefore(now)
        for car in isOverdue.indices where isOverdue[car] != race.isOverdue(car, at: now) { isRight = false }
        return isRight
    }

    @inline(__always)
    private mutating func look(at car: Int, _ limit: Instant?, now: Instant) {
        let isLate = limit.map { now > $0 } ?? false
        if let limit, !isLate { next = min(next, Deadline(limit)) }
        guard isLate != isOverdue[car] else { return }
        isOverdue[car] = isLate
        turned.append(car)
    }
}
