import Timing

/// When the Line completes a lap, and when a car cannot have gone round.
extension ReferenceRace {
    /// When lap 1 was first completed.
    private var firstLap: Int64? { cars.compactMap { $0.lapEnds.first?.at }.min() }

    /// Nobody can have completed a lap.
    private var hasNoLapBound: Bool {
        sectorCount > 2 && firstLap == nil && cars.contains { $0.point > 0 }
            && cars.allSatisfy { $0.point < sectorCount - 1 }
    }

    /// 12 ms a metre.
    private var byLength: Int64? { session.circuit.lengthMetres.map { 12 * Int64($0) } }

    private func bestLap(of members: [Int]) -> Int64? { members.compactMap { cars[$0].best?.time }.min() }

    /// Whether a time is less than the shortest lap of a car.
    func isLessThanALap(_ time: Int64, _ car: Int) -> Bool {
        if hasNoLapBound { return true }
        let minimum = session.circuit.minimumLap?.count
        if let minimum, time < minimum { return true }
        let carClass = session.entries[car].carClass
        let classmates = cars.indices.filter { session.entries[$0].carClass == carClass }
        if let best = bestLap(of: classmates) ?? bestLap(of: Array(cars.indices)) ?? firstLap {
            let hasLatest = cars[car].measured.contains { $0 != nil }
            return hasLatest ? 5 * time < 4 * best : 2 * time < best
        }
        return minimum == nil && time < byLength ?? 0
    }

    /// Whether nothing shows that a car which is read at the Line again went round.
    func isLineAgain(_ car: Int, at: Int64) -> Bool {
        let record = cars[car]
        guard record.hasCrossedLine, record.point == record.laps * sectorCount, !record.hasEnteredSinceLine,
            let last = record.lastAtLine
        else { return false }
        return isLessThanALap(at - last, car)
    }

    // MARK: The start

    /// Whether a car's first crossing of the Line is the end of lap 1, and what is in doubt about that.
    func firstCrossing(_ car: Int, _ loop: Loop, at: Int64, isCounted: Bool) -> (isLap: Bool, doubt: Doubt.Kind?) {
        if at < lineMinimum { return (false, nil) }
        if isCounted || cars[car].point > 0 || cars[car].hasEnteredSinceLine { return (true, nil) }
        let isFromPitLane = loop.kind == .linePit && session.circuit.loops.contains { $0.kind == .pitEntry }
        if isFromPitLane || !isTimeForALap(at) { return (false, .lateStart) }
        return (true, isStartRead ? .firstLap : nil)
    }

    /// Somebody's start was read at the Line in time.
    private var isStartRead: Bool { cars.contains(where: \.hasStartedInTime) }

    private func isTimeForALap(_ at: Int64) -> Bool {
        let isSectorSeen = session.circuit.sectorLoops.contains { seen[$0.id] != nil }
        if let firstLap {
            return 5 * at >= 4 * firstLap && (!isSectorSeen || !isStartRead || 2 * at <= 3 * firstLap)
        }
        if hasNoLapBound { return false }
        guard let least = [session.circuit.minimumLap?.count, byLength].compactMap({ $0 }).max() else {
            return !isStartRead
        }
        return at >= least && (!isSectorSeen || !isStartRead)
    }
}
