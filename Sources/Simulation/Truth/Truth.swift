public import Timing

/// The truth of a simulated race, from the simulator's own knowledge of every car. It was made without timing
/// code, so that timing code can be judged by it.
public struct Truth: Hashable, Sendable {
    /// A visit to the pit lane. Instants are milliseconds since the start signal.
    public struct Stop: Hashable, Sendable {
        /// Why the car was there.
        public enum Purpose: String, Hashable, Sendable {
            /// The stop at which the crew changes drivers.
            case driverChange
            /// It drove through without stopping.
            case driveThrough
            /// It came in and was pushed into its garage.
            case retirement
            /// The safety car led it through the pit lane.
            case safetyCar
            /// Between two runs of qualifying it waited in its garage.
            case garage
            /// It waited there while the race was suspended.
            case redFlag
        }

        /// Why it was there.
        public let purpose: Purpose
        /// Pit entry; nil when no box reported it.
        public internal(set) var inMs: Int64?
        /// Pit exit; nil when the car never left, left after it had finished in the pit lane, or no box reported it.
        public internal(set) var outMs: Int64?
        /// `id` of the driver in the crew who brought it in.
        public let driverIn: UInt8
        /// `id` of the driver who took it out.
        public internal(set) var driverOut: UInt8?
        /// False when it began while the safety car led through the pit lane (R17.2).
        public internal(set) var counts = true

        /// When it came in and left, reported or not.
        let enteredMs: Int64
        var leftMs: Int64?
    }

    /// A line of the classification. Times are milliseconds, totals count from the start signal.
    public struct Row: Hashable, Sendable {
        /// The car.
        public internal(set) var number: CarNumber
        /// The class in which it is classified.
        public let carClass: String
        /// From 1, overall; nil when not classified. Cars of one total on one lap share it.
        public internal(set) var position: Int?
        /// From 1, in the class; nil when not classified.
        public internal(set) var classPosition: Int?
        /// Lap lines that count. Not among them: laps missed at the Line after which the car was not read again.
        public let laps: Int
        /// Start signal to completion of the last lap; nil without one.
        public let totalMs: Int64?
        /// No box reported the completion of the last lap: `totalMs` is the true total, and can only be estimated.
        public let isTotalMissed: Bool
        /// Time to the winner; nil when laps lie between them. In qualifying, from best lap to best lap.
        public internal(set) var gapMs: Int64?
        /// Laps to the winner.
        public internal(set) var gapLaps: Int
        /// Time to the car one place ahead; nil when laps lie between them, and when not classified.
        public internal(set) var intervalMs: Int64?
        /// Laps to the car one place ahead; nil when not classified.
        public internal(set) var intervalLaps: Int?
        /// Its best lap that was read at both ends, never lap 1; nil without one.
        public let bestLapMs: Int64?
        /// Number of the first lap of that time.
        public let bestLap: Int?
        /// Visits to the pit lane before its finish, in order.
        public let stops: [Stop]
        /// `finished`, `retired`, `notClassified`, `disqualified` or `notStarted`, as docs/protocol.md has them.
        public internal(set) var status: String
    }

    /// The start signal, in milliseconds of UTC since 1970.
    public let startMs: Int64
    /// From when cars finish, in milliseconds of UTC since 1970: the winner's finish, or the end of the time of
    /// qualifying. Nil when no car got there.
    public let chequeredMs: Int64?
    /// Classified cars in order of position, then the others in order of laps and time (of the entry list in
    /// qualifying).
    public internal(set) var classification: [Row]
    /// The troubles, and their places.
    public var troubles = Troubles()

    init(startMs: Int64, chequeredMs: Int64?, classification: [Row]) {
        self.startMs = startMs
        self.chequeredMs = chequeredMs
        self.classification = classification
    }
}
