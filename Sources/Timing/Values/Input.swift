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

    public init(
        id: CrossingID, stamp: Int64, transponder: Transponder, loop: LoopID, driver: UInt8 = 0,
        isEstimated: Bool = false
    ) {
        self.id = id
        self.stamp = stamp
        at = Instant(cutting: stamp)
        self.transponder = transponder
        self.loop = loop
        self.driver = driver
        self.isEstimated = isEstimated
    }
}

/// What the marshals show.
public enum Flag: String, CaseIterable, Hashable, Sendable {
    case green, yellow
    case fullCourseYellow = "fcy"
    case safetyCar
    case red, chequered
}

/// What a steward's penalty does to the classification.
public enum PenaltyKind: Hashable, Sendable {
    /// Added to the car's total at the finish; re-sorts within the same lap count (regulations 1.7).
    case time(Milliseconds)
    /// The car is placed here in the overall classification, its total unchanged.
    case position(Int)
}

/// A timekeeper's or steward's act: what a command does to the session, at an official instant.
public struct Act: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The start signal: the race clock runs from here (regulations 1.3).
        case start
        /// The session is over; what was not finished will not be.
        case end
        case flag(Flag, isEstimated: Bool)
        /// This driver is in the car from here on.
        case driver(CarNumber, driver: UInt8)
        case penalty(CarNumber, PenaltyKind, reason: String)
        /// Takes back the act of this name: a penalty, a flag, an amendment.
        case withdraw(String)
        /// The crossing does not count. It stays in evidence.
        case void(CrossingID)
        /// A crossing that no decoder saw.
        case insert(CarNumber, LoopID, driver: UInt8)
        /// Every crossing of this transponder is this car's.
        case assign(Transponder, CarNumber)
    }

    /// Unique name given by the sender or by the daemon; the same name twice is the same act.
    public let id: String
    /// Official time from which it holds.
    public let at: Instant
    /// Who did it.
    public let by: String
    public let kind: Kind

    public init(id: String, at: Instant, by: String, kind: Kind) {
        self.id = id
        self.at = at
        self.by = by
        self.kind = kind
    }
}

/// Everything that can reach the core. Nothing else changes its state.
public enum Input: Hashable, Sendable {
    case crossing(Crossing)
    case act(Act)
    /// Official time has reached this instant.
    case time(Instant)

    /// Official time of the input.
    public var instant: Instant {
        switch self {
        case .crossing(let crossing): crossing.at
        case .act(let act): act.at
        case .time(let instant): instant
        }
    }
}
