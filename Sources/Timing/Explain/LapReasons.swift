/// A lap: what bounds it and what lies in it.
public struct LapReasons: Hashable, Sendable {
    /// A sector of the lap.
    public struct Sector: Hashable, Sendable {
        /// Nil where one of its ends is unknown.
        public let time: Milliseconds?
        /// The loop that ends it; nil where the car was not seen there and nothing is provisional.
        public let ended: Evidence?
    }

    /// Why the lap is not the car's best.
    public enum NotBest: Hashable, Sendable {
        /// It begins at the start signal, not at the Line.
        case firstLap
        /// The stewards deleted its time, by the act of this name.
        case deleted(act: String)
        /// It begins or ends with a crossing that was missed.
        case provisional
        /// It begins or ends in the pit lane.
        case pitLane
        /// The clock at the Line stepped in it.
        case clock
        /// Another was quicker, or as quick and earlier.
        case another(lap: Int, time: Milliseconds)
    }

    /// Counted from 1.
    public let lap: Int
    /// Line to Line; of lap 1 from the start signal.
    public let time: Milliseconds
    /// The start signal, or the Line that ended the lap before.
    public let began: Evidence
    /// The Line.
    public let ended: Evidence
    /// In lap order.
    public let sectors: [Sector]
    /// Periods of flags shown during it.
    public let flags: [FlagPeriod]
    /// The car came to the pit lane on it.
    public let isInLap: Bool
    /// The car left the pit lane on it.
    public let isOutLap: Bool
    /// Empty where it is the car's best.
    public let notBest: [NotBest]
    /// The best of its class.
    public let isBestOfClass: Bool
    /// The best of everybody.
    public let isBestOfAll: Bool
    /// The car's other crossings in its span: pit lane, speed traps, and what did not count.
    public let others: [Evidence]
}
