/// A car's place in the classification: all that can change without the car crossing a loop.
public struct Standing: Hashable, Sendable {
    /// From 1; nil when not classified.
    public var position: Int? { places.overall == 0 ? nil : Int(places.overall) }
    /// Place in the class, from 1; nil as for `position`.
    public var classPosition: Int? { places.inClass == 0 ? nil : Int(places.inClass) }
    /// Zero when not classified.
    private let places: Places
    /// Distance to the leader.
    public var gap: Distance
    /// Distance to the car one place ahead.
    public var interval: Distance
    /// Distance to the leader of the class.
    public var classGap: Distance
    /// Distance to the car one place ahead in the class.
    public var classInterval: Distance
    /// The gaps and intervals are of now (R11.10): false where the car has been in the pit lane since they were taken,
    /// is overdue at its next loop, or is out by command.
    public var isGapNow: Bool
    /// Where the car is, or how its session ended.
    public var status: CarStatus
    /// Start signal to completion of the last lap, with time penalties once finished.
    public var total: Milliseconds?
    /// Time added to the total by decisions and by what was not served.
    public var penalty: Milliseconds
    /// Laps taken off by the stewards.
    public var penaltyLaps: Int

    public init(
        position: Int?, classPosition: Int?, gap: Distance, interval: Distance, classGap: Distance,
        classInterval: Distance, status: CarStatus, total: Milliseconds?, penalty: Milliseconds, penaltyLaps: Int = 0,
        isGapNow: Bool = true
    ) {
        places = Places(overall: UInt32(clamping: position ?? 0), inClass: UInt32(clamping: classPosition ?? 0))
        self.gap = gap
        self.interval = interval
        self.classGap = classGap
        self.classInterval = classInterval
        self.isGapNow = isGapNow
        self.status = status
        self.total = total
        self.penalty = penalty
        self.penaltyLaps = penaltyLaps
    }

    private struct Places: Hashable {
        let overall: UInt32
        let inClass: UInt32
    }
}
