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

    /// Whether full course yellow, safety car or red flag was shown at any time from then until now.
    func isNeutralised(from then: Int64, to now: Int64) -> Bool {
        let start = start ?? 0
        return shown.indices.contains { place in
            let until = place + 1 < shown.count ? shown[place + 1].from - start : .max
            let isSlow: Bool =
                switch shown[place].flag {
                case .fullCourseYellow, .safetyCar, .red: true
                case .green, .yellow, .chequered: false
                }
            return isSlow && until > then && shown[place].from - start <= now
        }
    }

    /// Times of the car's clean laps from lap 2 on.
    private func cleanLaps(_ car: Int) -> [Int64] {
        let ends = cars[car].lapEnds
        return ends.indices.dropFirst().compactMap { place in
            let (from, to) = (ends[place - 1], ends[place])
            guard !from.isProvisional, !to.isProvisional, !from.isInPit, !to.isInPit,
                !cars[car].pitReadings.contains(where: { $0 > from.at && $0 <= to.at }),
                !isNeutralised(from: from.at, to: to.at)
            else { return nil }
            return to.at - from.at
        }
    }

    /// The clean lap 1 of a car, from the latest sign of its start, and when it ended.
    private func cleanLap1(_ car: Int) -> (turn: Int, time: Int64)? {
        guard let end = cars[car].lapEnds.first, !end.isProvisional, !end.isInPit else { return nil }
        let exits = cars[car].exitReadings.filter { $0 <= end.at }
        let from = max(0, cars[car].startedAt ?? 0, exits.max() ?? 0)
        guard !cars[car].entryReadings.contains(where: { $0 >= from && $0 <= end.at }),
            !isNeutralised(from: from, to: end.at)
        else { return nil }
        return (end.turn, max(end.at - from, 1))
    }

    private func quickest(of members: [Int]) -> Int64? { members.flatMap(cleanLaps).min().map { max($0, 1) } }

    /// Whether a time is less than the shortest lap of a car.
    func isLessThanALap(_ time: Int64, _ car: Int) -> Bool {
        if hasNoLapBound { return true }
        let minimum = session.circuit.minimumLap?.count
        if let minimum, time < minimum { return true }
        let carClass = session.entries[car].carClass
        let classmates = cars.indices.filter { session.entries[$0].carClass == carClass }
        let first = cars.indices.compactMap(cleanLap1).min { $0.turn < $1.turn }?.time
        if let best = quickest(of: classmates) ?? quickest(of: Array(cars.indices)) ?? first {
            let hasLatest = sectorCount > 1 && cars[car].measured.contains { $0 != nil }
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
