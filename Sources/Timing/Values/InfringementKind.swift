/// The kinds of infringements.
public enum InfringementKind: String, CaseIterable, Sendable {
    case shortStop, earlyStop, lateStop, missedStop
    case driverChangeUnproved
    case technicalStopMissed
    /// A stop within the prohibited range.
    case prohibitedStopTime
    case stintOverrun
    case drivingOver, drivingUnder
    case restShort
    case wrongStarter, wrongQualifier
    /// Reports of a kind have reached the rulebook's count.
    case reports
}
