import Timing

/// Cups and their crews, read from a file and written (docs/configuration.md, "Cups").
extension Cup {
    static let keys = ["class", "cup", "crew", "oneCarPerNation"]

    /// The cups of a series, each once.
    static func list(_ field: Field, season: Int?) -> [Cup]? {
        var titles = Unique<String>()
        return field.list(of: "cups", atLeast: 1)?.compactMap { item in
            let cup = Cup(item, season: season)
            if let cup {
                titles.check("\(cup.carClass ?? "")\n\(cup.name ?? "\n")", item, "a class and cup", cup.title)
            }
            return cup
        }
    }

    private init?(_ field: Field, season: Int?) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        self.init(carClass: table["class"]?.text("a class"), name: table["cup"]?.text("a cup", empty: true))
        if carClass == nil, name == nil, table["class"] == nil, table["cup"] == nil {
            field.fault(found: "neither class nor cup", expected: "one of them, or both", remedy: "add one")
        }
        if let crew = table["crew"] {
            let fields = crew.isList ? crew.list(of: "crews, one of which it has to be", atLeast: 1) : [crew]
            crews = (fields ?? []).compactMap { Crew($0, season: season) }
        }
        oneCarPerNation = table["oneCarPerNation"]?.truth() ?? false
    }

    var written: String {
        let stated = [
            carClass.map { "class: \(quoted($0))" }, name.map { "cup: \(quoted($0))" },
            crews.isEmpty ? nil : "crew: [\(crews.map(\.written).joined(separator: ", "))]",
            oneCarPerNation ? "oneCarPerNation: true" : nil,
        ]
        return "{\(stated.compactMap(\.self).joined(separator: ", "))}"
    }
}

extension Cup.Crew {
    /// A grade by itself, and all from it on.
    private static let shares = Driver.grades.flatMap { [$0, $0 + "+"] }
    private static let keys = ["drivers"] + shares + ["age", "sameNation"]

    fileprivate init?(_ field: Field, season: Int?) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        self.init()
        drivers = table["drivers"]?.numbers(1...Self.sizes.upperBound)
        for key in field.keys where Self.shares.contains(key) {
            guard let number = table[key]?.numbers(Self.sizes) else { continue }
            let orHigher = key.hasSuffix("+")
            grades.append(Cup.Share(orHigher ? String(key.dropLast()) : key, orHigher: orHigher, number: number))
        }
        age = table["age"]?.numbers(Self.ages)
        sameNation = table["sameNation"]?.truth() ?? false
        if let age = table["age"], season == nil {
            age.fault(
                found: "an age without the season's year", expected: "the series' season",
                remedy: "write season: 2018 in the series")
        }
    }

    fileprivate var written: String {
        let shares = grades.map { share in
            "\(share.grade)\(share.orHigher ? "+" : ""): \(share.number.written(upTo: Self.sizes.upperBound))"
        }
        let stated =
            [drivers.map { "drivers: \($0.written(upTo: Self.sizes.upperBound))" }] + shares
            + [age.map { "age: \($0.written(upTo: Self.ages.upperBound))" }, sameNation ? "sameNation: true" : nil]
        return "{\(stated.compactMap(\.self).joined(separator: ", "))}"
    }
}
