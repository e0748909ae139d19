import Timing

/// How a race is begun, ended and classified, read from a file (docs/configuration.md, "Series").
extension RaceRules {
    static let keys = [
        "duration", "classifiedPercent", "classifiedBasis", "mustTakeFlag", "finishWithin", "laps", "start",
        "earlyFlag", "countBackLaps", "intermediates", "serveWithin", "driveThroughTime",
        "driveThroughOver", "stopAndGoOver", "fcyCountdown", "pitLapsCount", "redFlag", "flagByHand",
        "withoutTransit", "overdueRacing", "overdueNeutralised", "overdueLeast", "firstCrossing",
    ]

    /// Keys that begin, end or divide a race do not apply to practice and qualifying.
    static let keysOfRaces = [
        "duration", "laps", "start", "countBackLaps", "intermediates", "redFlag", "flagByHand",
    ]

    /// How long a session may be told to last.
    static let lengths = Milliseconds(1) ... .minutes(60_000)

    /// The rules of a series' races.
    init(_ table: Table) {
        self.init(duration: nil, classifiedPercent: 0)
        _ = table.required("classifiedPercent", "a share of the winner's laps, in percent")
        _ = table.required("classifiedBasis", "overall or class")
        take(table)
    }

    /// Takes over what the table states, and keeps the rest.
    mutating func take(_ table: Table) {
        set(\.duration, table["duration"]?.orNone { $0.duration(Self.lengths) })
        set(\.laps, table["laps"]?.orNone { $0.integer(1...10_000) })
        set(\.start, table["start"]?.word())
        set(\.earlyFlag, table["earlyFlag"]?.word())
        set(\.classifiedPercent, table["classifiedPercent"]?.integer(0...100))
        set(\.classifiedBasis, table["classifiedBasis"]?.word())
        set(\.mustTakeFlag, table["mustTakeFlag"]?.truth())
        set(\.finishWithin, table["finishWithin"]?.duration(.zero ... .minutes(1440)))
        set(\.countBackLaps, table["countBackLaps"]?.orNone { $0.integer(1...10) })
        set(\.intermediates, table["intermediates"]?.ascending(Self.lengths))
        set(\.serveWithin, table["serveWithin"]?.integer(0...10))
        set(\.driveThroughTime, table["driveThroughTime"]?.duration(.zero ... .minutes(60)))
        set(\.driveThroughOver, table["driveThroughOver"]?.duration(.zero ... .minutes(60)))
        set(\.stopAndGoOver, table["stopAndGoOver"]?.orNone { $0.duration(.zero ... .minutes(60)) })
        set(\.fcyCountdown, table["fcyCountdown"]?.orNone { $0.duration(Milliseconds(1) ... .minutes(60)) })
        set(\.pitLapsCount, table["pitLapsCount"]?.orNone { $0.truth() })
        if let field = table["redFlag"], let table = Table(field, keys: RedFlagRule.keys) { redFlag.take(table) }
        set(\.flagByHand, table["flagByHand"]?.duration(.zero ... .minutes(5)))
        set(\.withoutTransit, table["withoutTransit"]?.duration(.zero ... .minutes(60)))
        set(\.overdueRacing, table["overdueRacing"]?.integer(100...10_000))
        set(\.overdueNeutralised, table["overdueNeutralised"]?.integer(100...10_000))
        set(\.overdueLeast, table["overdueLeast"]?.duration(.zero ... .minutes(60)))
        set(\.firstCrossing, table["firstCrossing"]?.orNone { $0.word() })
    }

    private mutating func set<Value>(_ rule: WritableKeyPath<RaceRules, Value>, _ value: Value?) {
        if let value { self[keyPath: rule] = value }
    }

    /// The rules of races that a session of this kind takes over; `duration`, for practice and qualifying, is stated
    /// here.
    func inherited(by kind: Session.Kind, lasting duration: Milliseconds?) -> RaceRules {
        guard kind != .race else { return self }
        var rules = self
        rules.obligations = Obligations()
        rules.obligations.penalties = obligations.penalties
        rules.obligations.automatic = obligations.automatic
        rules.duration = duration
        rules.laps = nil
        rules.start = .signal
        rules.countBackLaps = nil
        rules.intermediates = []
        rules.redFlag = RedFlagRule()
        rules.flagByHand = .zero
        return rules
    }

    /// Every rule as a file states it, in the order of `keys`.
    var lines: [String] {
        let times = intermediates.map(\.written).joined(separator: ", ")
        return [
            "duration: \(duration?.written ?? "none")",
            "classifiedPercent: \(classifiedPercent)",
            "classifiedBasis: \(classifiedBasis.rawValue)",
            "mustTakeFlag: \(mustTakeFlag)",
            "finishWithin: \(finishWithin.written)",
            "laps: \(laps.map { "\($0)" } ?? "none")",
            "start: \(start.rawValue)",
            "earlyFlag: \(earlyFlag.rawValue)",
            "countBackLaps: \(countBackLaps.map { "\($0)" } ?? "none")",
            "intermediates: [\(times)]",
            "serveWithin: \(serveWithin)",
            "driveThroughTime: \(driveThroughTime.written)",
            "driveThroughOver: \(driveThroughOver.written)",
            "stopAndGoOver: \(stopAndGoOver?.written ?? "none")",
            "fcyCountdown: \(fcyCountdown?.written ?? "none")",
            "pitLapsCount: \(pitLapsCount.map { "\($0)" } ?? "none")",
            "redFlag: \(redFlag.written)",
            "flagByHand: \(flagByHand.written)",
            "withoutTransit: \(withoutTransit.written)",
            "overdueRacing: \(overdueRacing)",
            "overdueNeutralised: \(overdueNeutralised)",
            "overdueLeast: \(overdueLeast.written)",
            "firstCrossing: \(firstCrossing?.rawValue ?? "none")",
        ]
    }
}

extension RaceRules.RedFlagRule {
    static let keys = ["stopsClock", "lapsOff"]

    /// Takes over what the table states, and keeps the rest.
    fileprivate mutating func take(_ table: Table) {
        if let stopsClock = table["stopsClock"]?.truth() { self.stopsClock = stopsClock }
        if let lapsOff = table["lapsOff"]?.integer(0...10) { self.lapsOff = lapsOff }
    }

    fileprivate var written: String { "{stopsClock: \(stopsClock), lapsOff: \(lapsOff)}" }
}
