/// Success penalties: what the first of each class in a race have to stand longer at their last mandatory stop of the
/// next race, once (R35).
public struct SuccessRule: Hashable, Sendable {
    /// The times, by the length of the race in which they are served.
    public struct Band: Hashable, Sendable {
        /// For races that are to last at most so long; nil: for all others.
        public var raceUpTo: Milliseconds?
        /// For the first of the class, the second and so on; none after the last.
        public var times: [Milliseconds]

        public init(raceUpTo: Milliseconds? = nil, times: [Milliseconds]) {
            self.raceUpTo = raceUpTo
            self.times = times
        }
    }

    /// What becomes of the penalty of a car that is not in the next race.
    public enum Absent: String, CaseIterable, Sendable {
        case lapse
        /// It waits for the car's next race.
        case keep
    }

    /// The first whose `raceUpTo` the race does not exceed holds.
    public var bands: [Band]
    /// What becomes of the penalty of a car that is not there.
    public var absent: Absent

    public init(bands: [Band], absent: Absent = .lapse) {
        self.bands = bands
        self.absent = absent
    }

    /// The times that are served in a race that is to last so long; nil: it ends by laps or flag alone.
    public func times(inRaceOf duration: Milliseconds?) -> [Milliseconds] {
        bands.first { $0.raceUpTo.map { limit in duration.map { $0 <= limit } ?? false } ?? true }?.times ?? []
    }
}
