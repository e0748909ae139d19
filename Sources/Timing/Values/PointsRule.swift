/// What a race is worth, in hundredths of a point (R36).
public struct PointsRule: Hashable, Sendable {
    /// Points by the length of the race.
    public struct Scale: Hashable, Sendable {
        /// For races that are to last at most so long; nil: for all others.
        public var raceUpTo: Milliseconds?
        /// In hundredths: for the first, the second and so on; none after the last.
        public var hundredths: [Int]

        public init(raceUpTo: Milliseconds? = nil, hundredths: [Int]) {
            self.raceUpTo = raceUpTo
            self.hundredths = hundredths
        }
    }

    /// How the cars of a team (of a manufacturer) score for it.
    public struct Teams: Hashable, Sendable {
        /// Of so many, the best, the points count.
        public var counting: Int
        /// So many at most are the team's; nil: any number.
        public var maxCars: Int?
        /// Cars that do not count take no place: who is behind them moves up.
        public var othersInvisible: Bool

        public init(counting: Int, maxCars: Int? = nil, othersInvisible: Bool = false) {
            self.counting = counting
            self.maxCars = maxCars
            self.othersInvisible = othersInvisible
        }
    }

    /// The first whose `raceUpTo` the race does not exceed holds.
    public var scales: [Scale]
    /// In hundredths, for each of the intermediate classifications of a race; empty: they are worth nothing.
    public var intermediate: [Int] = []
    /// In hundredths, for the first on the grid of each class.
    public var pole = 0
    /// Share of the race's length, in percent, below which half points are given; nil: always all of them.
    public var halfBelow: Int?
    /// Laps that the leader has to have completed for any points to be given.
    public var leastLaps = 0
    /// A driver who drove less in the race scores nothing; nil: all of the crew score.
    public var leastDriving: Milliseconds?
    /// Nil: there is no classification of teams.
    public var teams: Teams?

    public init(scales: [Scale]) {
        self.scales = scales
    }

    /// The points, in hundredths, of a race that is to last so long; nil: it ends by laps or flag alone.
    public func scale(ofRaceOf duration: Milliseconds?) -> [Int] {
        scales.first { $0.raceUpTo.map { limit in duration.map { $0 <= limit } ?? false } ?? true }?.hundredths ?? []
    }
}
