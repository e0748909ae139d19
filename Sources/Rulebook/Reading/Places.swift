/// Where rules are written: `file:line` by the name of the rule.
///
/// Places do not belong to the rules: two events with the same rules are equal, wherever the rules are written.
struct Places: Hashable, Sendable {
    private var lines: [String: String] = [:]

    init() {}

    /// The places of all keys that the table states, and of the keys within their values.
    init(_ table: Table?, _ keys: [String]) {
        for key in keys {
            guard let field = table?[key], let line = table?.line(of: key) else { continue }
            lines[key] = "\(tidied(field.file)):\(line)"
            within(field, named: key)
        }
    }

    private mutating func within(_ field: Field, named name: String) {
        for (key, line, value) in field.members where !value.isNothing {
            lines["\(name).\(key)"] = "\(tidied(field.file)):\(line)"
            within(value, named: "\(name).\(key)")
        }
    }

    /// The place of one key of a mapping that is checked already.
    init(_ field: Field?, _ key: String) {
        guard let field, field.keys.contains(key) else { return }
        let value = field.value(key)
        if !value.isNothing { lines[key] = "\(tidied(value.file)):\(value.line)" }
    }

    subscript(rule: String) -> String? { lines[rule] }

    /// Both, the others' where both have a place.
    func with(_ others: Places) -> Places {
        var both = self
        // A value that is not a mapping replaces the whole mapping.
        for name in others.lines.keys where others.lines.keys.allSatisfy({ !$0.hasPrefix("\(name).") }) {
            both.lines = both.lines.filter { !$0.key.hasPrefix("\(name).") }
        }
        both.lines.merge(others.lines) { $1 }
        return both
    }

    /// The same by longer names, `race.duration` for `duration`.
    func under(_ name: String) -> Places { renamed { "\(name).\($0)" } }

    /// Those of such longer names, by their short ones.
    func of(_ name: String) -> Places {
        renamed { $0.hasPrefix("\(name).") ? String($0.dropFirst(name.count + 1)) : nil }
    }

    private func renamed(_ name: (String) -> String?) -> Places {
        var places = Places()
        for (rule, place) in lines {
            if let name = name(rule) { places.lines[name] = place }
        }
        return places
    }

    /// Those of these rules, and of what they consist of.
    func only(_ rules: [String]) -> Places {
        renamed { name in rules.contains(String(name.prefix { $0 != "." })) ? name : nil }
    }

    /// All but those of these rules, and of what they consist of.
    func without(_ rules: [String]) -> Places {
        renamed { name in rules.contains(String(name.prefix { $0 != "." })) ? nil : name }
    }

    static func == (_: Places, _: Places) -> Bool { true }

    func hash(into _: inout Hasher) {}
}

/// A path without its detours: `config/events/../series/x.yaml` is `config/series/x.yaml`.
func tidied(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
        switch part {
        case ".": continue
        case ".." where parts.last.map({ !["", ".."].contains($0) }) ?? false: parts.removeLast()
        default: parts.append(part)
        }
    }
    return parts.joined(separator: "/")
}
