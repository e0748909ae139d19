/// The order of the result: the road's order with the stewards' decisions in it (R18).
///
/// While the race runs the road decides alone. From the chequered flag on, time penalties re-sort the cars
/// that have finished within their lap count, cars below the rulebook's share of the winner's laps are not
/// classified, and the stewards' positions are applied last.
struct Classification {
    /// All cars, classified ones first.
    private(set) var cars: [Int]
    /// How many of `cars` are classified.
    private(set) var classified: Int

    /// Cars that the stewards have put in place.
    private(set) var placed: Set<Int> = []

    /// `isResult`: the chequered flag has fallen, or all is over.
    init(_ race: borrowing Race, penalties: Penalties, isResult: Bool, hasEnded: Bool) {
        if race.kind == .race {
            self.init(onTheRoad: race, penalties: penalties, isResult: isResult, hasEnded: hasEnded)
        } else {
            self.init(byBestLapOf: race, penalties: penalties, isResult: isResult)
        }
        assert(cars.sorted() == Array(0..<race.field.count), "every car is classified once, or once not")
        assert((0...cars.count).contains(classified))
    }

    private init(onTheRoad race: borrowing Race, penalties: Penalties, isResult: Bool, hasEnded: Bool) {
        let state = race.state
        cars = (0..<state.order.count).map { state.order[$0] }
        classified = cars.count { !state.cars[$0].isDisqualified }
        guard isResult else { return }
        classified = cars.count
        sortByTotal(state, penalties: penalties, hasEnded: hasEnded)
        separateNotClassified(race, penalties: penalties, hasEnded: hasEnded)
        applyPositions(penalties)
    }

    /// Practice and qualifying: the best lap, then who set it first, then the second-best (R19.2).
    private init(byBestLapOf race: borrowing Race, penalties: Penalties, isResult: Bool) {
        func key(_ car: Int) -> (Milliseconds, Instant, Int, Milliseconds, Int) {
            let state = race.state.cars[car]
            let second = state.secondBest
            return (state.bestLap.length, state.bestSet, second.isKnown ? 0 : 1, second.length, car)
        }
        func isPlaced(_ car: Int) -> Bool {
            race.state.cars[car].bestLap.isKnown && !penalties.isGone(car)
        }
        let timed = race.state.cars.indices.filter(isPlaced).sorted { key($0) < key($1) }
        cars = timed + race.state.cars.indices.filter { !isPlaced($0) }
        classified = timed.count
        if isResult { applyPositions(penalties) }
    }

    /// By (laps − laps taken off), then by (time of completing the last lap + penalties). A car still on its lap is
    /// ahead of those that have finished with as many.
    private mutating func sortByTotal(_ state: RaceState, penalties: Penalties, hasEnded: Bool) {
        func key(_ car: Int) -> (Int, Int, Instant, Int) {
            let laps = -Int(state.cars[car].laps)
            guard hasEnded || state.cars[car].hasFinished else {
                return (laps, 0, .distantPast, state.order.rank(of: car))
            }
            return (laps + penalties.laps[car], 1, state.cars[car].lapBegan + penalties.time[car], car)
        }
        cars.sort { key($0) < key($1) }
    }

    private mutating func separateNotClassified(_ race: borrowing Race, penalties: Penalties, hasEnded: Bool) {
        let rules = race.rules
        // The winner is the first of the road's order that counts: overall, or of the class.
        func laps(_ car: Int) -> Int { Int(race.state.cars[car].laps) - penalties.laps[car] }
        var winnerLaps = [Int?](repeating: nil, count: race.field.classes.count)
        var overall: Int?
        for car in cars {
            let state = race.state.cars[car]
            if penalties.isGone(car) || rules.mustTakeFlag && hasEnded && !state.hasFinished { continue }
            let place = race.field.classOf[car]
            winnerLaps[place] = winnerLaps[place] ?? laps(car)
            overall = overall ?? laps(car)
        }
        func isClassified(_ car: Int) -> Bool {
            let state = race.state.cars[car]
            guard state.laps > 0, !penalties.isGone(car) else { return false }
            if rules.mustTakeFlag, hasEnded, !state.hasFinished { return false }
            let winner = rules.classifiedBasis == .overall ? overall : winnerLaps[race.field.classOf[car]]
            return laps(car) >= (winner ?? 0) * rules.classifiedPercent / 100
        }
        let kept = cars.filter(isClassified)
        let others = cars.filter { !isClassified($0) }
        classified = kept.count
        cars =
            kept + others.filter { !penalties.isGone($0) }
            + others.filter { penalties.isGone($0) }.sorted()
    }

    private mutating func applyPositions(_ penalties: Penalties) {
        let moved = penalties.positions.filter { cars[..<classified].contains($0.car) }
        cars.removeAll { car in moved.contains { $0.car == car } }
        placed = Set(moved.map(\.car))
        // In order of position: who has been put in place is not moved again.
        var count = classified - moved.count
        for (position, car) in moved {
            cars.insert(car, at: min(position - 1, count))
            count += 1
        }
    }
}
