/// The order of the result: the road's order with the stewards' decisions in it (regulations 1.7 to 1.10).
///
/// While the race runs the road decides alone. From the chequered flag on, time penalties re-sort the cars
/// that have finished within their lap count, cars below the rulebook's share of the winner's laps are not
/// classified, and the stewards' positions are applied last.
struct Classification {
    /// All cars, classified ones first.
    private(set) var cars: [Int]
    /// How many of `cars` are classified.
    private(set) var classified: Int

    init(_ race: Race, penalties: Penalties, hasEnded: Bool) {
        let state = race.state
        cars = (0..<state.order.count).map { state.order[$0] }
        classified = cars.count
        guard state.chequeredAt != nil || hasEnded else { return }
        sortByTotal(state, penalties: penalties, hasEnded: hasEnded)
        separateNotClassified(race, hasEnded: hasEnded)
        applyPositions(penalties)
    }

    /// Within one lap count, by time of completing it plus penalties. A car still on its lap keeps its place.
    private mutating func sortByTotal(_ state: RaceState, penalties: Penalties, hasEnded: Bool) {
        func isSettled(_ car: Int) -> Bool { hasEnded || state.cars[car].hasFinished }
        func total(_ car: Int) -> Int64 { state.cars[car].lapBegan + penalties.time[car] }
        for start in cars.indices.dropFirst() {
            var place = start
            while place > 0 {
                let ahead = cars[place - 1]
                let car = cars[place]
                guard isSettled(ahead), isSettled(car), state.cars[ahead].laps == state.cars[car].laps,
                    // In one millisecond the order in which they crossed the Line.
                    (total(ahead), state.cars[ahead].lineTurn) > (total(car), state.cars[car].lineTurn)
                else { break }
                cars.swapAt(place - 1, place)
                place -= 1
            }
        }
    }

    private mutating func separateNotClassified(_ race: Race, hasEnded: Bool) {
        let rules = race.rules
        // The winner is the first of the road's order that counts: overall, or of the class.
        var winnerLaps = [Int32?](repeating: nil, count: race.field.classes.count)
        var overall: Int32?
        for car in cars {
            let state = race.state.cars[car]
            if rules.mustTakeFlag, hasEnded, !state.hasFinished { continue }
            let place = race.field.classOf[car]
            winnerLaps[place] = winnerLaps[place] ?? state.laps
            overall = overall ?? state.laps
        }
        func isClassified(_ car: Int) -> Bool {
            let state = race.state.cars[car]
            guard state.laps > 0 else { return false }
            if rules.mustTakeFlag, hasEnded, !state.hasFinished { return false }
            let winner = rules.classifiedBasis == .overall ? overall : winnerLaps[race.field.classOf[car]]
            return Int(state.laps) >= Int(winner ?? 0) * rules.classifiedPercent / 100
        }
        let kept = cars.filter(isClassified)
        classified = kept.count
        cars = kept + cars.filter { !isClassified($0) }
    }

    private mutating func applyPositions(_ penalties: Penalties) {
        let moved = penalties.positions.filter { cars[..<classified].contains($0.car) }
        cars.removeAll { car in moved.contains { $0.car == car } }
        // In order of position: who has been put in place is not moved again.
        var placed = classified - moved.count
        for (position, car) in moved {
            cars.insert(car, at: min(position - 1, placed))
            placed += 1
        }
    }
}

/// The stewards' penalties as the classification reads them.
struct Penalties {
    /// Milliseconds by car.
    var time: [Int64]
    /// Stewards' positions, in order of position.
    var positions: [(position: Int, car: Int)] = []

    init(count: Int) {
        time = Array(repeating: 0, count: count)
    }
}
