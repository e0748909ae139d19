/// A transponder that has crossed the loop of an OpenStint box.
package struct OpenStintPassing: Hashable, Sendable {
    /// Whose protocol the transponder speaks. Both kinds are numbers of one space in the feed.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case openStint = "OPN"
        case amb = "AMB"
    }

    /// Milliseconds since the box began, or of UTC where it runs with `-t`.
    package let time: Int64
    package let kind: Kind
    package let transponder: UInt32
    /// Decibels below the most that the radio takes; infinitely many where the box has no reading.
    package let rssi: Double
    package let hits: UInt32

    package init(time: Int64, kind: Kind, transponder: UInt32, rssi: Double, hits: UInt32) {
        (self.time, self.kind, self.transponder, self.rssi, self.hits) = (time, kind, transponder, rssi, hits)
    }

    /// As a feed tells it: tenths of a decibel above −100.
    var strength: UInt16 { UInt16(max(0, min(65_535, ((rssi + 100) * 10).rounded()))) }
}
