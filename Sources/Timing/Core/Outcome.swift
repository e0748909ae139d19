/// What became of an input.
public enum Outcome: String, CaseIterable, Sendable {
    /// Completed a lap.
    case lap
    /// Ended a sector.
    case sector
    case pitEntry, pitExit, speedTrap
    /// The same passage seen twice: within the loop's minimum time of the crossing before.
    case again
    /// The Line crossed within its minimum time of the start signal: the start, not a lap.
    case start
    /// A sector loop out of its order on the lap: a crossing before it is missing.
    case unexpected
    case beforeStart, afterFinish, afterEnd
    /// Nobody's transponder: held until it is assigned.
    case unknownTransponder
    /// No such loop on this circuit.
    case unknownLoop
    /// Declared void by the timekeeper.
    case void
    /// An act or a time took effect.
    case done
    /// Known already: the same crossing or the same act, received once more. Changes nothing.
    case repeated
}

/// Which members of a car's row may read differently after an input.
public struct RowParts: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Position, gaps, intervals, status, total.
    public static let standing = RowParts(rawValue: 1)
    /// Laps, lap and sector times, last crossing, driver.
    public static let laps = RowParts(rawValue: 2)
    public static let stops = RowParts(rawValue: 4)
    public static let all: RowParts = [.standing, .laps, .stops]
}

/// What one input did.
public struct Effect: Equatable, Sendable {
    public var outcome: Outcome
    /// The car of a crossing.
    public var car: CarIndex?
    /// Official time of a car's crossing: its stamp less what its decoder's clock is known to be ahead.
    public var at: Instant?
    /// What was shown when it crossed; nil before anything was.
    public var flag: Flag?
    /// The input belonged before others that had been applied: what was published has been corrected.
    public var isCorrection = false
    /// Phase, flag, start, finish or a best lap changed.
    public var raceChanged = false
    /// The held crossings of unknown transponders changed.
    public var unknownChanged = false
    /// The list of flags reads differently.
    public var flagsChanged = false
    /// The list of penalties does.
    public var penaltiesChanged = false
    /// Dead loops or decoders' clocks.
    public var loopsChanged = false
    /// The list of doubts reads differently.
    public var doubtsChanged = false
    /// Whose crossings an assignment moved.
    public var reassigned: [Reassigned] = []
    /// Crossings that were missed and taken provisionally with this input.
    public var provisional: [ProvisionalCrossing] = []
    /// Verdicts that read differently, cars in order of the entry list.
    public var verdicts: [VerdictChange] = []
    /// The list of infringements does.
    public var infringementsChanged = false
    /// The net classification is told anew.
    public var isNetDue = false
}

/// Crossings that an assignment took from one car and gave to another.
public struct Reassigned: Hashable, Sendable {
    /// Whose they were; nil: nobody's.
    public let from: CarIndex?
    /// Whose they are now; nil: nobody's.
    public let to: CarIndex?
    /// How many crossings.
    public let crossings: Int
    /// Laps completed with them before.
    public let laps: Int
}

/// Why the core refuses an act. Nothing has changed.
public enum ActRefusal: Error, Hashable, Sendable {
    case unknownCar(CarNumber)
    case unknownLoop(LoopID)
    case unknownAct(String)
    case unknownCrossing(CrossingID)
    /// The name is taken by another act.
    case nameInUse(String)
    /// A stewards' position is one of the entry list's; of two for a car the later holds.
    case wrongPosition(Int, of: Int)
    /// Not a drive-through or stop-and-go, so there is nothing to serve.
    case nothingToServe(String)
}
