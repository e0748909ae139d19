import Timing

/// A race's grid rule, read from a file and written (docs/configuration.md, "Grid").
extension GridRule {
    private static let names = ["best", "average", "sum", "superPole", "result", "points"]

    /// Reads how a race's grid comes out of the sessions `before` it.
    init?(_ field: Field, before: ArraySlice<Announced>) {
        guard let table = Table(field, keys: ["rule", "of"] + Self.keys(for: field.value("rule").written)) else {
            return nil
        }
        let rule = table.required("rule", "one of \(Self.names.joined(separator: ", "))")?.choice(of: Self.names)
        let named = table.required("of", "the list of the sessions it comes out of")
        guard let rule else { return nil }
        let kinds: [Session.Kind] = ["result", "points"].contains(rule) ? [.race] : [.qualifying, .practice]
        let known = before.filter { kinds.contains($0.kind) }.map(\.id)
        let sessions = named?.sessions(known, kinds, isOne: ["best", "result"].contains(rule))
        let places = rule == "superPole" ? table.required("places", "how many are in the super pole") : nil
        let scale = rule == "points" ? table.required("points", "the points for the places, first place first") : nil
        let count = places?.integer(1...1000)
        let points = scale?.list(of: "points", atLeast: 1)?.compactMap { $0.integer(0...10_000) }
        guard let sessions, let last = sessions.last else { return nil }
        switch rule {
        case "best": self = .best(of: last)
        case "average": self = .average(of: sessions)
        case "sum": self = .sum(of: sessions)
        case "result": self = .result(of: last)
        case "superPole":
            guard let count else { return nil }
            self = .superPole(last, places: count, after: sessions.dropLast())
        default:
            guard let points else { return nil }
            self = .points(points, of: sessions)
        }
    }

    /// The keys that a rule has beside `rule` and `of`; all there are where the rule is unknown.
    private static func keys(for rule: String?) -> [String] {
        switch rule {
        case "superPole": ["places"]
        case "points": ["points"]
        case let rule? where names.contains(rule): []
        default: ["places", "points"]
        }
    }

    /// The rule as a file states it, on one line.
    var written: String {
        let more =
            switch self {
            case .superPole(_, let places, _): ", places: \(places)"
            case .points(let points, _): ", points: [\(points.map { "\($0)" }.joined(separator: ", "))]"
            case .best, .average, .sum, .result: ""
            }
        return "{rule: \(name), of: [\(sessions.map(quoted).joined(separator: ", "))]\(more)}"
    }
}

extension Field {
    /// Ids of sessions, each one of those known and each once: one, or at least two.
    fileprivate func sessions(_ known: [String], _ kinds: [Session.Kind], isOne: Bool) -> [String]? {
        guard let items = list(of: "sessions", atLeast: 1) else { return nil }
        var seen = Unique<String>()
        let sessions = items.compactMap { $0.session(known, kinds, &seen) }
        if isOne, items.count > 1 {
            fault(
                found: "\(items.count) sessions", expected: "one session",
                remedy: "leave one, or choose a rule for several")
        } else if !isOne, items.count < 2 {
            fault(
                found: "one session", expected: "at least two sessions",
                remedy: "add one, or choose a rule for one session")
        } else if sessions.count == items.count {
            return sessions
        }
        return nil
    }

    private func session(_ known: [String], _ kinds: [Session.Kind], _ seen: inout Unique<String>) -> String? {
        guard let text = written, known.contains(text) else {
            let kind = kinds.map(\.rawValue).joined(separator: " or ")
            fault(
                found: found,
                expected: "a \(kind) session before this one: "
                    + (known.isEmpty ? "there is none" : known.joined(separator: ", ")),
                remedy: known.isEmpty
                    ? "put such a session before this one"
                    : written.flatMap { nearest(to: $0, of: known) }.map { "write \($0)" } ?? "write one of these")
            return nil
        }
        seen.check(text, self, "a session")
        return text
    }
}
