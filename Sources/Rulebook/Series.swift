public import Timing

/// A series' rulebook: what one series does differently from another.
public struct Series: Hashable, Sendable {
    public let name: String
    /// The rules of its races; a session may state its own instead.
    public let rules: RaceRules
    /// Keys of the values that no source backs, for example `race.classifiedPercent`, in the file's order.
    public let assumed: [String]

    public init(name: String, rules: RaceRules, assumed: [String] = []) {
        self.name = name
        self.rules = rules
        self.assumed = assumed
    }

    /// Reads a series' file (docs/configuration.md, "Series").
    public static func load(path: String) throws(Faults) -> Series {
        let findings = Findings()
        let series = Page.read(path, into: findings).flatMap { Series($0) }
        return try findings.answer(series)
    }

    static let keys = ["name", "race", "assumed"]

    init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        let name = table.required("name", "the series' name")?.text("the series' name")
        let race = table.required("race", "the rules of its races")
            .flatMap { Table($0, keys: RaceRules.keys) }
        let rules = race.flatMap { RaceRules($0) }
        let assumed = table["assumed"]?.assumedKeys() ?? []
        guard let name, let rules else { return nil }
        self.init(name: name, rules: rules, assumed: assumed)
    }
}

extension RaceRules {
    static let keys = ["duration", "classifiedPercent", "classifiedBasis", "mustTakeFlag", "finishWithin"]

    init?(_ table: Table) {
        let percent = table.required("classifiedPercent", "a share of the winner's laps, in percent")
        let basis = table.required("classifiedBasis", "overall or class")
        let values = RaceValues(table, percent: percent, basis: basis)
        guard let percent = values.classifiedPercent, let basis = values.classifiedBasis else { return nil }
        self.init(
            duration: values.duration ?? nil, classifiedPercent: percent, classifiedBasis: basis,
            mustTakeFlag: values.mustTakeFlag ?? false, finishWithin: values.finishWithin ?? .minutes(10))
    }

    /// The rules of a session: what its table states, and the series' for the rest.
    init(_ table: Table, else series: RaceRules) {
        let values = RaceValues(table, percent: table["classifiedPercent"], basis: table["classifiedBasis"])
        self.init(
            duration: values.duration ?? series.duration,
            classifiedPercent: values.classifiedPercent ?? series.classifiedPercent,
            classifiedBasis: values.classifiedBasis ?? series.classifiedBasis,
            mustTakeFlag: values.mustTakeFlag ?? series.mustTakeFlag,
            finishWithin: values.finishWithin ?? series.finishWithin)
    }
}

/// The values of a table that are stated and sound.
private struct RaceValues {
    /// Stated to be without one: `.some(nil)`.
    let duration: Milliseconds??
    let classifiedPercent: Int?
    let classifiedBasis: RaceRules.ClassifiedBasis?
    let mustTakeFlag: Bool?
    let finishWithin: Milliseconds?

    init(_ table: Table, percent: Field?, basis: Field?) {
        if let field = table["duration"] {
            duration =
                field.written == "none"
                ? .some(nil) : field.duration(Milliseconds(1) ... .minutes(60_000)).map { .some($0) }
        } else {
            duration = nil
        }
        classifiedPercent = percent?.integer(0...100)
        classifiedBasis = basis?.choice(of: RaceRules.ClassifiedBasis.allCases.map(\.rawValue))
            .flatMap(RaceRules.ClassifiedBasis.init(rawValue:))
        mustTakeFlag = table["mustTakeFlag"]?.truth()
        finishWithin = table["finishWithin"]?.duration(.zero ... .minutes(1440))
    }
}

extension Field {
    /// Keys of a series' file, each once.
    fileprivate func assumedKeys() -> [String]? {
        let known = RaceRules.keys.map { "race.\($0)" }
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
