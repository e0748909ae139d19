import Timing

extension Event {
    /// Reads an event's file and the files it refers to (docs/configuration.md, "Event").
    ///
    /// Throws every fault of all of them.
    public static func load(path: String) throws(Faults) -> Event {
        let findings = Findings()
        let event = Page.read(path, into: findings).flatMap { Event($0) }
        return try findings.answer(event)
    }

    static let keys = ["event", "circuit", "series", "sessions", "entries"]

    init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        let name = table.required("event", "the event's name")?.text("the event's name")
        let track = table.required("circuit", "a circuit, or the path of its file")?.hereOrThere
        let circuit = track.flatMap { Circuit($0) }
        let series = table.required("series", "a series, or the path of its file")?.hereOrThere
            .flatMap { Series($0) }
        let list = table.required("entries", "an entry list, or the path of its file")
            .flatMap { EntryList(hereOrThere: $0) }
        if let list, let series { Crews(cups: series.cups, season: series.season).check(list) }
        // Without a sound series the sessions are still checked, against rules that are then thrown away.
        let rulebook = series ?? Series(name: "", rules: RaceRules(duration: nil, classifiedPercent: 0))
        let timetable = table.required("sessions", "the list of sessions")
            .flatMap { Announced.read($0, rulebook) }
        let grids = (timetable ?? []).enumerated().map { index, session in
            (session.id, session.grid(before: timetable?.prefix(index) ?? []))
        }
        guard let name, let circuit, let series, let entries = list?.entries, let timetable else { return nil }
        self.init(
            name: name, series: series.name, circuit: circuit, entries: entries,
            sessions: timetable.map {
                Session(
                    id: $0.id, name: $0.name, kind: $0.kind, circuit: circuit, rules: $0.rules(for: entries),
                    entries: $0.inOrder(entries))
            },
            grids: Dictionary(grids.compactMap { id, rule in rule.map { (id, $0) } }) { first, _ in first },
            assumed: series.assumed, success: series.success, points: series.points, season: series.season,
            cups: series.cups)
        let ofCircuit = ["pitTransit", "pitLane", "pitOnTrack", "minimumLap"].reduce(Places()) {
            $0.with(Places(track, $1))
        }
        for session in timetable { places = places.with(ofCircuit.with(session.places).under(session.id)) }
    }
}

extension Field {
    /// The value itself, or the one in the file whose path stands here.
    var hereOrThere: Field? {
        written == nil ? self : referred
    }

    /// The value in the file whose path, relative to this file, stands here.
    var referred: Field? {
        guard let path = referredPath() else { return nil }
        return Page.read(path, into: findings, referredBy: self)
    }

    /// The path that stands here, relative to the folder of this file.
    func referredPath() -> String? {
        guard let text = text("the path of a file", longest: 4096) else { return nil }
        guard !text.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return text }
        return file[...slash] + text
    }
}
