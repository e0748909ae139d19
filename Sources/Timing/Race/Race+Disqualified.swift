/// A car that is disqualified is not there: no place, no leader, no flag, no best lap (R20).
extension Race {
    mutating func disqualify(_ car: Int, at: Instant) {
        guard !state.cars[car].isDisqualified else { return }
        state.leaderLapsAtLeast = leaderLaps
        state.cars[car].disqualifiedAt = LastTime(at)
        let cars = state.cars
        state.order.drop(car) { cars[$0].isDisqualified }
        state.classOrders[field.classOf[car]].drop(car) { cars[$0].isDisqualified }
        findBestLaps()
        changed.markAll(.standing)
        anew[.race] = true
        anew[.best] = true
        measuredAnew = .all
    }

    /// The best lap of the race and of each class, of cars that are there; of equal ones the first.
    mutating func findBestLaps() {
        func best(_ members: some Sequence<Int>) -> BestLap? {
            func key(_ car: Int) -> (Milliseconds, Int32) {
                (state.cars[car].bestLap.length, state.cars[car].bestTurn)
            }
            let timed = members.filter { !state.cars[$0].isDisqualified && state.cars[$0].bestLap.isKnown }
            let first = timed.min { key($0) < key($1) }
            return first.map { car in
                BestLap(
                    car: CarIndex(car), lap: Int(state.cars[car].bestLapNumber),
                    time: state.cars[car].bestLap.length)
            }
        }
        state.bestLap = best(state.cars.indices)
        anew[.race] = true
        anew[.best] = true
        state.classBestLaps = field.classes.map { best($0.members) }
    }
}
