/// The cars that are overdue at their next loop. Before the next car's time only cars are looked at that moved, or are
/// measured by another time.
struct OverdueWatch {
    private(set) var isOverdue: [Bool]
    /// The cars that have become overdue with this input, or are so no more.
    private(set) var turned: [Int] = []
    /// By car: after when it is overdue, as it was looked at last.
    private var limits: [Deadline]
    /// No car that is not overdue can be so at this instant or before it.
    private var next = Deadline(.distantPast)

    init(count: Int) {
        isOverdue = Array(repeating: false, count: count)
        limits = Array(repeating: .none, count: count)
    }

    /// `isAll`: the measure of all cars may have changed, not only that of the cars that moved.
    @inline(__always)
    mutating func look(at race: borrowing Race, isAll: Bool, now: Instant) {
        if !turned.isEmpty { turned.removeAll(keepingCapacity: true) }
        if isAll || next.isBefore(now) {
            lookAtAll(of: race, isAll: isAll, now: now)
        } else {
            for car in race.changed.cars { look(at: car.slot, of: race, now: now) }
            if race.measuredAnew != .none { lookAtOthers(of: race, now: now) }
        }
        assert(isRight(race, now: now), "a car's time to be overdue changed, and it was not looked at")
    }

    @inline(__always)
    private mutating func look(at car: Int, of race: borrowing Race, now: Instant) {
        limits[car] = Deadline(race.overdueAfter(car, asOf: now))
        turn(car, now: now)
    }

    /// The cars that are measured by another car's time.
    private mutating func lookAtOthers(of race: borrowing Race, now: Instant) {
        var other = race.firstMeasuredAnew()
        while let car = other {
            look(at: car, of: race, now: now)
            other = race.firstMeasuredAnew(from: car + 1)
        }
    }

    /// Each car may have become overdue; those are measured again of which the measure may have changed.
    private mutating func lookAtAll(of race: borrowing Race, isAll: Bool, now: Instant) {
        for car in limits.indices where isAll || !race.changed.parts[car].isEmpty || race.isMeasuredAnew(car) {
            limits[car] = Deadline(race.overdueAfter(car, asOf: now))
        }
        next = .none
        for car in limits.indices { turn(car, now: now) }
    }

    /// The result of a look at every car.
    private func isRight(_ race: borrowing Race, now: Instant) -> Bool {
        var isRight = !next.isBefore(now)
        for car in limits.indices where limits[car] != Deadline(race.overdueAfter(car, asOf: now)) { isRight = false }
        for car in limits.indices where limits[car].isBefore(now) != isOverdue[car] { isRight = false }
        return isRight
    }

    @inline(__always)
    private mutating func turn(_ car: Int, now: Instant) {
        let isLate = limits[car].isBefore(now)
        if !isLate { next = min(next, limits[car]) }
        guard isLate != isOverdue[car] else { return }
        isOverdue[car] = isLate
        turned.append(car)
    }
}
