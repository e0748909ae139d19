/// A lap is one circuit: the time below which no car completes it, and the Line read again by a car that has not been
/// round (R4, R5).
extension Race {
    /// Below this time the car cannot have been round; 0 where unknown.
    func shortestLap(_ car: Int) -> Int64 {
        if nobodyCanHaveLapped { return .max }
        let stated = track.minimumLap ?? 0
        guard let best = bestKnownLap(car) else { return track.minimumLap ?? track.lapByLength ?? 0 }
        return max(stated, (isReadAtSectors(car) ? Tolerances.possible : Tolerances.possibleInDoubt).least(of: best))
    }

    private func isReadAtSectors(_ car: Int) -> Bool {
        guard track.pointsPerLap > 1 else { return false }
        for sector in 0..<track.pointsPerLap where state.paces.own(car, sector: sector) != 0 { return true }
        return false
    }

    /// No car has completed lap 1, and no car has been seen at the last loop.
    var nobodyCanHaveLapped: Bool {
        guard track.pointsPerLap > 2 else { return false }
        let furthest = state.cars.map(\.progress).max() ?? 0
        return furthest > 0 && furthest < track.pointsPerLap - 1
    }

    /// The quickest lap of the car's class, else of all cars, else the first completion of lap 1. Only laps without
    /// neutralisation: after one the next lap can be twice as quick.
    private func bestKnownLap(_ car: Int) -> Int64? {
        let ofClass = state.quickest[field.classOf[car]]
        if ofClass > 0 { return Int64(ofClass) }
        var ofAll = Int32.max
        for lap in state.quickest where lap > 0 { ofAll = min(ofAll, lap) }
        if ofAll < .max { return Int64(ofAll) }
        return state.firstLap > 0 ? Int64(state.firstLap) : nil
    }

    /// The car has completed a lap from that instant on: nobody can have been round in much less. A visit to the pit
    /// lane
    /// makes a lap say nothing.
    @inline(__always)
    mutating func noteQuickest(of car: Int, from began: Int64) {
        let at = state.cars[car].lapBegan
        let isFirst = state.cars[car].laps == 1
        let time = Int32(clamping: at - began)
        let before = isFirst ? state.firstLap : state.quickest[field.classOf[car]]
        guard before == 0 || !isFirst && time < before, state.cars[car].entryAt < began,
            state.cars[car].exitRead <= began, !state.flags.wasNeutralised(since: began)
        else { return }
        if isFirst { state.firstLap = max(time, 1) } else { state.quickest[field.classOf[car]] = max(time, 1) }
    }

    /// Time from the start signal to the first completion of lap 1 by any car.
    var firstCompletionOfLap1: Int64? {
        var first: Int64?
        for car in state.cars.indices where state.cars[car].laps > 0 {
            guard let at = VirtualFlag.lapEnd(1, of: car, in: self) else { continue }
            first = min(first ?? at, at)
        }
        return first
    }

    /// Something shows that the car has been on its way since it crossed the Line last: a sector loop, its pit entry.
    func hasBeenSeenOnItsWay(_ car: Int) -> Bool {
        Int(state.cars[car].progress) > Int(state.cars[car].laps) * track.pointsPerLap
            || state.cars[car].hasEntered
    }

    /// The car stands on the Line, spins on it or is pushed back over it.
    func isLineAgain(_ car: Int, at: Int64, after last: Int64) -> Bool {
        !hasBeenSeenOnItsWay(car) && last > RaceState.never && at - last < shortestLap(car)
    }
}
