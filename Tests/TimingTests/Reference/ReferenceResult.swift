import Timing

/// The classification, read off a reference race.
extension ReferenceRace {
    struct Order {
        var cars: [Int]
        var classified: Int
        /// Cars that the stewards have placed.
        var placed: Set<Int> = []
    }

    var hasEnded: Bool { end != nil }

    private var isResult: Bool { chequered != nil || hasEnded }

    /// Whether the car's result can no longer change.
    func isSettled(_ car: Int) -> Bool { hasEnded || cars[car].hasFinished }

    func penalty(_ car: Int) -> Int64 {
        penalties.filter { $0.car == session.entries[car].number }.map(\.added).reduce(automaticTime(car), +)
    }

    func total(_ car: Int) -> Int64 {
        cars[car].elapsed + (isSettled(car) ? penalty(car) : 0)
    }

    /// Laps in the result.
    func resultLaps(_ car: Int) -> Int {
        isSettled(car) ? cars[car].countedLaps - lapsTaken(car) : cars[car].countedLaps
    }

    private func isGone(_ car: Int) -> Bool { isDisqualified(car) }

    func classification() -> Order {
        session.kind == .race ? raceOrder() : bestLapOrder()
    }

    // MARK: A race

    /// The result (R18), from the chequered flag on or when all is over.
    private func raceOrder() -> Order {
        guard isResult else {
            let running = road.filter { !isDisqualified($0) }
            return Order(cars: running + road.filter(isGone).sorted(), classified: running.count)
        }
        let out = road.filter { isDisqualified($0) || isDisqualifiedAutomatically($0) }
        let ranked = byResult(road.filter { !out.contains($0) })
        let winners = ranked.filter { !rulesOut($0) }
        let kept = ranked.filter { isClassified($0, winners: winners) }
        let rest = ranked.filter { !kept.contains($0) }
        var order = placed(kept)
        order.cars += rest + out.sorted()
        return order
    }

    /// By laps; those of a lap that are still to finish it first, as they are on the road, then by total.
    private func byResult(_ road: [Int]) -> [Int] {
        func key(_ car: Int) -> (Int, Int, Int64, Int) {
            isSettled(car)
                ? (-resultLaps(car), 1, total(car), car)
                : (-resultLaps(car), 0, 0, road.firstIndex(of: car) ?? 0)
        }
        return road.sorted { key($0) < key($1) }
    }

    /// Only who took the flag counts, where the rules say so.
    private func rulesOut(_ car: Int) -> Bool {
        session.rules.mustTakeFlag && hasEnded && !cars[car].hasFinished
    }

    private func isClassified(_ car: Int, winners: [Int]) -> Bool {
        if rulesOut(car) || cars[car].countedLaps == 0 { return false }
        let carClass = session.entries[car].carClass
        let winner =
            switch session.rules.classifiedBasis {
            case .overall: winners.first
            case .carClass: winners.first { session.entries[$0].carClass == carClass }
            }
        let needed = session.rules.classifiedPercent * (winner.map { cars[$0].countedLaps - lapsTaken($0) } ?? 0) / 100
        return cars[car].countedLaps - lapsTaken(car) >= needed
    }

    /// The stewards' positions: those cars are taken out, then put where the stewards want them.
    private func placed(_ kept: [Int]) -> Order {
        var positions: [Int: Int] = [:]
        for act in official.decisions {
            guard case .penalty(let number, .position(let position), _) = act.kind,
                let car = session.entries.firstIndex(where: { $0.number == number }), kept.contains(car)
            else { continue }
            positions[car] = position
        }
        var order = kept.filter { positions[$0] == nil }
        for (car, position) in positions.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            order.insert(car, at: min(position - 1, order.count))
        }
        return Order(cars: order, classified: kept.count, placed: Set(positions.keys))
    }

    // MARK: Practice and qualifying

    private func bestLapOrder() -> Order {
        func key(_ car: Int) -> [Int64] {
            let bests = cars[car].bestLaps
            guard let best = bests.first else { return [.max, Int64(car)] }
            let second = bests.count > 1 ? bests[1].time : .max
            return [best.time, cars[car].lapEnds[best.number - 1].at, second, Int64(car)]
        }
        let ranked = cars.indices.sorted { key($0).lexicographicallyPrecedes(key($1)) }
        let kept = ranked.filter { !isDisqualified($0) && !isDisqualifiedAutomatically($0) && cars[$0].best != nil }
        var order = isResult ? placed(kept) : Order(cars: kept, classified: kept.count)
        order.cars += cars.indices.filter { !kept.contains($0) }
        return order
    }
}
