/// What the rulebook asks of every car beside racing: stops, stints, driving times, who drives (regulations 15).
/// What is nil or empty is not asked.
public struct Obligations: Hashable, Sendable {
    /// Stops that every car has to make.
    public var stops: MandatoryStops?
    /// How long a visit to the pit lane may last, whatever it is for.
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
    public var penalties: [Infringement.Kind: [PenaltyBand]] = [:]
    /// Kinds of infringement whose penalty takes effect without the stewards.
    public var automatic: Set<Infringement.Kind> = []

    /// Asks nothing.
    public init() {}

    /// Nothing at all is asked, whatever it would cost.
    public var isEmpty: Bool {
        var asked = self
        asked.penalties = [:]
        asked.automatic = []
        return asked == Obligations()
    }

    /// Who is to drive a qualifying session (regulations 2).
    public enum Qualifier: String, CaseIterable, Sendable {
        case anybody
        /// Only drivers of the crew's highest grade.
        case highestGrade
    }
}

/// A time that an event states for all cars, for a class, for a cup, or for a cup within a class.
public struct TimeByClass: Hashable, Sendable {
    /// For whom none of `times` is stated; nil: none.
    public var general: Milliseconds?
    /// By `GT3 Am` (class and cup), `GT3` (class) or `Am` (cup), the most exact first.
    public var times: [String: Milliseconds]

    public init(_ general: Milliseconds? = nil, times: [String: Milliseconds] = [:]) {
        self.general = general
        self.times = times
    }

    /// The time for an entry: of its class and cup, else of its class, else of its cup, else the general one.
    public subscript(entry: Entry) -> Milliseconds? {
        if let cup = entry.cup, let time = times["\(entry.carClass) \(cup)"] { return time }
        return times[entry.carClass] ?? entry.cup.flatMap { times[$0] } ?? general
    }
}

/// Stops that every car has to make (regulations 1.26 to 1.31).
public struct MandatoryStops: Hashable, Sendable {
    /// When a stop counts, by the race clock.
    public struct Window: Hashable, Sendable {
        /// Which instant of the stop has to lie in it.
        public enum Reference: String, CaseIterable, Sendable {
            case entry, exit, both
        }

        /// From this time on, inclusive.
        public var opens: Milliseconds
        /// Before this time.
        public var closes: Milliseconds
        /// What has to lie between the two.
        public var by: Reference

        public init(opens: Milliseconds, closes: Milliseconds, by: Reference = .entry) {
            self.opens = opens
            self.closes = closes
            self.by = by
        }
    }

    /// How many.
    public var number = 1
    /// Nil: at any time of the race.
    public var window: Window?
    /// The least time from pit entry to pit exit.
    public var minimum = TimeByClass()
    /// What is added to a car's minimum at its last mandatory stop: success penalties and the like.
    public var additions: [CarNumber: Milliseconds] = [:]
    /// Another driver has to drive out than drove in.
    public var driverChange = false
    /// A visit begun under the red flag is a stop like any other.
    public var underRed = false

    public init(number: Int = 1, window: Window? = nil, driverChange: Bool = false) {
        self.number = number
        self.window = window
        self.driverChange = driverChange
    }
}

/// How long a visit to the pit lane may last: shorter than `from`, or at least `to`; nothing between (the
/// prohibited range). `from` zero makes `to` the least time of every stop.
public struct StopTimes: Hashable, Sendable {
    /// A stop shorter than this is free.
    public var from = Milliseconds.zero
    /// A stop as long as this is free.
    public var to: TimeByClass
    /// How many stops of a car may lie between, in all.
    public var jokers = 0
    /// How many in a block; those not taken lapse.
    public var jokersPerBlock = 1
    /// Length of a block, by the race clock; nil: the race is one.
    public var block: Milliseconds?

    public init(to: TimeByClass) {
        self.to = to
    }
}

