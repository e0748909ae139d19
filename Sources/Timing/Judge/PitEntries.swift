/// When a car will come by the pit entry, by the latest times of its sectors (R24.16).
struct PitEntries {
    /// On its present lap.
    let first: Instant
    /// From one to the next.
    let lap: Milliseconds

    /// How many are told: with more than these before a deadline the car has time.
    static let most = 3

    /// The entry after so many others.
    @inline(__always)
    func entry(_ place: Int) -> Instant { first + place * lap }

    /// Whether so many lie before a deadline.
    @inline(__always)
    func isCount(_ count: Int, before deadline: Instant) -> Bool {
        entry(count) >= deadline && (count == 0 || entry(count - 1) < deadline)
    }

    /// How many lie before a deadline; nil: more than are told.
    func count(before deadline: Instant) -> Int? {
        (0...Self.most).first { entry($0) >= deadline }
    }
}

extension Race {
    /// The coming pit entries of a car; nil while there is a sector without a time.
    @inline(__always)
    func pitEntries(_ car: Int) -> PitEntries? {
        guard let lap = state.paces.expectedLap(car, carClass: field.classOf[car]) else { return nil }
        return PitEntries(first: state.cars[car].lapBegan + lap - state.paces.pitEntryToLine, lap: lap)
    }
}
