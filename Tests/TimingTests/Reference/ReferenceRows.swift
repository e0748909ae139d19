import Timing

/// What the publication says, read off a reference race.
extension ReferenceRace {
    var picture: Picture {
        let order = classification()
        return Picture(
            now: official.now.milliseconds, race: race, flags: flags, penalties: penalties, deadLoops: deadLoops,
            unknown: official.unknown, doubts: doubts.sorted { $0.name < $1.name },
            rows: order.cars.map { row($0, in: order) })
    }

    private var race: Picture.Race {
        Picture.Race(
            phase: phase, flag: shown.last?.flag, result: result, start: start, clockStart: clockStart,
            duration: duration, chequered: chequered.map { $0 + (start ?? 0) }, end: end,
            best: best(of: cars.indices.map { $0 }),
            classBests: classes.compactMap { name in
                best(of: cars.indices.filter { session.entries[$0].carClass == name })
                    .map { Picture.ClassBest(carClass: name, best: $0) }
            })
    }

    /// Classes in order of the entry list.
    private var classes: [String] {
        session.entries.map(\.carClass).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The best lap of these cars; of equal ones that which was completed first.
    private func best(of members: [Int]) -> Picture.Best? {
        let bests = members.compactMap { car -> (time: Int64, turn: Int, best: Picture.Best)? in
            guard !isDisqualified(car), let best = cars[car].best else { return nil }
            let turn = cars[car].lapEnds[best.number - 1].turn
            let number = session.entries[car].number
            return (best.time, turn, Picture.Best(car: number, lap: best.number, ms: best.time))
        }
        return bests.min { ($0.time, $0.turn) < ($1.time, $1.turn) }?.best
    }

    // MARK: Rows

    private func row(_ car: Int, in order: Order) -> Row {
        let entry = session.entries[car]
        let classmates = order.cars.filter { session.entries[$0].carClass == entry.carClass }
        let rank = order.cars.firstIndex(of: car) ?? 0
        let classRank = classmates.firstIndex(of: car) ?? 0
        let isClassified = rank < order.classified
        let isResult = chequered != nil || hasEnded || session.kind != .race
        let isThere = !isDisqualified(car) && !(isResult && isDisqualifiedAutomatically(car))
        func apart(_ ahead: Int?) -> Apart {
            if !isThere { return .unknown }
            return ahead.map { self.apart(car, $0) } ?? .nothing
        }
        let place = Row.Place(
            position: isClassified ? position(car, among: order.cars, order) : nil,
            classPosition: isClassified ? position(car, among: classmates, order) : nil,
            gap: apart(rank == 0 ? nil : order.cars[0]),
            interval: apart(rank == 0 ? nil : order.cars[rank - 1]),
            classGap: apart(classRank == 0 ? nil : classmates[0]),
            classInterval: apart(classRank == 0 ? nil : classmates[classRank - 1]),
            status: status(car, isClassified: isClassified), total: cars[car].countedLaps == 0 ? nil : total(car),
            penalty: penalty(car), penaltyLaps: lapsTaken(car),
            isGapNow: !isThere || isGapNow(car, behind: rank == 0 ? nil : order.cars[rank - 1]))
        return Row(
            number: entry.number, place: place, laps: laps(car), stops: cars[car].stays.map(\.visit),
            since: start == nil ? Row.Since() : ReferenceJudge(self, car).since)
    }

    private func laps(_ car: Int) -> Row.Laps {
        let record = cars[car]
        return Row.Laps(
            laps: record.countedLaps, last: record.lapTimes.prefix(record.countedLaps).last, best: record.best?.time,
            bestNumber: record.best?.number, sectors: record.sectors.map { $0?.time == 0 ? nil : $0?.time },
            bestSectors: record.bestSectors, lastLoop: record.lastLoop, lastSeen: record.lastSeen,
            driver: record.driver,
            isTotalEstimated: record.lapEnds.prefix(record.countedLaps).last?.isProvisional ?? false,
            isLastEstimated: record.countedLaps > 0 && record.isEstimated(lap: record.countedLaps),
            estimatedSectors: record.sectors.indices.filter { record.sectors[$0]?.isEstimated ?? false })
    }

    /// From 1. Of a dead heat all have the first one's.
    private func position(_ car: Int, among members: [Int], _ order: Order) -> Int {
        var rank = members.firstIndex(of: car) ?? 0
        while rank > 0, isDeadHeat(members[rank], members[rank - 1], order) { rank -= 1 }
        return rank + 1
    }

    /// Two cars that nobody has placed, of one total on one lap.
    private func isDeadHeat(_ car: Int, _ other: Int, _ order: Order) -> Bool {
        session.kind == .race && isSettled(car) && isSettled(other)
            && !order.placed.contains(car) && !order.placed.contains(other)
            && resultLaps(car) == resultLaps(other) && total(car) == total(other)
    }

    func status(_ car: Int, isClassified: Bool) -> CarStatus {
        if isDisqualified(car) || isDisqualifiedAutomatically(car) { return .disqualified }
        return statusOfRace(car, isClassified: isClassified)
    }

    /// Disqualified or not.
    func statusOfRace(_ car: Int, isClassified: Bool) -> CarStatus {
        let record = cars[car]
        if hasEnded {
            if !record.isSeen { return .notStarted }
            if session.kind != .race { return .finished }
            if !isClassified { return .notClassified }
            return record.hasFinished ? .finished : .retired
        }
        if record.hasFinished { return .finished }
        if record.isRetired { return .retired }
        if !record.isSeen { return .notStarted }
        if record.isInPit { return .inPit }
        if isStopped(car, at: official.now.milliseconds - (start ?? 0)) { return .stopped }
        return record.outLapSince == nil ? .onTrack : .outLap
    }

    /// It has been in the pit lane since its last point, does not come to the next, was passed since, or is out.
    private func isGapNow(_ car: Int, behind ahead: Int?) -> Bool {
        let record = cars[car]
        if session.kind != .race || hasEnded || record.hasFinished { return true }
        let isOverdue = record.isSeen && isStopped(car, at: official.now.milliseconds - (start ?? 0))
        let isPassed = chequered == nil && ahead.map { wasBehind($0, record) } ?? false
        return !record.isRetired && !record.isInPit && record.freshExit == nil && !isOverdue && !isPassed
    }

    /// The other came to the car's last point after it, and has come to a later one.
    private func wasBehind(_ other: Int, _ record: ReferenceCar) -> Bool {
        guard record.point > 0, cars[other].point > record.point, let here = record.passages[record.point],
            let there = cars[other].passages[record.point], !here.isProvisional, !there.isProvisional
        else { return false }
        return there.at > here.at
    }

    // MARK: Distances

    private func apart(_ car: Int, _ ahead: Int) -> Apart {
        if isDisqualified(ahead) { return .unknown }
        if session.kind != .race { return apartInBestLaps(car, ahead) }
        guard isSettled(car), isSettled(ahead) else { return apartOnTheRoad(car, ahead) }
        let (own, other) = (resultLaps(car), resultLaps(ahead))
        if other > own { return Apart(ms: nil, laps: other - own) }
        guard other == own, cars[car].countedLaps > 0, total(car) >= total(ahead) else { return .unknown }
        return Apart(ms: total(car) - total(ahead), laps: 0)
    }

    private func apartInBestLaps(_ car: Int, _ ahead: Int) -> Apart {
        guard let own = cars[car].best?.time, let other = cars[ahead].best?.time, own >= other
        else { return .unknown }
        return Apart(ms: own - other, laps: 0)
    }

    private func apartOnTheRoad(_ car: Int, _ ahead: Int) -> Apart {
        let (own, other) = (cars[car], cars[ahead])
        let laps = max(lapsAtLastPoint(own, other), lapsSince(own, other))
        if laps > 0 { return Apart(ms: nil, laps: laps) }
        // The last point at which both were really seen.
        let common = own.passages.filter { !$0.value.isProvisional && other.passages[$0.key]?.isProvisional == false }
            .keys.max()
        guard let common, let here = own.passages[common]?.at, let there = other.passages[common]?.at, here >= there
        else { return .unknown }
        return Apart(ms: here - there, laps: 0)
    }

    /// Whole laps by which the other was ahead when this car was at its last point.
    private func lapsAtLastPoint(_ own: ReferenceCar, _ other: ReferenceCar) -> Int {
        guard own.point > 0, let then = own.passages[own.point]?.at else { return 0 }
        let reached = other.passages.filter { $0.value.at <= then }.keys.max() ?? 0
        return max(0, (reached - own.point) / sectorCount)
    }

    /// How often the other has gone by where this car should be next, a lap on and more.
    private func lapsSince(_ own: ReferenceCar, _ other: ReferenceCar) -> Int {
        let ahead = other.point - (own.point + 1)
        return ahead > 0 ? ahead / sectorCount : 0
    }
}
