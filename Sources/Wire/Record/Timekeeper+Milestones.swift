public import Timing

/// What a milestone says of the core's state that does not follow from its inputs read together.
extension Timekeeper {
    /// The latest correction of each car that has had one, in the order of the entry list.
    public var latestCorrections: [Milestone.Corrected] {
        session.entries.enumerated().compactMap { place, entry in
            correction(of: CarIndex(place)).map { Milestone.Corrected(number: entry.number, correction: $0) }
        }
    }

    /// Goes on with a milestone's corrections. A car that the entry list does not have is passed over: the seal differs
    /// then.
    public mutating func goOn(with all: [Milestone.Corrected]) {
        var told: [CarIndex: Correction] = [:]
        for corrected in all {
            if let car = car(corrected.number) { told[car] = corrected.correction }
        }
        goOn(with: told)
    }
}
