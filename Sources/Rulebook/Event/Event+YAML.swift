import Timing

extension Event {
    /// The event as a file that needs no other: `load` reads it back to an equal event.
    ///
    /// The notes stand above it as comments. The event has to be one that a file can describe: at least one
    /// session, one entry and one Line, ids and numbers each once, and so on (docs/configuration.md,
    /// "Event").
    public func yaml(notes: [String] = []) -> String {
        let listed = series.map { (series: $0, rules: rules(of: $0)) }
        let ownEntries = series.count == 1 && series.first?.id == nil
        let stated =
            ownEntries
            ? listed.flatMap { ["series:"] + $0.series.lines($0.rules).map { "  \($0)" } }
            : ["series:"] + listed.flatMap { listedLines($0.series, $0.rules) }
        let lines =
            notes.flatMap(comment) + ["event: \(quoted(name))"] + circuitLines + stated
            + ["sessions:"] + sessions.flatMap { sessionLines($0, listed) }
            + (ownEntries ? ["entries:"] + entries.flatMap(entryLines) : [])
        return lines.joined(separator: "\n") + "\n"
    }

    /// The rules that a file states for a series: those of its first race.
    private func rules(of series: EventSeries) -> RaceRules {
        let own = sessions.filter { slot(of: $0.id).series == series.id }
        let race = own.first { $0.kind == .race } ?? own.first
        return race?.rules ?? RaceRules(duration: nil, classifiedPercent: 0)
    }

    /// One of several series, complete in itself.
    private func listedLines(_ series: EventSeries, _ rules: RaceRules) -> [String] {
        ["  - id: \(quoted(series.id ?? ""))", "    rules:"] + series.lines(rules).map { "      \($0)" }
            + ["    entries:"] + series.entries.flatMap(entryLines).map { "    \($0)" }
    }

    private func comment(_ note: String) -> [String] {
        note.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            let text = String(
                String.UnicodeScalarView(line.unicodeScalars.map { isPrintable($0) ? $0 : " " }))
            return text.isEmpty ? "#" : "# \(text)"
        }
    }

    private var circuitLines: [String] {
        let length = circuit.lengthMetres.map { ["  length: \($0) m"] } ?? []
        let transit = circuit.pitTransit.map { ["  pitTransit: \($0.written)"] } ?? []
        let lane = circuit.pitLaneMetres.map { ["  pitLane: \($0) m"] } ?? []
        let onTrack = circuit.pitOnTrack.map { ["  pitOnTrack: \($0.written)"] } ?? []
        let minimum = circuit.minimumLap.map { ["  minimumLap: \($0.written)"] } ?? []
        let zone = circuit.timeZone.map { ["  timeZone: \($0.writtenAsZone)"] } ?? []
        let loops = circuit.loops.map { loop in
            "    - {id: \(loop.id.value), name: \(quoted(loop.name)), kind: \(loop.kind.rawValue), "
                + "minimum: \(loop.minimum.written)}"
        }
        return ["circuit:", "  name: \(quoted(circuit.name))"] + length + transit + lane + onTrack + minimum
            + zone + ["  loops:"] + loops
    }

    /// A session states only what its rules have different from the series'.
    private func sessionLines(
        _ session: Session, _ listed: [(series: EventSeries, rules: RaceRules)]
    ) -> [String] {
        let slot = slot(of: session.id)
        let own = listed.first { $0.series.id == slot.series }
        let series = own?.rules ?? RaceRules(duration: nil, classifiedPercent: 0)
        let inherited = series.inherited(by: session.kind, lasting: nil)
        let stated =
            session.rules.lines.differing(from: inherited.lines) + session.rules.sectionLines(over: inherited)
            + session.rules.obligations.ownLines
        let grid = grids[session.id].map { ["grid: \($0.written)"] } ?? []
        let numbers = session.entries.map(\.number)
        let order =
            numbers == own?.series.entries.map(\.number)
            ? [] : ["startingOrder: [\(numbers.map { quoted($0.text) }.joined(separator: ", "))]"]
        return ["  - id: \(quoted(session.id))"] + (slot.series.map { ["    series: \(quoted($0))"] } ?? [])
            + ["    name: \(quoted(session.name))", "    kind: \(session.kind.rawValue)"]
            + (slot.lines(zone: circuit.timeZone) + stated + grid + order).map { "    \($0)" }
    }

    private func entryLines(_ entry: Entry) -> [String] {
        let cup = entry.cup.map { ["    cup: \(quoted($0))"] } ?? []
        let vehicle = entry.vehicle.map { ["    vehicle: \(quoted($0))"] } ?? []
        let transponders = entry.transponders.map { transponder in
            entry.transponderOffsets[transponder].map { "{id: \(transponder.value), offset: \($0.written)}" }
                ?? "\(transponder.value)"
        }.joined(separator: ", ")
        let drivers = entry.drivers.isEmpty ? ["    drivers: []"] : ["    drivers:"]
        return ["  - number: \(quoted(entry.number.text))", "    class: \(quoted(entry.carClass))"] + cup
            + ["    team: \(quoted(entry.team))"] + vehicle + ["    transponders: [\(transponders)]"]
            + drivers + entry.drivers.map(driverLine)
    }

    private func driverLine(_ driver: Driver) -> String {
        let grade = driver.grade.map { ", grade: \($0)" } ?? ""
        let nation = driver.nation.map { ", nation: \(quoted($0))" } ?? ""
        let born = driver.born.map { ", born: \($0)" } ?? ""
        return "      - {id: \(driver.id), name: \(quoted(driver.name))\(grade)\(nation)\(born)}"
    }
}

extension EventSeries {
    /// As a series' file states it.
    fileprivate func lines(_ rules: RaceRules) -> [String] {
        let marks = assumed.isEmpty ? [] : ["assumed: [\(assumed.map(quoted).joined(separator: ", "))]"]
        let nothing = RaceRules(duration: nil, classifiedPercent: 0)
        // The first five are always told, the others where they are not usual.
        let told = zip(rules.lines, nothing.lines).enumerated().filter { $0 < 5 || $1.0 != $1.1 }.map(\.element.0)
        let more =
            rules.sectionLines(over: nothing) + [success.map { "success: \($0.written)" }].compactMap(\.self)
            + [points.map { "points: \($0.written)" }].compactMap(\.self)
            + (parts == .replace ? [] : ["parts: \(parts.rawValue)"])
        return ["name: \(quoted(name))"] + (season.map { ["season: \($0)"] } ?? []) + marks
            + ["race:"] + told.map { "  \($0)" } + more
            + (cups.isEmpty ? [] : ["cups:"]) + cups.map { "  - \($0.written)" }
    }
}
