/// The classification as if the race had ended at a time of its clock, as at six and twelve hours of Spa.
public struct Intermediate: Hashable, Sendable {
    /// A car as it stood then.
    public struct Row: Hashable, Sendable {
        /// Its place in the entry list.
        public let car: CarIndex
        /// From 1; nil for a car that had completed no lap. Cars of one instant on one lap share it.
        public let position: Int?
        /// The same within its class.
        public let classPosition: Int?
        /// Laps completed.
        public let laps: Int
        /// Start signal to the completion of the last lap that counts; nil before the first.
        public let total: Milliseconds?
        /// To the first: laps, or time on the same lap.
        public let gap: Distance
        /// It has crossed the Line since the virtual flag; else it counts with its last crossing before.
        public let hasCrossed: Bool
    }

    /// The time on the race clock for which it stands.
    public let time: Milliseconds
    /// The leader's first crossing of the Line at that time or after it.
    public let fell: Instant
    /// In order, cars without a lap last.
    public let rows: [Row]
    /// Nothing can change it any more but a correction: every running car has crossed the Line since, or is out.
    public let isComplete: Bool
}
