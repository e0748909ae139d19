/// Keeping the stints: read again where a car's visits or its driver have changed.
extension Timekeeper {
    /// Since when the car is out, and since when its driver is at the wheel.
    public func stint(of car: CarIndex) -> Stint { stints[car.slot].stint }

    /// Needs the fold; leaves the stints, and marks the rows that differ.
    @inline(__always)
    mutating func settleStints(_ effect: Effect, _ before: Settled, isAct: Bool) {
        // Which visits served a penalty may be another question after these.
        if isAct || effect.isCorrection || race.anew[.orders] || settled.phase != before.phase {
            for car in stints.indices { readStint(car) }
            return
        }
        for place in race.changed.cars.indices {
            let car = race.changed.cars[place].slot
            if isOnAnotherStint(car) { readStint(car) }
        }
    }

    @inline(__always)
    private func isOnAnotherStint(_ car: Int) -> Bool {
        race.changed.parts[car].contains(.stops) || stints[car].driver != race.state.cars[car].driver
            || stints[car].wasSeen != race.state.cars[car].wasSeen
    }

    private mutating func readStint(_ car: Int) {
        let stint = race.stint(of: car)
        if stint != stints[car].stint { race.changed.mark(car, .stint) }
        stints[car] = KeptStint(
            stint: stint, driver: race.state.cars[car].driver, wasSeen: race.state.cars[car].wasSeen)
    }
}
