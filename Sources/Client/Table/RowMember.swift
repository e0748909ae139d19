/// The members of a row beside its number, each by its name on the wire (docs/protocol.md, section 4.4).
public enum RowMember: String, CaseIterable, Sendable {
    /// The class.
    case carClass = "class"
    /// The places overall and in the class.
    case position, classPosition
    /// Behind the leader.
    case gap = "gapMs"
    /// Behind the leader, in laps.
    case gapLaps
    /// Behind the car one place ahead.
    case interval = "intervalMs"
    /// The same in laps.
    case intervalLaps
    /// Behind the leader of the class.
    case classGap = "classGapMs"
    /// The same in laps.
    case classGapLaps
    /// Behind the car one place ahead in the class.
    case classInterval = "classIntervalMs"
    /// The same in laps.
    case classIntervalLaps
    /// Whether gaps and intervals are of now; it is held wherever the gap is.
    case gapIsNow
    /// What the car does, and its laps.
    case status, laps
    /// The time from the start signal on.
    case total = "totalMs"
    /// The sum of its time penalties.
    case penalty = "penaltyMs"
    /// Laps taken off.
    case penaltyLaps
    /// The last lap's time.
    case lastLap = "lastLapMs"
    /// The best lap's time.
    case bestLap = "bestLapMs"
    /// Which lap was the best.
    case bestLapNumber = "bestLap"
    /// The latest times of the sectors.
    case sectors = "sectorsMs"
    /// The best times of the sectors.
    case bestSectors = "bestSectorsMs"
    /// Where the car was seen last.
    case lastLoop
    /// When the car was seen last.
    case lastSeen = "lastMs"
    /// Who is on board, what is estimated, and the visits to the pit lane.
    case driver, estimated, stops
    /// Since when the car is out.
    case stintBegan = "stintFromMs"
    /// Since when its driver is at the wheel.
    case driverBegan = "driverFromMs"
    /// What stood there before the latest correction.
    case corrected

    /// The member beside which a row holds this one: what is left out there where it is as usual is held too.
    var heldBy: RowMember { self == .gapIsNow ? .gap : self }
}
