/// The rulebook's values that the core needs for a session.
public struct RaceRules: Hashable, Sendable {
    /// Whose laps a car's laps are measured against for classification (R18.4).
    public enum ClassifiedBasis: String, CaseIterable, Sendable {
        case overall
        case carClass = "class"
    }

    /// How a race begins (R14.1, R6.3).
    public enum Start: String, CaseIterable, Sendable {
        /// Clock and laps run from the start signal.
        case signal
        /// The same behind the safety car: its laps are race laps.
        case safetyCar
        /// The clock runs from the release of the formation lap, the laps from the start signal.
        case formation
    }

    /// What becomes of a race while it is suspended (R14.3, R16.3).
    public struct RedFlagRule: Hashable, Sendable {
        /// The race clock stands while the red flag is shown.
        public var stopsClock = false
        /// So many laps are taken off every car each time the race is resumed.
        public var lapsOff = 0

        /// The clock runs on and no lap is taken.
        public init() {}
    }

    /// What a chequered flag shown before its time means (R15.8).
    public enum EarlyFlag: String, CaseIterable, Sendable {
        /// The race ended when the leader last crossed the Line before it.
        case lastCrossing
        /// Cars finish when they come to it.
        case asShown
    }

    /// What a car's first crossing of the Line is (R6.11).
    public enum FirstCrossing: String, CaseIterable, Sendable {
        /// The beginning of its lap 1, whenever it comes.
        case start
    }

    /// Time after which the leader finishes the lap in which it runs out; nil where only the chequered flag
    /// signal ends the race.
    public var duration: Milliseconds?
    /// Laps after which the leader finishes, where that comes first; nil where laps do not end the race.
    public var laps: Int?
    /// From when the clock runs, and under which flag.
    public var start = Start.signal
    /// What a chequered flag before its time means.
    public var earlyFlag = EarlyFlag.lastCrossing
    /// Share of the winner's laps, in percent, below which a car is not classified (R18.3).
    public var classifiedPercent: Int
    /// Whose laps `classifiedPercent` is a share of.
    public var classifiedBasis: ClassifiedBasis
    /// Whether a car has to cross the Line after the chequered flag to be classified (R18.5).
    public var mustTakeFlag: Bool
    /// How long after the chequered flag a session is over without being ended by command.
    public var finishWithin: Milliseconds
    /// When the race is ended under the red flag, the result is that of so many laps before the leader's lap in
    /// which it was shown (R16.5); nil: the result stands as it is.
    public var countBackLaps: Int?
    /// Times on the race clock at which the race is classified as if it had ended (6 h and 12 h of Spa).
    public var intermediates: [Milliseconds] = []
    /// Crossings of the Line on the track after its notification within which a penalty is to be served.
    public var serveWithin = 2
    /// What a drive-through that was not served is converted to; a stop-and-go to that and its own time.
    public var driveThroughTime = Milliseconds.seconds(30)
    /// How long a full course yellow lasts before the race goes on or the safety car takes over, where that is fixed
    /// (R17.4). A value, not a formula: two laps of Spa at 80 km/h take 630 s, and it is 650 s.
    public var fcyCountdown: Milliseconds?
    /// Limit in the pit lane, in kilometres an hour, where known.
    public var pitSpeed: Int?
    /// A lap that begins or ends in the pit lane can be a best lap. Formula 1 counts in-laps; SRO and IMSA do not. Nil:
    /// the rulebook does not say; then they count in a race, and not in a session that the best lap wins.
    public var pitLapsCount: Bool?
    /// How the first crossing of the Line is read where no loop has seen the car on its way before; nil: by its time
    /// (R6.8).
    public var firstCrossing: FirstCrossing?
    /// What the red flag does to the race clock and to the laps.
    public var redFlag = RedFlagRule()
    /// A chequered flag shown by command within so long after the leader crossed the Line was meant for that crossing.
    public var flagByHand = Tolerances.flagByHand
    /// By how much a visit may last longer than the way through the pit lane and still be the drive-through served.
    public var driveThroughOver = Tolerances.driveThroughOver
    /// By how much a visit may last longer than a stop-and-go demands and still be it served; nil: by any time.
    public var stopAndGoOver: Milliseconds? = Tolerances.stopAndGoOver
    /// Where the way through the pit lane is not known: how long a drive-through lasts at most, and by how much a
    /// stop-and-go lasts longer than its own time at most.
    public var withoutTransit = Tolerances.withoutTransit
    /// For how many times its sector's latest time, in percent, a car is not seen before it is stopped; while green or
    /// the chequered flag is shown.
    public var overdueRacing = Tolerances.overdueRacing
    /// The same under yellow, full course yellow and the safety car.
    public var overdueNeutralised = Tolerances.overdueNeutralised
    /// For how long at least.
    public var overdueLeast = Tolerances.overdueLeast
    /// The kinds of reports about cars, with what follows; no other kind is taken.
    public var reports = ReportRule.unsaid
    /// What is asked of every car beside racing.
    public var obligations = Obligations()

    public init(
        duration: Milliseconds?, classifiedPercent: Int, classifiedBasis: ClassifiedBasis = .overall,
        mustTakeFlag: Bool = false, finishWithin: Milliseconds? = nil
    ) {
        self.duration = duration
        self.classifiedPercent = classifiedPercent
        self.classifiedBasis = classifiedBasis
        self.mustTakeFlag = mustTakeFlag
        self.finishWithin = finishWithin ?? Tolerances.finishWithin
    }
}
