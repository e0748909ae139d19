/// Gaps and intervals. Always between two cars at the same loop on the same lap.
extension Race {
    /// The distance from `car` up to `ahead` at the last point that both have passed in this order.
    ///
    /// A function of passages that lie in the past: it reads the same until the car passes its next point,
    /// another car comes between the two, or the other has gone by where this one should have been by now.
    func distanceOnTheRoad(_ car: Int, behind ahead: Int) -> Distance {
        let point = Int(state.cars[car].progress)
        let reach = Int(state.cars[ahead].progress)
        // Most often the other is on the same lap, and both were seen at the car's last point.
        if point > 0, reach >= point, reach - point < track.pointsPerLap, let here = table.passage(car, at: point),
            let there = table.passage(ahead, at: point)
        {
            return here >= there ? Distance(time: here - there, laps: 0) : .unknown
        }
        return distanceFarther(car, at: point, behind: ahead, at: reach)
    }

    /// The same in all other cases: before the first point, a lap apart or more, or where a loop has missed one.
    private func distanceFarther(_ car: Int, at point: Int, behind ahead: Int, at reach: Int) -> Distance {
        let points = track.pointsPerLap
        guard point > 0, let time = table.passageOrEstimate(car, at: point) else {
            let laps = lapsLost(from: point, to: reach)
            return laps > 0 ? Distance(time: nil, laps: laps) : .unknown
        }
        // How many whole laps the other was ahead when this car was here.
        var laps = max(0, (reach - point) / points)
        while laps > 0 {
            if let then = table.passageOrEstimate(ahead, at: point + laps * points), then <= time { break }
            laps -= 1
        }
        // A car that does not come to its next point loses a lap each time the other passes there.
        laps = max(laps, lapsLost(from: point, to: reach))
        if laps > 0 { return Distance(time: nil, laps: laps) }
        // A loop that missed one of the two gives no gap: go back to the last that saw both.
        var common = min(point, reach)
        while common >= 1 {
            if let here = table.passage(car, at: common), let there = table.passage(ahead, at: common) {
                return here >= there ? Distance(time: here - there, laps: 0) : .unknown
            }
            common -= 1
        }
        return .unknown
    }

    /// Whether the other was behind at the car's last point and has come to the next: it has gone by since (R11.10).
    func hasPassed(_ ahead: Int, _ car: Int) -> Bool {
        let point = Int(state.cars[car].progress)
        guard point > 0, Int(state.cars[ahead].progress) > point, let here = table.passage(car, at: point),
            let there = table.passage(ahead, at: point)
        else { return false }
        return there > here
    }

    /// At one loop on one lap intervals sum to the gap: gap − interval of this car = gap of the car ahead there.
    /// Asserted for every standing on the road.
    func addsUp(_ car: Int, _ gap: Distance, _ interval: Distance, leader: Int, ahead: Int) -> Bool {
        let point = Int(state.cars[car].progress)
        guard point > 0, let gap = gap.time, let interval = interval.time,
            state.cars[leader].progress >= state.cars[car].progress,
            state.cars[ahead].progress >= state.cars[car].progress, table.passage(car, at: point) != nil,
            let first = table.passage(leader, at: point), let other = table.passage(ahead, at: point)
        else { return true }
        return gap - interval == other - first
    }

    /// How often a car at `reach` has passed the next point of one that stands after `point`, a lap on.
    @inline(__always)
    func lapsLost(from point: Int, to reach: Int) -> Int {
        reach > point ? (reach - point - 1) / track.pointsPerLap : 0
    }

    /// Marks the cars that lose a lap now that `car` has gone on. To the leader, of all or of a class, all of them lose
    /// it, to others the next behind.
    @inline(__always)
    mutating func markLapped(by car: Int, from last: Int, to point: Int, at: Instant) {
        let rank = state.order.rank(of: car)
        if rank == 0 { return markAllLapped(in: state.order, from: last, to: point, at: at) }
        let carClass = field.classOf[car]
        let classRank = state.classOrders[carClass].rank(of: car)
        if rank + 1 < state.order.count {
            markIfLapped(state.order[rank + 1], from: last, to: point, at: at)
        }
        if classRank == 0 { return markAllLapped(in: state.classOrders[carClass], from: last, to: point, at: at) }
        if classRank + 1 < state.classOrders[carClass].count {
            markIfLapped(state.classOrders[carClass][classRank + 1], from: last, to: point, at: at)
        }
    }

    private mutating func markAllLapped(in order: RunningOrder, from last: Int, to point: Int, at: Instant) {
        var rank = 1
        while let lapped = nextLapped(in: order, atLeast: rank, from: last, to: point, at: at) {
            markStanding(of: order[lapped])
            rank = lapped + 1
        }
    }

    @inline(__always)
    private mutating func markIfLapped(_ other: Int, from last: Int, to point: Int, at: Instant) {
        if isLapped(state.cars[other], from: last, to: point, at: at) { markStanding(of: other) }
    }

    /// The first rank, this one or a later, whose car loses a lap; nil where none does.
    @inline(__always)
    private func nextLapped(
        in order: RunningOrder, atLeast rank: Int, from last: Int, to point: Int, at: Instant
    ) -> Int? {
        state.cars.withUnsafeBufferPointer { cars in
            order.firstRank(atLeast: rank) { isLapped(cars[$0], from: last, to: point, at: at) }
        }
    }

    /// A car seen in the same millisecond may be exactly a lap behind, whichever of the two is seen first.
    @inline(__always)
    private func isLapped(_ other: CarState, from last: Int, to point: Int, at: Instant) -> Bool {
        losesLap(from: Int(other.progress), to: point, notTo: last) || other.lastSeen == at
    }

    /// Whether a car after a point has lost more laps to one at `reach` than it had lost when that one was at `before`.
    @inline(__always)
    private func losesLap(from point: Int, to reach: Int, notTo before: Int) -> Bool {
        // On the same lap no count of laps is needed.
        reach - point > track.pointsPerLap
            && lapsLost(from: point, to: reach) != lapsLost(from: point, to: before)
    }

    /// Seldom: kept out of the loop, which then reads only.
    @inline(never)
    private mutating func markStanding(of car: Int) { changed.mark(car, .standing) }

    /// In practice and qualifying: the difference of the best laps.
    func distanceByBestLap(_ car: Int, behind ahead: Int) -> Distance {
        guard let own = state.cars[car].bestLap.time, let other = state.cars[ahead].bestLap.time, own >= other else {
            return .unknown
        }
        return Distance(time: own - other, laps: 0)
    }
}
