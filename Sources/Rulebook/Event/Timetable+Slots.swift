import Timing

/// What the timetable says of a session beside its rules, read from a file and written.
extension Announced {
    /// `zone`: by how much local time at the circuit is ahead of UTC.
    func slot(before: ArraySlice<Announced>, zone: Milliseconds?) -> Slot {
        let planned = table["planned"]?.instant(zone: zone)
        let parts: Slot.Parts? = table["parts"]?.word()
        if table["of"] == nil {
            table["parts"]?.fault(
                found: "parts of no session", expected: "the key of, which names the earlier session",
                remedy: "add it, or remove parts")
        }
        let rerun = table["of"].flatMap { earlier(before, $0) }
            .map { Slot.Rerun(of: $0, parts: parts ?? series.rulebook.parts) }
        let starterFrom = table["startersFrom"].flatMap { qualifying(before, $0) }
        return Slot(series: series.id, planned: planned, rerun: rerun, starterFrom: starterFrom)
    }

    /// The session in which the starters of a race drove: a qualifying before it, of its series.
    private func qualifying(_ before: ArraySlice<Announced>, _ field: Field) -> String? {
        guard kind == .race else {
            field.fault(
                found: "starters of a \(kind.rawValue) session", expected: "starters of a race only",
                remedy: "remove it, or write kind: race")
            return nil
        }
        let known = before.filter { $0.series.id == series.id && $0.kind == .qualifying }.map(\.id)
        if let id = field.written, known.contains(id) { return id }
        field.fault(
            notAmong: known, field.written ?? "",
            "a qualifying session of the series before this one: "
                + (known.isEmpty ? "there is none" : known.joined(separator: ", ")),
            found: field.found, unless: known.isEmpty ? "put such a session before this one" : "write one of these")
        return nil
    }

    /// The session that is run again or gone on with: one before this, of its kind and series.
    private func earlier(_ before: ArraySlice<Announced>, _ field: Field) -> String? {
        let known = before.filter { $0.series.id == series.id && $0.kind == kind }.map(\.id)
        if let id = field.written, known.contains(id) { return id }
        field.fault(
            notAmong: known, field.written ?? "",
            "a \(kind.rawValue) session of the series before this one: "
                + (known.isEmpty ? "there is none" : known.joined(separator: ", ")),
            found: field.found, unless: known.isEmpty ? "put such a session before this one" : "write one of these")
        return nil
    }

    /// Planned times that are out of order, or before the end of another session, are legal and told.
    static func noteTimes(_ sessions: [Announced], _ slots: [String: Slot]) {
        let planned = sessions.compactMap { session in
            slots[session.id]?.planned.map { (session: session, at: $0) }
        }
        for (earlier, later) in zip(planned, planned.dropFirst()) where later.at < earlier.at {
            later.session.table["planned"]?.note(
                "\(later.session.id) is planned before \(earlier.session.id), which stands before it")
        }
        var last: (session: Announced, end: Instant)?
        for (session, at) in planned.sorted(by: { $0.at < $1.at }) {
            if let last, at < last.end {
                session.table["planned"]?.note(
                    "\(session.id) is planned \((last.end - at).written) before \(last.session.id) has run its time")
            }
            guard let duration = session.rules.duration, at + duration > last?.end ?? .distantPast else { continue }
            last = (session, at + duration)
        }
    }
}

extension Slot {
    /// The keys of a session in a file, but for its series.
    func lines(zone: Milliseconds?) -> [String] {
        (planned.map { ["planned: \(DateTime.written($0, zone: zone))"] } ?? [])
            + (starterFrom.map { ["startersFrom: \(quoted($0))"] } ?? [])
            + (rerun.map { ["of: \(quoted($0.of))", "parts: \($0.parts.rawValue)"] } ?? [])
    }
}
