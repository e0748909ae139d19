/// The order of the result: the road's order with the stewards' decisions in it (R18).
///
/// While the race runs the road decides alone. From the chequered flag on, time penalties re-sort the cars
/// that have finished within their lap count, cars below the rulebook's share of the winner's laps are not
/// classified, and the stewards' positions are applied last.
struct Classification: Equatable {
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
        cars = race.state.order.cars.map { Int($0) }
        classified = cars.count { !race.state.cars[$0].isDisqualified }
        guard isResult else { return }
        classified = cars.count
        sortByTotal(race, penalties: penalties, hasEnded: hasEnded)
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
    private mutating func sortByTotal(_ race: borrowing Race, penalties: Penalties, hasEnded: Bool) {
        var totals: [(lapsBehind: Int, isIn: Int, at: Instant, place: Int, car: Int)] = []
        totals.reserveCapacity(cars.count)
        for (rank, car) in cars.enumerated() {
            let laps = -Int(race.state.cars[car].laps)
            let isIn = hasEnded || race.state.cars[car].hasFinished
            totals.append(
                isIn
                    ? (laps + penalties.laps[car], 1, race.state.cars[car].lapBegan + penalties.time[car], car, car)
                    : (laps, 0, .distantPast, rank, car))
        }
        totals.sort { ($0.lapsBehind, $0.isIn, $0.at, $0.place) < ($1.lapsBehind, $1.isIn, $1.at, $1.place) }
        for (place, total) in totals.enumerated() { cars[place] = total.car }
    }

    private mutating func separateNotClassified(_ race: borrowing Race, penalties: Penalties, hasEnded: Bool) {
        let rules = race.rules
        // The winner is the first of the road's order that counts: overall, or of the class.
        func laps(_ car: Int) -> Int { Int(race.state.cars[car].laps) - penalties.laps[car] }
        var winnerLaps = [Int?](repeating: nil, count: race.field.classes.count)
        var overall: Int?
        for car in cars {
            if penalties.isGone(car) { continue }
            if rules.mustTakeFlag, hasEnded, !race.state.cars[car].hasFinished { continue }
            let place = race.field.classOf[car]
            winnerLaps[place] = winnerLaps[place] ?? laps(car)
            overall = overall ?? laps(car)
        }
        func isClassified(_ car: Int) -> Bool {
            guard race.state.cars[car].laps > 0, !penalties.isGone(car) else { return false }
            if rules.mustTakeFlag, hasEnded, !race.state.cars[car].hasFinished { return false }
            let winner = rules.classifiedBasis == .overall ? overall : winnerLaps[race.field.classOf[car]]
            return laps(car) >= (winner ?? 0) * rules.classifiedPercent / 100
        }
        var (kept, others, gone): ([Int], [Int], [Int]) = ([], [], [])
        kept.reserveCapacity(cars.count)
        for car in cars {
            if isClassified(car) {
                kept.append(car)
            } else if penalties.isGone(car) {
                gone.append(car)
            } else {
                others.append(car)
            }
        }
        classified = kept.count
        cars = kept + others + gone.sorted()
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
