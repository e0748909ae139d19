/// A distance between two cars, taken at the same loop on the same lap.
public struct Distance: Hashable, Sendable {
    /// Nil when it is counted in laps, or when the two have no loop in common yet in this order.
    public let time: Milliseconds?
    public let laps: Int

    public static let none = Distance(time: .zero, laps: 0)
    static let unknown = Distance(time: nil, laps: 0)

    init(time: Milliseconds?, laps: Int) {
        self.time = time
        self.laps = laps
    }
}

public enum CarStatus: String, CaseIterable, Sendable {
    case notStarted, onTrack, inPit
    /// From the pit exit to the next crossing of the Line.
    case outLap
    /// Overdue at the next loop.
    case stopped
    case finished, retired, notClassified, disqualified
}

/// A car's place in the classification: all that can change without the car crossing a loop.
public struct Standing: Hashable, Sendable {
    /// From 1; nil when not classified.
    public var position: Int?
    public var classPosition: Int?
    public var gap: Distance
    public var interval: Distance
    public var classGap: Distance
    public var classInterval: Distance
    public var status: CarStatus
    /// Start signal to completion of the last lap, with time penalties once finished.
    public var total: Milliseconds?
    public var penalty: Milliseconds
    /// Laps taken off by the stewards.
    public var penaltyLaps = 0
}
