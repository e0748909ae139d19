/// What is asked about a car.
public enum ExplainedThing: Hashable, Sendable {
    /// Its place in the classification.
    case position
    /// One of its laps, counted from 1.
    case lap(Int)
    /// One of its visits to the pit lane, counted from 1.
    case stop(Int)
    /// What it owes, or owed.
    case obligation(ObligationID)
}

/// Why something cannot be explained.
public enum NothingToExplain: Error, Hashable, Sendable {
    /// No entry has this number.
    case car(CarNumber)
    /// The car has completed only so many laps.
    case lap(Int, completed: Int)
    /// The car has made only so many visits to the pit lane.
    case stop(Int, made: Int)
    /// The car owes no such thing.
    case obligation(ObligationID, owed: [ObligationID])
}

/// Why the table says of a car what it says: the evidence, the acts and the rules.
public struct Explanation: Hashable, Sendable {
    /// What is explained, with its own evidence.
    public enum Subject: Hashable, Sendable {
        /// A place in the classification.
        case position(PositionReasons)
        /// A lap.
        case lap(LapReasons)
        /// A visit to the pit lane.
        case stop(StopReasons)
        /// A verdict.
        case obligation(ObligationReasons)
    }

    /// The car's place in the entry list.
    public let car: CarIndex
    /// What is explained.
    public let subject: Subject
    /// Amendments and decisions that bear on it, those taken back among them, in order of their instants.
    public let acts: [BearingAct]
    /// Rules of the rulebook that it follows from.
    public let rules: [CitedRule]
}

/// An act that bears on what is explained.
public struct BearingAct: Hashable, Sendable {
    /// Name, author, instant and what it does.
    public let act: Act
    /// The act that took it back; nil while it holds.
    public let withdrawnBy: String?
    /// What has become of a penalty that holds, and what it adds.
    public let penalty: PenaltyRecord?
}

/// A rule by its name in the rulebook, and what it says for the session.
public struct CitedRule: Hashable, Sendable {
    /// What a rule says.
    public enum Value: Hashable, Sendable {
        /// A count, or a share in percent.
        case number(Int)
        /// A length of time.
        case time(Milliseconds)
        /// One of the rulebook's words.
        case word(String)
        /// Yes or no.
        case truth(Bool)
        /// The rulebook says none.
        case none
    }

    /// The kind of session and the rule, as `race.classifiedPercent`; `circuit.pitTransit`; or one of what is asked of
    /// the cars, as `stops.minimum`.
    public let key: String
    /// What it says.
    public let value: Value

    public init(key: String, value: Value) {
        self.key = key
        self.value = value
    }
}

/// A lap: what bounds it and what lies in it.
public struct LapReasons: Hashable, Sendable {
    /// A sector of the lap.
    public struct Sector: Hashable, Sendable {
        /// Nil where one of its ends is unknown.
        public let time: Milliseconds?
        /// The loop that ends it; nil where the car was not seen there and nothing is provisional.
        public let ended: Evidence?
    }

    /// Why the lap is not the car's best.
    public enum NotBest: Hashable, Sendable {
        /// It begins at the start signal, not at the Line.
        case firstLap
        /// The stewards deleted its time, by the act of this name.
        case deleted(act: String)
        /// It begins or ends with a crossing that was missed.
        case provisional
        /// It begins or ends in the pit lane.
        case pitLane
        /// The clock at the Line stepped in it.
        case clock
        /// Another was quicker, or as quick and earlier.
        case another(lap: Int, time: Milliseconds)
    }

    /// Counted from 1.
    public let lap: Int
    /// Line to Line; of lap 1 from the start signal.
    public let time: Milliseconds
    /// The start signal, or the Line that ended the lap before.
    public let began: Evidence
    /// The Line.
    public let ended: Evidence
    /// In lap order.
    public let sectors: [Sector]
    /// Periods of flags shown during it.
    public let flags: [FlagPeriod]
    /// The car came to the pit lane on it.
    public let isInLap: Bool
    /// The car left the pit lane on it.
    public let isOutLap: Bool
    /// Empty where it is the car's best.
    public let notBest: [NotBest]
    /// The best of its class.
    public let isBestOfClass: Bool
    /// The best of everybody.
    public let isBestOfAll: Bool
    /// The car's other crossings in its span: pit lane, speed traps, and what did not count.
    public let others: [Evidence]
}

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
    /// Who drove in; nil where nobody was identified.
    public let driverIn: NamedDriver?
    /// Who drove out; nil where nobody was identified.
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

