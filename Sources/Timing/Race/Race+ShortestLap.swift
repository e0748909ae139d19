/// A lap is one circuit: the time below which no car completes it, and the Line read again by a car that has not been
/// round (R4, R5).
extension Race {
    /// The car cannot have been round between two instants.
    func cannotHaveLapped(_ car: Int, from last: LastTime, to at: Instant) -> Bool {
        nobodyCanHaveLapped || last.isWithin(shortestLap(car), before: at)
    }

    /// Below this time the car cannot have been round; zero where unknown.
    private func shortestLap(_ car: Int) -> Milliseconds {
        let stated = track.minimumLap ?? .zero
        guard let best = bestKnownLap(car) else { return track.minimumLap ?? track.lapByLength ?? .zero }
        return max(stated, (isReadAtSectors(car) ? Tolerances.possible : Tolerances.possibleInDoubt).least(of: best))
    }

    private func isReadAtSectors(_ car: Int) -> Bool {
        guard track.pointsPerLap > 1 else { return false }
        for sector in 0..<track.pointsPerLap where state.paces.own(car, sector: sector).isKnown { return true }
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
    private func bestKnownLap(_ car: Int) -> Milliseconds? {
        if let ofClass = state.quickest[field.classOf[car]].time { return ofClass }
        var ofAll = DrivenTime.none
        for lap in state.quickest where lap.isKnown && lap.isQuicker(than: ofAll) { ofAll = lap }
        return (ofAll.isKnown ? ofAll : state.firstLap).time
    }

    /// The car has completed a lap from that instant on: no car can have been round in much less. A lap with a visit
    /// to the pit lane is no measure.
    @inline(__always)
    mutating func noteQuickest(of car: Int, from began: Instant) {
        let at = state.cars[car].lapBegan
        let isFirst = state.cars[car].laps == 1
        let time = DrivenTime(max(at - began, Milliseconds(1)))
        let place = field.classOf[car]
        guard isFirst ? !state.firstLap.isKnown : time.isQuicker(than: state.quickest[place]),
            state.cars[car].entryAt < began,
            state.cars[car].exitRead <= began, !state.flags.wasNeutralised(since: began)
        else { return }
        if isFirst { state.firstLap = time } else { state.quickest[place] = time }
    }

    /// The first completion of lap 1 by any car.
    var firstCompletionOfLap1: SinceStart? {
        var first: SinceStart?
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
    func isLineAgain(_ car: Int, at: Instant, after last: LastTime) -> Bool {
        !hasBeenSeenOnItsWay(car) && last.hasBeen && cannotHaveLapped(car, from: last, to: at)
    }
}
