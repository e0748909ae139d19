/// A car that is disqualified is not there: no place, no leader, no flag, no best lap (R20).
extension Race {
    mutating func disqualify(_ car: Int, at: Int64) {
        guard !state.cars[car].isDisqualified else { return }
        state.leaderLapsAtLeast = leaderLaps
        state.cars[car].disqualifiedAt = at
        let cars = state.cars
        state.order.drop(car) { cars[$0].isDisqualified }
        state.classOrders[field.classOf[car]].drop(car) { cars[$0].isDisqualified }
        findBestLaps()
        changed.markAll(.standing)
        raceChanged = true
        bestChanged = true
        isOverdueAnew = true
    }

    /// The best lap of the race and of each class, of cars that are there; of equal ones the first.
    mutating func findBestLaps() {
        func best(_ members: some Sequence<Int>) -> BestLap? {
            let timed = members.filter { !state.cars[$0].isDisqualified && state.cars[$0].bestLap > 0 }
            let first = timed.min {
                (state.cars[$0].bestLap, state.cars[$0].bestTurn) < (state.cars[$1].bestLap, state.cars[$1].bestTurn)
            }
            return first.map { car in
                BestLap(
                    car: CarIndex(car), lap: Int(state.cars[car].bestLapNumber),
                    time: Milliseconds(Int64(state.cars[car].bestLap)))
            }
        }
        state.bestLap = best(state.cars.indices)
        raceChanged = true
        bestChanged = true
        state.classBestLaps = field.classes.map { best($0.members) }
    }
}
