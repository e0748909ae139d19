/// A value of a series without a source; it holds because the event states no other.
public struct Assumption: Hashable, Sendable, CustomStringConvertible {
    /// `FILE:LINE` of the value; where it is left out, of the mark.
    public let place: String
    /// As the series' file names it, for example `stops.minimum`.
    public let key: String
    /// As it is written; nil: it is not given, and left to the event.
    public let value: String?

    /// `FILE:LINE: KEY: assumed VALUE`.
    public var description: String {
        "\(place): \(key): \(value.map { "assumed \($0)" } ?? "not given: the event's bulletin sets it")"
    }
}

/// The assumptions of a series, or of the series of an event or a daemon's event; none for other files.
public func assumptions(path: String) -> [Assumption] {
    let findings = Findings()
    guard !EntryList.isTable(path), let field = Page.read(path, into: findings) else { return [] }
    switch FileKind.of(field) {
    case .series: return field.assumptions(sessions: [])
    case .event: return field.assumptionsOfEvent
    case .daemon: return field.stated("event")?.referred?.assumptionsOfEvent ?? []
    case .circuit, .web, nil: return []
    }
}

extension Field {
    /// The assumptions of a series that at least one session concerned does not replace.
    fileprivate func assumptions(sessions: [Field]) -> [Assumption] {
        guard let items = stated("assumed"), items.isList else { return [] }
        return (items.list(of: "keys") ?? []).compactMap { item in
            guard let key = item.written else { return nil }
            let (group, rest) = (key.prefix { $0 != "." }, key.drop { $0 != "." }.dropFirst())
            let kind = ["qualifying", "practice"].contains(group) ? String(group) : "race"
            let own = ["race", "qualifying", "practice"].contains(group) ? String(rest) : key
            let concerned = sessions.filter { $0.stated("kind")?.written == kind }
            guard concerned.isEmpty || !concerned.allSatisfy({ $0.states(own) }) else { return nil }
            let value = at(key)
            return Assumption(
                place: "\(tidied(file)):\(value?.line ?? item.line)", key: key,
                value: value.map { shortened($0.asWritten) })
        }
    }

    fileprivate var assumptionsOfEvent: [Assumption] {
        let sessions = stated("sessions").flatMap { $0.isList ? $0.list(of: "sessions") : nil } ?? []
        guard let series = stated("series") else { return [] }
        guard series.isList else { return series.hereOrThere?.assumptions(sessions: sessions) ?? [] }
        return (series.list(of: "series") ?? []).flatMap { item in
            let own = sessions.filter { $0.stated("series")?.written == item.stated("id")?.written }
            return item.stated("rules")?.hereOrThere?.assumptions(sessions: own) ?? []
        }
    }

    /// The value of a key that has one.
    fileprivate func stated(_ key: String) -> Field? {
        guard keys.contains(key) else { return nil }
        let field = value(key)
        return field.isNothing ? nil : field
    }

    /// The value to which dotted keys lead.
    private func at(_ path: String) -> Field? {
        path.split(separator: ".").reduce(self as Field?) { $0?.stated(String($1)) }
    }

    /// Whether it states a key: by its value, or by a word like `none` in place of a mapping that holds it.
    private func states(_ path: String) -> Bool {
        var field = self
        for key in path.split(separator: ".") {
            guard let next = field.stated(String(key)) else { return field.written != nil }
            field = next
        }
        return true
    }

    /// The value here, on one line.
    private var asWritten: String {
        if let written { return written }
        if isList { return "[\((list(of: "values") ?? []).map(\.asWritten).joined(separator: ", "))]" }
        return "{\(keys.map { "\($0): \(value($0).asWritten)" }.joined(separator: ", "))}"
    }
}

private func shortened(_ text: String) -> String {
    text.count > 80 ? "\(text.prefix(80))…" : text
}
