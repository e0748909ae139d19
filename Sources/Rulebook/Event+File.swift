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
        let circuit = table.required("circuit", "a circuit, or the path of its file")?.hereOrThere
            .flatMap { Circuit($0) }
        let series = table.required("series", "a series, or the path of its file")?.hereOrThere
            .flatMap { Series($0) }
        let entries = table.required("entries", "an entry list, or the path of its file")?.hereOrThere
            .flatMap { EntryList.read($0) }
        let timetable = table.required("sessions", "the list of sessions")?.list(of: "sessions", atLeast: 1)
        // Without a sound series the sessions are still checked, against rules that nobody will see.
        let rules = series?.rules ?? RaceRules(duration: nil, classifiedPercent: 0)
        var ids = Unique<String>()
        let sessions = timetable?.compactMap { field in
            Announced(field, rules, &ids)
        }
        guard let name, let circuit, let series, let entries, let sessions else { return nil }
        self.init(
            name: name, series: series.name, circuit: circuit, entries: entries,
            sessions: sessions.map {
                Session(id: $0.id, name: $0.name, circuit: circuit, rules: $0.rules, entries: entries)
            },
            assumed: series.assumed)
    }
}

/// A session as the timetable announces it.
private struct Announced {
    let id: String
    let name: String
    let rules: RaceRules

    init?(_ field: Field, _ series: RaceRules, _ ids: inout Unique<String>) {
        guard let table = Table(field, keys: ["id", "name", "kind"] + RaceRules.keys) else { return nil }
        let idField = table.required("id", "a short name like race1")
        let id = idField?.sessionID()
        if let id, let idField {
            ids.check(id, idField, "a session id")
        }
        let name = table.required("name", "the session's name")?.text("the session's name")
        let kind = table.required("kind", "race")?.choice(of: ["race"])
        rules = RaceRules(table, else: series)
        guard let id, let name, kind != nil else { return nil }
        self.id = id
        self.name = name
    }
}

extension Field {
    /// A short name as it is used in topics and file names.
    func sessionID() -> String? {
        let letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
        guard let text = written, (1...32).contains(text.count), text.allSatisfy(letters.contains)
        else {
            fault(
                found: found, expected: "1 to 32 of a-z, 0-9 and -", remedy: "write a short name like race1")
            return nil
        }
        return text
    }

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
