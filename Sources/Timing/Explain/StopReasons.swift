/// A visit to the pit lane.
public struct StopReasons: Hashable, Sendable {
    /// Who drove, and what said so.
    public struct NamedDriver: Hashable, Sendable {
        /// Id in the crew.
        public let driver: UInt8
        /// The crossing by which the car named him.
        public let crossing: Evidence?
        /// The command that named him, where no crossing did so later.
        public let act: String?
    }

    /// Counted from 1.
    public let stop: Int
    /// Pit entry; nil where it was not seen.
    public let entered: Evidence?
    /// The Line, crossed in the pit lane.
    public let line: Evidence?
    /// Pit exit; nil where it was not seen, or not yet.
    public let left: Evidence?
    /// Pit entry to pit exit.
    public let duration: Milliseconds?
    /// The car is still in the pit lane.
    public let isOpen: Bool
    /// Who drove in; nil where the driver was not identified.
    public let driverIn: NamedDriver?
    /// Who drove out; nil where the driver was not identified.
    public let driverOut: NamedDriver?
    /// False when the safety car led the field through the pit lane, and when it began under the red flag, unless the
    /// rulebook says that such a visit is a stop like any other.
    public let counts: Bool
    /// The red flag was shown when it began.
    public let beganUnderRed: Bool
    /// What was shown when it began.
    public let flag: FlagPeriod?
    /// Names of the drive-throughs and stop-and-gos that it served.
    public let served: [String]
    /// The car's other crossings meanwhile.
    public let others: [Evidence]
}
