public import Timing

/// A series' rulebook: everything in which series differ.
public struct Series: Hashable, Sendable {
    public let name: String
    /// The rules of its races; a session may state its own instead.
    public let rules: RaceRules
    /// The duration of qualifying and practice sessions that state none; nil: until the chequered flag.
    public let qualifying: Milliseconds?
    public let practice: Milliseconds?
    /// Keys of the values without a source, for example `race.classifiedPercent`, in the file's order.
    public let assumed: [String]
    /// The drivers of qualifying.
    public let qualifier: Obligations.Qualifier
    /// Time that the first of a race stand longer in the next.
    public let success: SuccessRule?
    /// The points of a race.
    public let points: PointsRule?
    /// Its year: for cups by age.
    public let season: Int?
    /// Its classes and cups, with their crews; empty: it does not say.
    public let cups: [Cup]
    /// What a session that stands for another means, unless it says so itself.
    public let parts: Slot.Parts
    private var places = Places()

    public init(
        name: String, rules: RaceRules, qualifying: Milliseconds? = nil, practice: Milliseconds? = nil,
        assumed: [String] = [], qualifier: Obligations.Qualifier = .anybody, success: SuccessRule? = nil,
        points: PointsRule? = nil, season: Int? = nil, cups: [Cup] = [], parts: Slot.Parts = .replace
    ) {
        self.name = name
        self.rules = rules
        self.qualifying = qualifying
        self.practice = practice
        self.assumed = assumed
        self.qualifier = qualifier
        self.success = success
        self.points = points
        self.season = season
        self.cups = cups
        self.parts = parts
    }

    /// Reads a series' file (docs/configuration.md, "Series").
    public static func load(path: String) throws(Faults) -> Series {
        let findings = Findings()
        let series = Page.read(path, into: findings).flatMap { Series($0) }
        return try findings.answer(series)
    }

    static let keys =
        ["name", "season", "race"] + sections + [
            "qualifying", "practice", "success", "points", "cups", "parts", "assumed",
        ]

    /// Beside `race`, and the same in a session.
    static let sections = Obligations.keys + ["pitSpeed", "reports"]

    init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        let name = table.required("name", "the series' name")?.text("the series' name")
        let season = table["season"]?.integer(1900...2100)
        let race = table.required("race", "the rules of its races")
            .flatMap { Table($0, keys: RaceRules.keys) }
        var rules = race.map { RaceRules($0) }
        // The sections are checked also where the race is not sound.
        var asked = rules ?? RaceRules(duration: nil, classifiedPercent: 0)
        asked.takeSections(table)
        if rules != nil { rules = asked }
        let qualifying = table["qualifying"].flatMap { Table($0, keys: ["duration", "driver"]) }
        let practice = table["practice"].flatMap { Table($0, keys: ["duration"]) }
        let lasting = { (table: Table?) in table?["duration"]?.duration(RaceRules.lengths) }
        let cups = table["cups"].flatMap { Cup.list($0, season: season) } ?? []
        let assumed = table["assumed"]?.assumedKeys() ?? []
        let parts: Slot.Parts? = table["parts"]?.word()
        let (first, second) = (lasting(qualifying), lasting(practice))
        let qualifier: Obligations.Qualifier? = qualifying?["driver"]?.word()
        let (success, points) = (
            table["success"]?.orNone { SuccessRule($0) } ?? nil, table["points"]?.orNone { PointsRule($0) } ?? nil
        )
        guard let name, let rules else { return nil }
        self.init(
            name: name, rules: rules, qualifying: first, practice: second, assumed: assumed,
            qualifier: qualifier ?? .anybody, success: success, points: points, season: season, cups: cups,
            parts: parts ?? .replace)
        places = Places(race, RaceRules.keys).under("race").with(Places(table, Self.sections + ["parts"]))
            .with(Places(qualifying, ["duration", "driver"]).under("qualifying"))
            .with(Places(practice, ["duration"]).under("practice"))
    }

    /// The rules of its sessions of a kind.
    func rules(of kind: Session.Kind) -> RaceRules {
        var rules = rules
        switch kind {
        case .race: break
        case .qualifying:
            rules = rules.inherited(by: kind, lasting: qualifying)
            rules.obligations.qualifier = qualifier
        case .practice: rules = rules.inherited(by: kind, lasting: practice)
        }
        return rules
    }

    /// Where these are written, by the names that a session gives them.
    func places(of kind: Session.Kind) -> Places {
        let race = places.of("race")
        guard kind == .race else {
            return race.without(RaceRules.keysOfRaces).with(places.only(["penalties", "pitSpeed", "reports", "parts"]))
                .with(places.of(kind.rawValue))
        }
        return race.with(places.only(Self.sections + ["parts"]))
    }
}

extension RaceRules {
    /// Takes over the sections beside `race` in a series, and in a session.
    mutating func takeSections(_ table: Table) {
        obligations.take(table)
        if let kinds = table["reports"]?.orNone({ $0.reportRules() }) { reports = kinds ?? [] }
        if let limit = table["pitSpeed"]?.orNone({ $0.speed() }) { pitSpeed = limit }
    }

    /// The sections beside `race` as a file states them, where they differ from the inherited ones.
    func sectionLines(over inherited: RaceRules) -> [String] {
        let speed = { (rules: RaceRules) in "pitSpeed: \(rules.pitSpeed.map { "\($0) km/h" } ?? "none")" }
        return (obligations.lines + [speed(self), reportLine])
            .differing(from: inherited.obligations.lines + [speed(inherited), inherited.reportLine])
            + obligations.penaltyLines(over: inherited.obligations)
    }
}

extension Field {
    /// Keys of a series' file, each once, whether it gives their value or not.
    fileprivate func assumedKeys() -> [String]? {
        var seen = Unique<String>()
        return list(of: "keys of this file")?.compactMap { item in
            guard let key = item.written, Series.assumable.contains(key) else {
                item.fault(
                    notAmong: Series.assumable, item.written ?? "", "a key of a series' file, like race.duration",
                    found: item.found, unless: "write it as the reference names it, or remove it")
                return nil
            }
            seen.check(key, item, "a key")
            return key
        }
    }
}

extension Series {
    /// The keys whose values can be marked as assumed.
    static let assumable =
        RaceRules.keys.map { "race.\($0)" } + RaceRules.RedFlagRule.keys.map { "race.redFlag.\($0)" }
        + ["qualifying.duration", "qualifying.driver", "practice.duration"]
        + Obligations.names + ["pitSpeed", "reports", "success", "points", "points.teams", "cups", "parts"]
        + SuccessRule.keys.map { "success.\($0)" } + PointsRule.keys.map { "points.\($0)" }
        + PointsRule.Teams.keys.map { "points.teams.\($0)" }
}
