/// What stood in a car's row before its latest correction (R1.11): of each value that is another now what it was; nil
/// where it is the same, and where nothing stood.
public struct Correction: Hashable, Sendable {
    /// Official time at which it was told.
    public let at: Instant
    /// The place.
    public var position: Int?
    /// The distance to the leader.
    public var gap: Distance?
    /// The distance to the car one place ahead.
    public var interval: Distance?
    /// What the car did.
    public var status: CarStatus?
    /// Completed laps.
    public var laps: Int?
    /// Start signal to completion of the last lap.
    public var total: Milliseconds?
    /// The last lap.
    public var lastLap: Milliseconds?
    /// The best lap.
    public var bestLap: Milliseconds?

    /// Told at this time; nothing stood otherwise yet.
    public init(at: Instant) { self.at = at }

    /// The values of a row that read otherwise now; nil where all are the same.
    init?(at: Instant, _ before: Standing, _ after: Standing, _ lapsBefore: Lapping, _ lapsAfter: Lapping) {
        func changed<Value: Equatable>(_ before: Value?, _ after: Value?) -> Value? { before == after ? nil : before }
        func changed(_ before: Distance, _ after: Distance) -> Distance? {
            before == after || before == .unknown ? nil : before
        }
        self.at = at
        position = changed(before.position, after.position)
        gap = changed(before.gap, after.gap)
        interval = changed(before.interval, after.interval)
        status = changed(before.status, after.status)
        laps = changed(lapsBefore.laps, lapsAfter.laps)
        total = changed(before.total, after.total)
        lastLap = changed(lapsBefore.lastLap, lapsAfter.lastLap)
        bestLap = changed(lapsBefore.bestLap, lapsAfter.bestLap)
        let isNone =
            position == nil && gap == nil && interval == nil && status == nil && laps == nil && total == nil
            && lastLap == nil && bestLap == nil
        if isNone { return nil }
    }
}
