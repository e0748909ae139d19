import Timing

/// Crossings that no decoder reported, taken because the car was seen at a later loop.
extension ReferenceRace {
    /// The Line that ends the lap on which the car is.
    private func nextLine(_ car: Int) -> Int { (cars[car].laps + 1) * sectorCount }

    /// Whether the car would have gone round to be at this point, and cannot have.
    func isImpossible(_ car: Int, at: Int64, point: Int) -> Bool {
        let record = cars[car]
        let passed = record.point == 0 ? 0 : record.passages[record.point]?.at ?? 0
        guard nextLine(car) < point else { return false }
        if at - passed < lineMinimum { return true }
        let carClass = session.entries[car].carClass
        let classmates = cars.indices.filter { session.entries[$0].carClass == carClass }
        let shares: [Int64] = (record.point + 1...point).map { point in
            let sector = (point - 1) % sectorCount
            let best = classmates.compactMap { cars[$0].bestSectors[sector] }.min() ?? 0
            // A time behind a flag is no measure.
            return best * (classmates.contains { cars[$0].cleanSectors.contains(sector) } ? 8 : 5)
        }
        if 10 * (at - passed) < shares.reduce(0, +) { return true }
        return point == record.point + sectorCount && record.isUnexpected
    }

    /// Whether a car that is never seen at a sector loop has been round twice since it crossed the Line.
    func hasMissedALine(_ car: Int, at: Int64) -> Bool {
        let record = cars[car]
        guard sectorCount > 1, record.measured.allSatisfy({ $0 == nil }), record.point > 0,
            record.point % sectorCount == 0, !record.hasBeenInPit, let passed = record.passages[record.point]?.at,
            !isRed(at), redTime(from: passed, to: at) == 0
        else { return false }
        let latest = (0..<sectorCount).compactMap { self.latest(sector: $0, of: car) }
        let lap = latest.reduce(0, +)
        let ends = record.passages.filter { $0.key % sectorCount == 0 && !$0.value.isProvisional }
        let own = ends.compactMap { point, end in
            point == sectorCount ? end.at : ends[point - sectorCount].map { end.at - $0.at }
        }.min()
        let carClass = session.entries[car].carClass
        let isOfClass = (0..<sectorCount).allSatisfy { sector in
            cars.indices.contains { session.entries[$0].carClass == carClass && cars[$0].measured[sector] != nil }
        }
        if !isOfClass, let own, 4 * (at - passed) < 7 * own { return false }
        return latest.count == sectorCount && 4 * (at - passed) >= 7 * lap && 4 * (at - passed) <= 9 * lap
    }

    /// Whether three cars have completed lap 1 and nobody has been seen at this loop on it.
    func isDeadOnFirstLap(_ point: Int) -> Bool {
        cars.filter { $0.laps > 0 }.count >= 3 && !cars.contains { $0.passages[point]?.isProvisional == false }
    }

    /// Takes what lies between the car's last point and this one as passed at estimated instants.
    mutating func takeMissed(_ car: Int, upTo point: Int, at: Int64) {
        let record = cars[car]
        let lines = nextLine(car)
        // Before the first point only a Line can have been missed, and only by who is seen beyond it.
        let onlyLines = record.hasBeenInPit || record.point == 0
        let missed = (record.point + 1...point).dropLast().filter { !onlyLines || $0 == lines }
        for missing in missed {
            turn += 1
            let instant =
                record.point == 0
                ? estimateOfStart(car, seenAt: point, at: at)
                : estimate(car, record, point: missing, seenAt: point, at: at)
            let loop = missing % sectorCount == 0 ? nil : session.circuit.sectorLoops[missing % sectorCount - 1]
            cars[car].pass(missing, at: instant, turn: turn, isProvisional: true)
            advance(car)
            cars[car].counted[loop.map(place) ?? -1] = instant
            if let seenThere = loop ?? (record.hasBeenInPit ? nil : trackLine) {
                cars[car].missed.append(.init(loop: seenThere.id, at: instant, turn: turn))
            }
            guard loop == nil else { continue }
            let isOnTrack = !record.hasBeenInPit
            cars[car].lapEnds.append(
                .init(at: instant, turn: turn, isProvisional: true, isOnTrack: isOnTrack, isInPit: !isOnTrack))
            cars[car].hasEnteredSinceLine = false
            cars[car].isOnLapOnTrack = false
            // A pit exit comes after the Line in the pit lane.
            if let exit = cars[car].outLapSince, exit < instant { cars[car].outLapSince = nil }
            completeLap(car, at: instant, isProvisional: true)
            if cars[car].hasFinished { return }
        }
    }

    /// The Line at the end of lap 1, of a car that was seen first at a loop after it.
    private func estimateOfStart(_ car: Int, seenAt seen: Int, at: Int64) -> Int64 {
        let sectors = 0..<seen - sectorCount
        let latest = sectors.compactMap { self.latest(sector: $0, of: car) }
        let before = at - latest.reduce(0, +)
        return latest.count == sectors.count && before > 0 ? before : at * Int64(sectorCount) / Int64(seen)
    }

    private func estimate(
        _ car: Int, _ record: ReferenceCar, point: Int, seenAt seen: Int, at: Int64
    ) -> Int64 {
        let passed = record.passages[record.point]?.at ?? 0
        let hasPitLine = session.circuit.loops.contains { $0.kind == .linePit }
        if point % sectorCount == 0, hasPitLine, record.hasBeenInPit,
            let visit = record.stays.last(where: { $0.visit.entered ?? passed > passed })?.visit,
            let entered = visit.entered
        {
            let onTheWay = cars.compactMap(\.entryToLine).max { $0.turn < $1.turn }?.time ?? 0
            return min(entered + onTheWay, visit.left ?? at, at)
        }
        let points = record.point + 1...seen
        let known = points.compactMap { latest(sector: ($0 - 1) % sectorCount, of: car) }
        let parts = known.count == points.count && known.contains { $0 > 0 } ? known : points.map { _ in 1 }
        let part = parts.prefix(point - record.point).reduce(0, +)
        return passed + (at - passed) * part / parts.reduce(0, +)
    }

    /// The latest measured time of a sector: the car's; else of its class's, else of anybody's the last.
    func latest(sector: Int, of car: Int) -> Int64? {
        let carClass = session.entries[car].carClass
        let classmates = cars.indices.filter { session.entries[$0].carClass == carClass }
        for members in [[car], classmates, Array(cars.indices)] {
            let times = members.compactMap { cars[$0].measured[sector] }
            if let last = times.max(by: { $0.turn < $1.turn }) { return last.time }
        }
        return nil
    }

    /// Loops that three cars have missed since one was seen there.
    var deadLoops: [Picture.Dead] {
        let loops = session.circuit.loops.filter { $0.kind == .sector || $0.id == trackLine?.id }
        return loops.sorted { $0.id < $1.id }.compactMap { loop in
            // In the order in which they were found.
            let missed = cars.indices.flatMap { car in
                cars[car].missed.filter { $0.loop == loop.id && $0.turn > seen[loop.id] ?? 0 }
                    .map { (car: car, at: $0.at, turn: $0.turn) }
            }.sorted { $0.turn < $1.turn }
            let first = missed.indices.dropLast(2).first {
                missed[$0].car != missed[$0 + 1].car && missed[$0 + 1].car != missed[$0 + 2].car
            }
            return first.map { Picture.Dead(loop: loop.id, since: missed[$0].at + (start ?? 0)) }
        }
    }
}
