/// Something not complied with, for the stewards: at most one for each obligation of a car.
public struct Infringement: Hashable, Sendable {
    /// What was not complied with.
    public enum Kind: String, CaseIterable, Sendable {
        case shortStop, earlyStop, lateStop, missedStop
        case driverChangeUnproved
        case technicalStopMissed
        /// A stop within the prohibited range.
        case prohibitedStopTime
        case stintOverrun
        case drivingOver, drivingUnder
        case restShort
        case wrongStarter, wrongQualifier
    }

    /// What the stewards have made of it.
    public enum State: String, CaseIterable, Sendable {
        /// Theirs to decide.
        case reported
        /// They have decided a penalty for it.
        case penalised
        /// They take no action.
        case closed
        /// The rulebook's penalty holds without them.
        case automatic
    }

    /// Who did not comply.
    public let car: CarIndex
    /// With what.
    public let kind: Kind
    /// The verdict that it rests on.
    public let verdict: Verdict
    /// What the rulebook proposes; nil where it leaves it to the stewards.
    public let proposed: PenaltyKind?
    /// How far the stewards are with it.
    public let state: State
    /// Name of the act by which it was penalised or closed.
    public let act: String?
}
