extension Race {
    /// The passage was read by a second transponder of the car.
    mutating func noteSecondTransponder(_ crossing: Crossing, car: Int, slot: Int) {
        let first = state.seen[slot].transponder
        guard first != 0, first != crossing.transponder.value, let seen = state.seen[slot].at.instant else { return }
        let later = crossing.at - seen
        guard later >= Tolerances.leastDistance,
            state.distances[car].read(crossing.transponder.value, after: first, later: later)
        else {
            return
        }
        doubt(.transponderOffset, crossing, car: car, detail: later.count)
    }
}
