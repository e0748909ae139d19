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
        let listed = ListedSeries.list(table)
        let timetable = table.required("sessions", "the list of sessions")
            .flatMap { field in listed.flatMap { Announced.read(field, $0) } }
        // Without a sound circuit its zone is not asked for.
        let zone = circuit.map(\.timeZone) ?? .zero
        let rest = (timetable ?? []).enumerated().map { index, session in
            let before = timetable?.prefix(index) ?? []
            return (id: session.id, grid: session.grid(before: before), slot: session.slot(before: before, zone: zone))
        }
        let slots = Dictionary(rest.map { ($0.id, $0.slot) }) { first, _ in first }
        Announced.noteTimes(timetable ?? [], slots)
        let series = listed?.compactMap(\.sound) ?? []
        guard let name, let circuit, let timetable, series.count == listed?.count else { return nil }
        self.init(
            name: name, circuit: circuit, series: series,
            sessions: timetable.compactMap { session in
                guard let entries = series.first(where: { $0.id == session.series.id })?.entries else { return nil }
                return Session(
                    id: session.id, name: session.name, kind: session.kind, circuit: circuit,
                    rules: session.rules(for: entries), entries: session.inOrder(entries))
            },
            grids: Dictionary(rest.compactMap { one in one.grid.map { (one.id, $0) } }) { first, _ in first },
            slots: slots)
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
