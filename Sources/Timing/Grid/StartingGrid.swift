/// The order in which the cars of a race start, and why.
public struct StartingGrid: Hashable, Sendable {
    /// A car's place.
    public struct Place: Hashable, Sendable {
        /// Who stands there.
        public let car: CarNumber
        /// What put the car there, before penalties.
        public let merit: Merit
        /// What then moved it back, in the order in which it did.
        public fileprivate(set) var penalties: [GridPenalty] = []
    }

    /// What a car's place is due to.
    public indirect enum Merit: Hashable, Sendable {
        /// The best lap of one session; nil without one.
        case lap(Milliseconds?)
        /// The best laps of several sessions, in the rule's order; nil for a session without one.
        case laps([Milliseconds?])
        /// The best lap of the super pole, or nil without one; and what had brought the car there.
        case superPole(Milliseconds?, after: Merit)
        /// The position in a race; nil when not classified.
        case position(Int?)
        /// The points for these positions in qualifying races; nil where it was not classified.
        case points(Int, positions: [Int?])
        /// The car is in none of the results: it starts behind those that are, in order of the entry list.
        case absence
    }

    /// From pole to the back; every entry once.
    public private(set) var places: [Place]

    /// Penalties are applied in their order: a car moves back, those it passes move up, and what comes after finds
    /// them there. Two for one car add up; nobody goes further back than last.
    public init(
        _ rule: GridRule, entries: [CarNumber], results: [String: SessionResult], penalties: [GridPenalty] = []
    ) {
        places = Merits(entries: entries, results: results).order(by: rule).map { Place(car: $0.car, merit: $0.merit) }
        for penalty in penalties { apply(penalty) }
    }

    private mutating func apply(_ penalty: GridPenalty) {
        guard let from = places.firstIndex(where: { $0.car == penalty.car }) else { return }
        var place = places.remove(at: from)
        place.penalties.append(penalty)
        places.insert(place, at: from + min(max(penalty.places, 0), places.count - from))
    }
}

extension StartingGrid.Merit {
    /// The exact sum of the laps that there are, and how many are missing. Sums are compared, never averages.
    public static func sum(_ laps: [Milliseconds?]) -> (total: Milliseconds, missing: Int) {
        let times = laps.compactMap(\.self)
        return (times.reduce(.zero, +), laps.count - times.count)
    }

    /// The average of the laps that there are, cut to milliseconds: to be shown, not to be compared. Nil without a lap.
    public static func average(_ laps: [Milliseconds?]) -> Milliseconds? {
        let times = laps.compactMap(\.self)
        guard !times.isEmpty else { return nil }
        return Milliseconds(times.reduce(.zero, +).count / Int64(times.count))
    }
}