/// One long stop (24 Hours of Spa).
public struct TechnicalStop: Hashable, Sendable {
    /// Pit entry to pit exit, at least.
    public var minimum: Milliseconds
    /// Its entry lies at or after this time of the race clock …
    public var from = Milliseconds.zero
    /// … and before this one.
    public var to: Milliseconds
    /// The green flag has to be shown at its entry.
    public var greenOnly = false

    public init(minimum: Milliseconds, to: Milliseconds) {
        self.minimum = minimum
        self.to = to
    }
}

/// How long a car may stay out, from the start signal or pit exit to pit entry.
public struct StintLimit: Hashable, Sendable {
    /// The limit of any other stint.
    public var longest: Milliseconds
    /// The limit of a stint in which one of `neutralisedBy` was shown.
    public var neutralised: Milliseconds
    /// Flags that make it the longer limit.
    public var neutralisedBy: Set<Flag> = [.safetyCar]

    public init(longest: Milliseconds) {
        self.longest = longest
        neutralised = longest
    }
}

/// How long a driver may drive until another has driven, without the time in the pit lane, and how long he rests.
public struct ContinuousDriving: Hashable, Sendable {
    /// The longest without another driver.
    public var most: Milliseconds
    /// How long he may not drive after it; nil: no rest.
    public var rest: Milliseconds?
    /// After how much driving without another driver the rest is due.
    public var restAfter: Milliseconds
    /// The time in the pit lane counts where the driver stays in (Bathurst).
    public var withPitLane = false

    public init(most: Milliseconds, rest: Milliseconds? = nil) {
        self.most = most
        self.rest = rest
        restAfter = most
    }
}

/// The least or most driving time of drivers.
public struct DrivingTime: Hashable, Sendable {
    /// Only drivers of this grade; nil: all.
    public var grade: String?
    /// Only entries of this class; nil: all.
    public var carClass: String?
    /// Only entries of this cup; nil: all.
    public var cup: String?
    /// What has to be driven; nil: nothing.
    public var least: Milliseconds?
    /// The least time where only one driver of the crew is meant.
    public var leastAlone: Milliseconds?
    /// What may be driven; nil: as much as he likes.
    public var most: Milliseconds?
    /// The times of all drivers who are meant are added up.
    public var together = false
    /// What is driven before this time of the race clock does not count.
    public var from = Milliseconds.zero
    /// Counted anew in each block of so long; nil: over the whole race.
    public var block: Milliseconds?
    /// The time in the pit lane counts where the driver stays in (Bathurst).
    public var withPitLane = false

    public init() {}
}

/// A penalty for an infringement up to a size.
public struct PenaltyBand: Hashable, Sendable {
    /// What the stewards are proposed.
    public enum Proposal: Hashable, Sendable {
        /// Nothing: they decide.
        case none
        case driveThrough
        /// So long, and with `shortfall` the missing time in whole seconds, rounded up.
        case stopAndGo(Milliseconds, shortfall: Bool)
        case time(Milliseconds, shortfall: Bool)
        case laps(Int)
        case disqualified
    }

    /// For an infringement by less than this; nil: by any size.
    public var below: Milliseconds?
    /// What is proposed then.
    public var proposal: Proposal

    public init(below: Milliseconds? = nil, _ proposal: Proposal) {
        self.below = below
        self.proposal = proposal
    }
}

/// What a bulletin changes while the session runs. It holds for stops begun from its instant on, and for what is
/// not yet done.
public enum Bulletin: Hashable, Sendable {
    /// When mandatory stops count; nil: at any time.
    case window(MandatoryStops.Window?)
    /// The least time of a mandatory stop for a class or cup as `TimeByClass` names it; nil: in general.
    case minimum(of: String?, Milliseconds)
    /// What is added to this car's minimum instead of what was: its success penalty.
    case addition(CarNumber, Milliseconds)
    /// Stops from the first time up to the second are prohibited.
    case prohibited(from: Milliseconds, to: Milliseconds)
    /// Limit in the pit lane, in kilometres an hour.
    case pitSpeed(Int)
    /// The least and most driving time of the rulebook's rule of this number, from 1; nil: as it was.
    case driving(rule: Int, least: Milliseconds?, most: Milliseconds?)
}
