/// The last chance: on the lap after the present one the car would come to the pit entry too late (docs/protocol.md,
/// section 7).
extension Judge {
    /// Open, or the last chance: there is no next lap to come in by before the deadline.
    mutating func openOrLast(before deadline: Instant?) -> Verdict.State {
        guard let deadline else { return .open }
        let isLast = record.isOnTrack && record.nextEntry.map { $0 >= deadline } ?? false
        watch(deadline, isLast: isLast)
        return isLast ? .lastChance : .open
    }
}

extension Race {
    /// When the car would be at the pit entry on the lap after the present one, by the latest times of its sectors; nil
    /// while there is a sector without one.
    @inline(__always)
    func nextEntry(_ car: Int) -> Instant? {
        guard let lap = state.paces.expectedLap(car, carClass: field.classOf[car]) else { return nil }
        return state.cars[car].lapBegan + 2 * lap - state.paces.pitEntryToLine
    }
}
