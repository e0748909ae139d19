/// A loop's minimum: a second reading of a car within it is the same passage (R3).
extension Race {
    @inline(__always)
    mutating func isAgain(_ crossing: Crossing, car: Int, slot: Int, _ loop: Track.Detection) -> Bool {
        guard state.seen[slot].at.isWithin(loop.minimum, before: crossing.at) else { return false }
        noteSecondReading(crossing, car: car, slot: slot)
        return true
    }
}
