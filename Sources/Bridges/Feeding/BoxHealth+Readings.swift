import Wire

extension BoxHealth {
    /// Adds how well the latest transponders were read, where there were any.
    mutating func note(_ readings: LatestReadings) {
        guard let average = readings.average else { return }
        self[.passings] = average.passings
        self[.hits] = average.hits
        self[.strength] = average.strength
    }
}
