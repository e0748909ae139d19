/// What the fold knows of one car. Plain numbers only: a crossing touches one of these.
struct CarState: Equatable {
    /// The last point passed (see `PassageTable`); 0 on the grid.
    var progress: Int32 = 0
    var laps: Int32 = 0
    /// Crossing of the Line that began the present lap; the start signal for the first.
    var lapBegan: Int64 = 0
    /// Which of all crossings of the Line in the race the last one was.
    var lineTurn: Int32 = 0
    /// Last crossing that counted.
    var lastSeen: Int64 = 0
    var lastLoop: UInt16 = 0
    var wasSeen = false
    var isInPit = false
    var hasFinished = false
    var driver: UInt8 = 0
    /// Whether the driver was named since the last pit entry: then he is known to drive out.
    var driverNamedInPit = false
    var lastLap: Int32 = 0
    /// Zero before the first lap that can be a best.
    var bestLap: Int32 = 0
    var bestLapNumber: Int32 = 0
}

/// The best lap of everybody, or of a class.
public struct BestLap: Hashable, Sendable {
    public var car: CarIndex
    public var lap: Int
    public var time: Milliseconds
}
