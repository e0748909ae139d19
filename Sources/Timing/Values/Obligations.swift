/// What the rulebook asks of every car beside racing: stops, stints, driving times, who drives (R24).
/// What is nil or empty is not asked.
public struct Obligations: Hashable, Sendable {
    /// Stops that every car has to make.
    public var stops: MandatoryStops?
    /// How long a visit to the pit lane may last, for any purpose.
    public var stopTimes: StopTimes?
    /// One long stop in the first part of a race.
    public var technicalStop: TechnicalStop?
    /// How long a car may stay out.
    public var stint: StintLimit?
    /// How long a driver may drive without another having driven, and how long he rests.
    public var continuous: ContinuousDriving?
    /// Driving times of drivers, in the order of the rulebook.
    public var driving: [DrivingTime] = []
    /// Who starts the race: driver ids by car, from the event; a car without one is not judged.
    public var starters: [CarNumber: UInt8] = [:]
    /// Who drives a qualifying session.
    public var qualifier = Qualifier.anybody
    /// What is proposed to the stewards for what was not complied with.
    public var penalties: [InfringementKind: [PenaltyBand]] = [:]
    /// Kinds of infringement whose penalty takes effect without the stewards.
    public var automatic: Set<InfringementKind> = []

    /// Asks nothing.
    public init() {}

    /// Nothing is asked at all.
    public var isEmpty: Bool {
        var asked = self
        asked.penalties = [:]
        asked.automatic = []
        return asked == Obligations()
    }

    /// Who is to drive a qualifying session (R31.3).
    public enum Qualifier: String, CaseIterable, Sendable {
        case anybody
        /// Only drivers of the crew's highest grade.
        case highestGrade
    }
}
