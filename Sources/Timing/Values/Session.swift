/// The rulebook's values that the core needs for a race.
public struct RaceRules: Hashable, Sendable {
    /// Whose laps a car's laps are measured against for classification (regulations 1.9).
    public enum ClassifiedBasis: String, CaseIterable, Sendable {
        case overall
        case carClass = "class"
    }

    /// Time after which the leader finishes the lap in which it runs out; nil where only the chequered flag
    /// signal ends the race.
    public let duration: Milliseconds?
    /// Share of the winner's laps, in percent, below which a car is not classified (regulations 1.8).
    public let classifiedPercent: Int
    public let classifiedBasis: ClassifiedBasis
    /// Whether a car has to cross the Line after the chequered flag to be classified (regulations 1.10).
    public let mustTakeFlag: Bool
    /// How long after the chequered flag a session is over without being ended by command.
    public let finishWithin: Milliseconds

    public init(
        duration: Milliseconds?, classifiedPercent: Int, classifiedBasis: ClassifiedBasis = .overall,
        mustTakeFlag: Bool = false, finishWithin: Milliseconds = .minutes(10)
    ) {
        self.duration = duration
        self.classifiedPercent = classifiedPercent
        self.classifiedBasis = classifiedBasis
        self.mustTakeFlag = mustTakeFlag
        self.finishWithin = finishWithin
    }
}

/// Everything the core has to know before the first crossing: one run against one clock.
public struct Session: Hashable, Sendable {
    /// Short name used in topics, files and commands, for example `race2`.
    public let id: String
    public let name: String
    public let circuit: Circuit
    public let rules: RaceRules
    /// The entry list, in grid order for a race.
    public let entries: [Entry]

    public init(id: String, name: String, circuit: Circuit, rules: RaceRules, entries: [Entry]) {
        self.id = id
        self.name = name
        self.circuit = circuit
        self.rules = rules
        self.entries = entries
    }
}
