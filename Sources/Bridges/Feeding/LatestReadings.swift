/// How well a box has read its latest transponders, on average.
package struct LatestReadings: Sendable {
    private var readings: [(hits: UInt16, strength: UInt16)] = []
    private var next = 0

    /// A field's worth: an average over more would hide a loop that has just come loose.
    package static let most = 100

    package init() {}

    package mutating func note(hits: UInt16, strength: UInt16) {
        if readings.count < Self.most {
            readings.append((hits, strength))
        } else {
            readings[next] = (hits, strength)
        }
        next = (next + 1) % Self.most
    }

    /// Nil before the first. In whole units, cut.
    package var average: (passings: Int64, hits: Int64, strength: Int64)? {
        guard !readings.isEmpty else { return nil }
        let count = Int64(readings.count)
        let hits = readings.reduce(Int64(0)) { $0 + Int64($1.hits) }
        let strength = readings.reduce(Int64(0)) { $0 + Int64($1.strength) }
        return (count, hits / count, strength / count)
    }
}
