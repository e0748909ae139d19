/// Keeping what was corrected in the rows: what an input changed that is older than what is told (R1.11).
extension Timekeeper {
    /// The latest correction of a car's row; nil where there was none.
    public func correction(of car: CarIndex) -> Correction? { corrections[car.slot] }

    /// Goes on with the corrections that were told. Inputs that were read together tell none of what stood between
    /// them.
    public mutating func goOn(with told: [CarIndex: Correction]) {
        for car in corrections.indices { corrections[car] = told[CarIndex(car)] }
    }

    /// Before all from an instant on is folded again: what stood for so long may be wrong. `told` is when the act was
    /// given that has it folded again.
    mutating func keepShown(_ state: RaceState, from instant: Instant, told: Instant?) {
        let present = max(now, state.folded, told ?? .distantPast)
        guard state.startAt != nil, instant + Tolerances.correctedAfter <= present else { return }
        shown = ShownRows(at: present, standings: standings, cars: state.cars, start: state.startAt)
    }

    /// Needs the standings; leaves the corrections, and marks their rows.
    @inline(__always)
    mutating func settleCorrections() {
        guard shown != nil else { return }
        correct()
    }

    private mutating func correct() {
        guard let before = shown else { return }
        shown = nil
        for car in race.changed.cars {
            let correction = Correction(
                at: before.at, before.standings[car.slot], standings[car.slot],
                Lapping(state: before.cars[car.slot], start: before.start), lapping(of: car))
            guard let correction else { continue }
            corrections[car.slot] = correction
            race.changed.mark(car.slot, .corrected)
        }
    }
}
