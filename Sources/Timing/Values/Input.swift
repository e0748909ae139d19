/// Which passage of which decoder: unique for ever, and the name by which an amendment points at a crossing.
public struct CrossingID: Hashable, Comparable, Sendable {
    /// The decoder that saw it. Zero is the timekeeper's hand.
    public let decoder: UInt32
    /// Which run of the decoder: numbers start again at 1 with each.
    public let epoch: UInt64
    /// Gapless within decoder and epoch.
    public let number: UInt64

    public init(decoder: UInt32, epoch: UInt64, number: UInt64) {
        self.decoder = decoder
        self.epoch = epoch
        self.number = number
    }

    public static func < (left: CrossingID, right: CrossingID) -> Bool {
        (left.decoder, left.epoch, left.number) < (right.decoder, right.epoch, right.number)
    }
}

/// One transponder seen at one loop at one instant. Never altered, never deleted.
public struct Crossing: Hashable, Sendable {
    public let id: CrossingID
    /// The decoder's own stamp, in microseconds of UTC since 1970: evidence, never computed with.
    public let stamp: Int64
    /// The stamp cut to the timekeeping resolution.
    public let at: Instant
    public let transponder: Transponder
    public let loop: LoopID
    /// The driver identified by the car, zero where none was.
    public let driver: UInt8
    /// The instant was not measured but estimated, by an importer or by hand.
    public let isEstimated: Bool

    /// `ahead` is by how many microseconds the decoder's clock is known to be ahead of official time.
    public init(
        id: CrossingID, stamp: Int64, transponder: Transponder, loop: LoopID, driver: UInt8 = 0,
        isEstimated: Bool = false, clockAhead ahead: Int64 = 0
    ) {
        self.id = id
        self.stamp = stamp
        at = Instant(cutting: stamp - ahead)
        self.transponder = transponder
        self.loop = loop
        self.driver = driver
        self.isEstimated = isEstimated
    }

    /// By how many microseconds its instant has been put back.
    var clockAheadBy: Int64 { at == Instant(cutting: stamp) ? 0 : stamp - at.milliseconds * 1000 }

    /// The same crossing by a decoder whose clock is ahead by so many microseconds.
    func clockAhead(_ ahead: Int64) -> Crossing {
        Crossing(
            id: id, stamp: stamp, transponder: transponder, loop: loop, driver: driver, isEstimated: isEstimated,
            clockAhead: ahead)
    }
}

/// What the marshals show.
public enum Flag: String, CaseIterable, Hashable, Sendable {
    case green, yellow
    case fullCourseYellow = "fcy"
    case safetyCar
    case red, chequered
}

/// What a steward's penalty does.
public enum PenaltyKind: Hashable, Sendable {
    /// Added to the car's total at the finish; re-sorts within the same lap count (regulations 1.7).
    case time(Milliseconds)
    /// The car is placed here in the overall classification, its total unchanged.
    case position(Int)
    /// Taken off the car's laps in the result.
    case laps(Int)
    /// Through the pit lane without stopping; converted to time when it is not served (regulations 1.32, 1.33).
    case driveThrough
    /// A stop of so long in the pit lane; converted to time when it is not served.
    case stopAndGo(Milliseconds)
    /// So many places back on the grid of the next race.
    case grid(Int)
    /// The time of this lap does not count; the lap does (regulations 1.15).
    case lapTime(Int)
    case disqualified
}

/// The stewards' word on an obligation.
public enum Ruling: String, CaseIterable, Sendable {
    /// Nothing is owed.
    case excused
    /// They are satisfied that another driver drove out.
    case driverChanged
    /// The infringement is closed without a penalty.
    case noAction
}

/// A decoder whose clock is off: its crossings are put that much earlier (later, if negative).
public struct ClockCorrection: Hashable, Sendable {
    /// The box.
    public let decoder: UInt32
    /// Only crossings of this run of the decoder; nil: of all.
    public let epoch: UInt64?
    /// Only crossings stamped at or after this, in microseconds of UTC; nil: all.
    public let from: Int64?
    /// Microseconds by which the decoder's clock is ahead.
    public let ahead: Int64

    public init(decoder: UInt32, epoch: UInt64? = nil, from: Int64? = nil, ahead: Int64) {
        self.decoder = decoder
        self.epoch = epoch
        self.from = from
        self.ahead = ahead
    }

    func concerns(_ crossing: Crossing) -> Bool {
        crossing.id.decoder == decoder && (epoch ?? crossing.id.epoch) == crossing.id.epoch
            && crossing.stamp >= from ?? .min
    }
}

/// A timekeeper's or steward's act: what a command does to the session, at an official instant.
public struct Act: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The formation lap is released; the race clock runs from here where the rulebook says so.
        case formation
        /// The start signal (regulations 1.3).
        case start
        /// The session is over; what was not finished will not be.
        case end
        /// The classification is final.
        case final
        /// The session lasts so long now, by its clock.
        case duration(Milliseconds)
        /// With `throughPitLane` the safety car leads the field through the pit lane (regulations 1.20).
        case flag(Flag, isEstimated: Bool, throughPitLane: Bool = false)
        /// This driver is in the car from here on.
        case driver(CarNumber, driver: UInt8)
        /// The car is out, until the act is taken back or the car is seen to race again.
        case retired(CarNumber)
        case penalty(CarNumber, PenaltyKind, reason: String)
        /// The drive-through or stop-and-go of this name has been served, or not, by the stewards' word.
        case served(String, Bool)
        /// Takes back the act of this name: a penalty, a flag, an amendment.
        case withdraw(String)
        /// The crossing does not count. It stays in evidence.
        case void(CrossingID)
        /// The crossing counts, whatever speaks against it.
        case count(CrossingID)
        /// A crossing that no decoder saw.
        case insert(CarNumber, LoopID, driver: UInt8)
        /// The crossings of this transponder are this car's, for a time or for the whole session.
        case assign(Transponder, CarNumber, WearingTime)
        case clock(ClockCorrection)
        /// What a bulletin changes in what is asked of the cars.
        case bulletin(Bulletin)
        /// The stewards' word on what this car owed.
        case ruling(CarNumber, ObligationID, Ruling, reason: String)
    }

    /// Unique name given by the sender or by the daemon; the same name twice is the same act.
    public let id: String
    /// Official time from which it holds.
    public let at: Instant
    /// Who did it.
    public let by: String
    public let kind: Kind
    /// Of a penalty: what of the car's obligations it is for.
    public let concerning: ObligationID?

    public init(id: String, at: Instant, by: String, kind: Kind, concerning: ObligationID? = nil) {
        self.id = id
        self.at = at
        self.by = by
        self.kind = kind
        self.concerning = concerning
    }
}

/// Everything that can reach the core. Nothing else changes its state.
public enum Input: Hashable, Sendable {
    case crossing(Crossing)
    case act(Act)
    /// A decoder tells that time has reached this instant; decoder 0 is the house's own clock.
    case time(Instant, decoder: UInt32 = 0)

    /// Official time of the input.
    public var instant: Instant {
        switch self {
        case .crossing(let crossing): crossing.at
        case .act(let act): act.at
        case .time(let instant, _): instant
        }
    }
}
