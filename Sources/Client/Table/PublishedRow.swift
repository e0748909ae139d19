public import Timing
import Wire

/// A car's row of the table (docs/protocol.md, section 4.4).
public struct PublishedRow: Hashable, Sendable {
    /// The car.
    public let car: CarNumber
    /// Its class.
    public internal(set) var carClass = ""
    /// From 1; nil where it is not classified or, in practice and qualifying, has no lap time.
    public internal(set) var position: Int?
    /// The same within its class.
    public internal(set) var classPosition: Int?
    /// Behind the leader; nil where the gap is in laps or not known.
    public internal(set) var gap: Milliseconds?
    /// Behind the leader in laps; 0 where the gap is in time.
    public internal(set) var gapLaps = 0
    /// Behind the car one place ahead; nil where it is in laps or not known.
    public internal(set) var interval: Milliseconds?
    /// The same in laps.
    public internal(set) var intervalLaps = 0
    /// Behind the leader of the class; nil where it is in laps or not known.
    public internal(set) var classGap: Milliseconds?
    /// The same in laps.
    public internal(set) var classGapLaps = 0
    /// Behind the car one place ahead in the class; nil where it is in laps or not known.
    public internal(set) var classInterval: Milliseconds?
    /// The same in laps.
    public internal(set) var classIntervalLaps = 0
    /// Gaps and intervals are of now; false where the car has been in the pit lane since, is overdue or is out.
    public internal(set) var isGapNow = true
    /// What the car does.
    public internal(set) var status = Word<CarStatus>("")
    /// Laps completed.
    public internal(set) var laps = 0
    /// Start signal to the completion of the last lap; nil before the first lap.
    public internal(set) var total: Milliseconds?
    /// Sum of its time penalties.
    public internal(set) var penalty = Milliseconds.zero
    /// Laps taken off.
    public internal(set) var penaltyLaps = 0
    /// How long the last lap took.
    public internal(set) var lastLap: Milliseconds?
    /// How long the best lap took.
    public internal(set) var bestLap: Milliseconds?
    /// Which lap was the best, from 1.
    public internal(set) var bestLapNumber: Int?
    /// The latest time of each sector; nil where it is not known.
    public internal(set) var sectors: [Milliseconds?] = []
    /// The best time of each sector; nil where it is not known.
    public internal(set) var bestSectors: [Milliseconds?] = []
    /// Loop of the last crossing that counted.
    public internal(set) var lastLoop: LoopID?
    /// Its instant, since the start.
    public internal(set) var lastSeen: Milliseconds?
    /// The driver on board; nil where unidentified, `#n` where the entry list has no driver n.
    public internal(set) var driver: String?
    /// What rests on a provisional crossing.
    public internal(set) var estimated: [EstimatedMember] = []
    /// Visits to the pit lane.
    public internal(set) var stops: [PublishedStop] = []
    /// When its stint began, since the start; nil in the pit lane, and where it is not known.
    public internal(set) var stintBegan: Milliseconds?
    /// When the driver on board took the wheel, since the start; nil where it is not known.
    public internal(set) var driverBegan: Milliseconds?
    /// Its latest correction; nil where there was none.
    public internal(set) var corrected: PublishedCorrection?

    init(_ car: CarNumber) { self.car = car }

    /// Whether a time rests on a provisional crossing.
    public func isEstimated(_ member: EstimatedMember) -> Bool { estimated.contains(member) }
}

extension PublishedRow: Readable {
    /// A whole row.
    init(_ members: Members) throws(Refusal) {
        self.init(try members.car("number"))
        for member in RowMember.allCases where members.absence == .refused || members.isPresent(member.rawValue) {
            try read(member, from: members)
        }
    }

    /// Reads one member of a row, whole or changed.
    mutating func read(_ member: RowMember, from members: Members) throws(Refusal) {
        let name = member.rawValue
        switch member {
        case .carClass: carClass = try members.text(name)
        case .position: position = try members.numberOrNil(name)
        case .classPosition: classPosition = try members.numberOrNil(name)
        case .gap: gap = try members.timeOrNil(name)
        case .gapLaps: gapLaps = try members.number(name)
        case .interval: interval = try members.timeOrNil(name)
        case .intervalLaps: intervalLaps = try members.number(name)
        case .classGap: classGap = try members.timeOrNil(name)
        case .classGapLaps: classGapLaps = try members.number(name)
        case .classInterval: classInterval = try members.timeOrNil(name)
        case .classIntervalLaps: classIntervalLaps = try members.number(name)
        case .gapIsNow: isGapNow = try members.truthIfPresent(name) ?? true
        case .status: status = try members.word(name)
        case .laps: laps = try members.number(name)
        case .total: total = try members.timeOrNil(name)
        case .penalty: penalty = try members.time(name)
        case .penaltyLaps: penaltyLaps = try members.number(name)
        case .lastLap: lastLap = try members.timeOrNil(name)
        case .bestLap: bestLap = try members.timeOrNil(name)
        case .bestLapNumber: bestLapNumber = try members.numberOrNil(name)
        case .sectors: sectors = try members.times(name)
        case .bestSectors: bestSectors = try members.times(name)
        case .lastLoop: lastLoop = try members.loopOrNil(name)
        case .lastSeen: lastSeen = try members.timeOrNil(name)
        case .driver: driver = try members.textOrNil(name)
        case .estimated: estimated = try members.texts(name).map { EstimatedMember($0) }
        case .stops: stops = try members.list(name)
        case .stintBegan: stintBegan = try members.timeOrNil(name)
        case .driverBegan: driverBegan = try members.timeOrNil(name)
        case .corrected: corrected = try members.objectIfPresent(name)
        }
    }
}
