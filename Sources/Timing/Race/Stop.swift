/// A visit to the pit lane, from pit entry to pit exit (R22.1).
public struct Stop: Hashable, Sendable {
    /// Pit entry; nil where it was not seen.
    public internal(set) var entered: Instant?
    /// Pit exit; nil where it was not seen, or not yet.
    public internal(set) var left: Instant?
    /// The Line, crossed in the pit lane during the stop.
    var line: Instant?
    /// It was read by the loop on the track alone.
    var isLineOnTrack = false
    /// The crossing that began it, and its loop.
    var beganBy = CrossingID(decoder: 0, epoch: 0, number: 0)
    var beganAt = LoopID(0)
    /// The safety car was out at pit entry.
    var beganUnderSafetyCar = false
    /// The laps the car had when a sector loop showed that it was out, its exit not seen.
    var endedBySectorOnLap: Int32?
    /// Who drove in, zero where not identified.
    public internal(set) var driverIn: UInt8
    /// Who drove out, zero where not identified (yet).
    public internal(set) var driverOut: UInt8
    /// An instant of it was estimated.
    public internal(set) var isEstimated: Bool
    /// The car is still in the pit lane.
    public internal(set) var isOpen: Bool
    /// The red flag was shown at pit entry.
    public internal(set) var beganUnderRed = false
    /// False when the safety car led the field through the pit lane, and when it began under the red flag, unless the
    /// rulebook says that such a visit is a stop like any other.
    public internal(set) var counts = true

    /// Pit entry to pit exit.
    public var duration: Milliseconds? {
        guard let entered, let left else { return nil }
        return left - entered
    }
}
