public import Timing

/// A series' rulebook: what one series does differently from another.
public struct Series: Hashable, Sendable {
    public let name: String
    /// The rules of its races; a session may state its own instead.
    public let rules: RaceRules
    /// How long qualifying and practice sessions last that do not say it themselves; nil: until the chequered flag.
    public let qualifying: Milliseconds?
    public let practice: Milliseconds?
    /// Keys of the values that no source backs, for example `race.classifiedPercent`, in the file's order.
    public let assumed: [String]
    private var places = Places()

    public init(
        name: String, rules: RaceRules, qualifying: Milliseconds? = nil, practice: Milliseconds? = nil,
        assumed: [String] = []
    ) {
        self.name = name
        self.rules = rules
        self.qualifying = qualifying
        self.practice = practice
        self.assumed = assumed
    }

    /// Reads a series' file (docs/configuration.md, "Series").
    public static func load(path: String) throws(Faults) -> Series {
        let findings = Findings()
        let series = Page.read(path, into: findings).flatMap { Series($0) }
        return try findings.answer(series)
    }

    static let keys = ["name", "race", "qualifying", "practice", "assumed"]

    init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        let name = table.required("name", "the series' name")?.text("the series' name")
        let race = table.required("race", "the rules of its races")
            .flatMap { Table($0, keys: RaceRules.keys) }
        let rules = race.map { RaceRules($0) }
        let (qualifying, practice) = (Self.timed(table["qualifying"]), Self.timed(table["practice"]))
        let assumed = table["assumed"]?.assumedKeys() ?? []
        guard let name, let rules else { return nil }
        self.init(
            name: name, rules: rules, qualifying: qualifying.duration, practice: practice.duration, assumed: assumed)
        places = Places(race, RaceRules.keys).under("race")
            .with(qualifying.places.under("qualifying")).with(practice.places.under("practice"))
    }

    private static func timed(_ field: Field?) -> (duration: Milliseconds?, places: Places) {
        guard let field, let table = Table(field, keys: ["duration"]) else { return (nil, Places()) }
        return (table["duration"]?.duration(RaceRules.lengths), Places(table, ["duration"]))
    }

    /// The rules of its sessions of a kind.
    func rules(of kind: Session.Kind) -> RaceRules {
        switch kind {
        case .race: rules
        case .qualifying: rules.inherited(by: kind, lasting: qualifying)
        case .practice: rules.inherited(by: kind, lasting: practice)
        }
    }

    /// Where these are written, by the names that a session gives them.
    func places(of kind: Session.Kind) -> Places {
        let race = places.of("race")
        return kind == .race ? race : race.without(RaceRules.keysOfRaces).with(places.of(kind.rawValue))
    }
}

extension Field {
    /// Keys of a series' file, each once.
    fileprivate func assumedKeys() -> [String]? {
        let known = RaceRules.keys.map { "race.\($0)" } + ["qualifying.duration", "practice.duration"]
        var seen = Unique<String>()
        return list(of: "keys of this file")?.compactMap { item in
            let key = item.choice(of: known)
            if let key {
                seen.check(key, item, "a key")
            }
            return key
        }
    }
}
