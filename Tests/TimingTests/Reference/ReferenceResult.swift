import Timing

/// The classification and its distances, read off a reference race.
extension ReferenceRace {
    var picture: Picture {
        let order = classification()
        return Picture(
            now: official.now.milliseconds, race: race, unknown: official.unknown,
            rows: order.cars.map { row($0, in: order) })
    }

    struct Order {
        var cars: [Int]
        var classified: Int
    }

    private var hasEnded: Bool { end != nil }

    /// Whether the car's result can no longer change.
    private func isSettled(_ car: Int) -> Bool { hasEnded || cars[car].hasFinished }

    private func penalty(_ car: Int) -> Int64 {
        official.penalties.reduce(0) { sum, act in
            guard case .penalty(session.entries[car].number, .time(let time), _) = act.kind else { return sum }
            return sum + time.count
        }
    }

    private func total(_ car: Int) -> Int64 {
        cars[car].elapsed + (isSettled(car) ? penalty(car) : 0)
    }

    // MARK: Order

    /// Regulations 1.7 to 1.10, from the chequered flag on or when all is over.
    private func classification() -> Order {
        guard chequered != nil || hasEnded else { return Order(cars: road, classified: cars.count) }
        let ranked = byTotal(road)
        let winners = ranked.filter { !rulesOut($0) }
        let kept = ranked.filter { isClassified($0, winners: winners) }
        let rest = ranked.filter { !kept.contains($0) }
        return Order(cars: placed(kept) + rest, classified: kept.count)
    }

    /// Settled cars of one lap count by total; of equal totals the first that crossed the Line.
    private func byTotal(_ road: [Int]) -> [Int] {
        var order: [Int] = []
        var remaining = road[...]
        while let first = remaining.first {
            let group = remaining.prefix { isSettled($0) && cars[$0].laps == cars[first].laps }
            guard !group.isEmpty else {
                order.append(first)
                remaining = remaining.dropFirst()
                continue
            }
            func turn(_ car: Int) -> Int { cars[car].lapEnds.last?.turn ?? road.firstIndex(of: car) ?? 0 }
            order += group.sorted { (total($0), turn($0)) < (total($1), turn($1)) }
            remaining = remaining.dropFirst(group.count)
        }
        return order
    }

    /// Only who took the flag counts, where the rules say so.
    private func rulesOut(_ car: Int) -> Bool {
        session.rules.mustTakeFlag && hasEnded && !cars[car].hasFinished
    }

    private func isClassified(_ car: Int, winners: [Int]) -> Bool {
        if rulesOut(car) || cars[car].laps == 0 { return false }
        let carClass = session.entries[car].carClass
        let winner =
            switch session.rules.classifiedBasis {
            case .overall: winners.first
            case .carClass: winners.first { session.entries[$0].carClass == carClass }
            }
        let needed = session.rules.classifiedPercent * (winner.map { cars[$0].laps } ?? 0) / 100
        return cars[car].laps >= needed
    }

    /// The stewards' positions: those cars are taken out, then put where the stewards want them.
    private func placed(_ kept: [Int]) -> [Int] {
        var positions: [Int: Int] = [:]
        for act in official.penalties {
            guard case .penalty(let number, .position(let position), _) = act.kind,
                let car = session.entries.firstIndex(where: { $0.number == number }), kept.contains(car)
            else { continue }
            positions[car] = position
        }
        var order = kept.filter { positions[$0] == nil }
        for (car, position) in positions.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            order.insert(car, at: min(position - 1, order.count))
        }
        return order
    }

    // MARK: Rows

    private func row(_ car: Int, in order: Order) -> Row {
        let entry = session.entries[car]
        let classmates = order.cars.filter { session.entries[$0].carClass == entry.carClass }
        let rank = order.cars.firstIndex(of: car) ?? 0
        let classRank = classmates.firstIndex(of: car) ?? 0
        let isClassified = rank < order.classified
        let record = cars[car]
        let place = Row.Place(
            position: isClassified ? rank + 1 : nil, classPosition: isClassified ? classRank + 1 : nil,
            gap: rank == 0 ? .nothing : apart(car, order.cars[0]),
            interval: rank == 0 ? .nothing : apart(car, order.cars[rank - 1]),
            classGap: classRank == 0 ? .nothing : apart(car, classmates[0]),
            classInterval: classRank == 0 ? .nothing : apart(car, classmates[classRank - 1]),
            status: status(car, isClassified: isClassified),
            total: record.laps == 0 ? nil : total(car), penalty: penalty(car))
        let laps = Row.Laps(
            laps: record.laps, last: record.lapTimes.last, best: record.best?.time,
            bestNumber: record.best?.number, sectors: record.sectors, bestSectors: record.bestSectors,
            lastLoop: record.lastLoop, lastSeen: record.lastSeen, driver: record.driver)
        return Row(number: entry.number, place: place, laps: laps, stops: record.stays.map(\.visit))
    }

    private func status(_ car: Int, isClassified: Bool) -> CarStatus {
        let record = cars[car]
        if hasEnded {
            if !record.isSeen { return .notStarted }
            if !isClassified { return .notClassified }
            return record.hasFinished ? .finished : .retired
        }
        if record.hasFinished { return .finished }
        if record.isInPit { return .inPit }
        return record.isSeen ? .onTrack : .notStarted
    }

    // MARK: Distances

    private func apart(_ car: Int, _ ahead: Int) -> Apart {
        guard isSettled(car), isSettled(ahead) else { return apartOnTheRoad(car, ahead) }
        let (own, other) = (cars[car], cars[ahead])
        if other.laps > own.laps { return Apart(ms: nil, laps: other.laps - own.laps) }
        guard other.laps == own.laps, own.laps > 0, total(car) >= total(ahead) else { return .unknown }
        return Apart(ms: total(car) - total(ahead), laps: 0)
    }

    private func apartOnTheRoad(_ car: Int, _ ahead: Int) -> Apart {
        let (own, other) = (cars[car], cars[ahead])
        let laps = max(lapsAtLastPoint(own, other), lapsSince(own, other))
        if laps > 0 { return Apart(ms: nil, laps: laps) }
        // The last point at which both were seen.
        let common = own.passages.keys.filter { other.passages[$0] != nil }.max()
        guard let common, let here = own.passages[common], let there = other.passages[common], here >= there
        else { return .unknown }
        return Apart(ms: here - there, laps: 0)
    }

    /// Whole laps by which the other was ahead when this car was at its last point.
    private func lapsAtLastPoint(_ own: ReferenceCar, _ other: ReferenceCar) -> Int {
        guard own.point > 0, let then = own.passages[own.point] else { return 0 }
        let reached = other.passages.filter { $0.value <= then }.keys.max() ?? 0
        return max(0, (reached - own.point) / sectorCount)
    }

    /// How often the other has gone by where this car should be next, a lap on and more.
    private func lapsSince(_ own: ReferenceCar, _ other: ReferenceCar) -> Int {
        let ahead = other.point - (own.point + 1)
        return ahead > 0 ? ahead / sectorCount : 0
    }
}
