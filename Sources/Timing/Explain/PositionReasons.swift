/// A place in the classification.
public struct PositionReasons: Hashable, Sendable {
    /// What decides places now.
    public enum Basis: String, CaseIterable, Sendable {
        /// The race runs: the last loop of the last lap passed, then the instant.
        case road
        /// The chequered flag is out, or all is over: laps, then totals, and what the stewards decided.
        case result
        /// Practice and qualifying.
        case bestLap
    }

    /// Why the car is not classified.
    public enum NotClassified: Hashable, Sendable {
        /// It has completed no lap; in practice and qualifying it has no lap time.
        case noLap
        /// By the act of this name.
        case disqualified(act: String)
        /// Its entry is withdrawn.
        case withdrawn(act: String)
        /// It has not crossed the Line after the chequered flag.
        case mustTakeFlag
        /// It has fewer laps than the rulebook's share of the winner's.
        case classifiedPercent(laps: Int, needed: Int, winner: CarIndex, winnerLaps: Int)
    }

    /// Why of two cars of one best lap one is ahead (R19.2).
    public enum Tie: String, CaseIterable, Sendable {
        /// Who set it first.
        case setFirst
        /// The second-best lap.
        case secondBest
        /// The order of the entry list.
        case entryList
    }

    /// What a car has to show for its place.
    public struct Account: Hashable, Sendable {
        /// Laps completed.
        public let laps: Int
        /// Laps taken off by the stewards.
        public let penaltyLaps: Int
        /// Start signal to the completion of its last lap; nil before the first.
        public let road: Milliseconds?
        /// Penalties that are added to it.
        public let penalty: Milliseconds
        /// It has crossed the Line after the chequered flag.
        public let hasFinished: Bool
        /// Its best lap.
        public let bestLap: Milliseconds?
        /// The best lap's number.
        public let bestLapNumber: Int?
        /// The instant at which its best lap ended.
        public let bestSet: Instant?
        /// Its second-best lap.
        public let secondBest: Milliseconds?
    }

    /// The car one place ahead or behind.
    public struct Neighbour: Hashable, Sendable {
        /// Its place in the entry list.
        public let car: CarIndex
        /// Its position; nil when it is not classified.
        public let position: Int?
        /// The distance between the two.
        public let distance: Distance
        /// The two passages that the distance is taken from; nil where totals or best laps decide it, or nothing yet.
        public let meeting: Meeting?
        /// What it has to show.
        public let account: Account
        /// Why it is ahead or behind on the same best lap.
        public let tie: Tie?
    }

    /// Two passages of one loop.
    public struct Meeting: Hashable, Sendable {
        /// Of the car that is explained.
        public let own: Evidence
        /// Of the neighbour.
        public let other: Evidence
    }

    /// What decides places now.
    public let basis: Basis
    /// From 1; nil when not classified.
    public let position: Int?
    /// The same within the class.
    public let classPosition: Int?
    /// What the car is doing.
    public let status: CarStatus
    /// The crossing that the place rests on: the last loop passed, the Line that completed the last lap, or the best.
    public let last: Evidence?
    /// What the car has to show.
    public let account: Account
    /// Cars of the same laps and total, which share the position.
    public let deadHeatWith: [CarIndex]
    /// The stewards put the car where it is, by the act of this name.
    public let placedBy: String?
    /// Nil when it is classified.
    public let notClassified: NotClassified?
    /// One place ahead; nil for the first.
    public let ahead: Neighbour?
    /// One place behind; nil for the last.
    public let behind: Neighbour?
}