/// A verdict on what a car owes.
public struct ObligationReasons: Hashable, Sendable {
    /// As it is published.
    public let verdict: Verdict
    /// The visit to the pit lane that it rests on; nil where it rests on none.
    public let stop: StopReasons?
}

/// A place in the classification.
public struct PositionReasons: Hashable, Sendable {
    /// What decides places now.
    public enum Basis: String, CaseIterable, Sendable {
        /// The race runs: the last loop of the last lap passed, then the instant.
        case road
        /// The chequered flag is out, or all is over: laps, then totals, and what the stewards decided.
        case result
        /// Practice and qualifying.
        case bestLap
    }

    /// Why the car is not classified.
    public enum NotClassified: Hashable, Sendable {
        /// It has completed no lap; in practice and qualifying it has no lap time.
        case noLap
        /// By the act of this name.
        case disqualified(act: String)
        /// It has not crossed the Line after the chequered flag.
        case mustTakeFlag
        /// It has fewer laps than the rulebook's share of the winner's.
        case classifiedPercent(laps: Int, needed: Int, winner: CarIndex, winnerLaps: Int)
    }

    /// Why of two cars of one best lap one is ahead (regulations 1.13).
    public enum Tie: String, CaseIterable, Sendable {
        /// Who set it first.
        case setFirst
        /// The second-best lap.
        case secondBest
        /// The order of the entry list.
        case entryList
    }

    /// What a car has to show for its place.
    public struct Account: Hashable, Sendable {
        /// Laps completed.
        public let laps: Int
        /// Laps taken off by the stewards.
        public let penaltyLaps: Int
        /// Start signal to the completion of its last lap; nil before the first.
        public let road: Milliseconds?
        /// Penalties that are added to it.
        public let penalty: Milliseconds
        /// It has crossed the Line after the chequered flag.
        public let hasFinished: Bool
        /// Its best lap.
        public let bestLap: Milliseconds?
        /// The best lap's number.
        public let bestLapNumber: Int?
        /// The instant at which its best lap ended.
        public let bestSet: Instant?
        /// Its second-best lap.
        public let secondBest: Milliseconds?
    }

    /// The car one place ahead or behind.
    public struct Neighbour: Hashable, Sendable {
        /// Its place in the entry list.
        public let car: CarIndex
        /// Its position; nil when it is not classified.
        public let position: Int?
        /// The distance between the two.
        public let distance: Distance
        /// The two passages that the distance is taken from; nil where totals or best laps decide it, or nothing yet.
        public let meeting: Meeting?
        /// What it has to show.
        public let account: Account
        /// Why it is ahead or behind on the same best lap.
        public let tie: Tie?
    }

    /// Two passages of one loop.
    public struct Meeting: Hashable, Sendable {
        /// Of the car that is explained.
        public let own: Evidence
        /// Of the neighbour.
        public let other: Evidence
    }

    /// What decides places now.
    public let basis: Basis
    /// From 1; nil when not classified.
    public let position: Int?
    /// The same within the class.
    public let classPosition: Int?
    /// What the car is doing.
    public let status: CarStatus
    /// The crossing that the place rests on: the last loop passed, the Line that completed the last lap, or the best.
    public let last: Evidence?
    /// What the car has to show.
    public let account: Account
    /// Cars of the same laps and total, which share the position.
    public let deadHeatWith: [CarIndex]
    /// The stewards put the car where it is, by the act of this name.
    public let placedBy: String?
    /// Nil when it is classified.
    public let notClassified: NotClassified?
    /// One place ahead; nil for the first.
    public let ahead: Neighbour?
    /// One place behind; nil for the last.
    public let behind: Neighbour?
}
