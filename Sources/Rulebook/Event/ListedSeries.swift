import Timing

/// A series as an event's file states it, with its entry list.
struct ListedSeries {
    let id: String?
    /// Sound, or nothing: then the sessions are still checked, against rules that are thrown away.
    let rulebook: Series
    let isSound: Bool
    let list: EntryList?
    /// Where it is stated; nil where the event has one series, stated by itself.
    let field: Field?

    static let keys = ["id", "rules", "entries"]

    /// The one series of an event, whose entry list stands beside it; or the list of several, each with its own.
    static func list(_ table: Table) -> [ListedSeries]? {
        let stated = table.required("series", "a series, or the path of its file, or the list of several")
        if let stated, stated.isList { return several(stated, entries: table["entries"]) }
        let series = stated?.hereOrThere.flatMap { Series($0) }
        let list = table.required("entries", "an entry list, or the path of its file")
            .flatMap { EntryList(hereOrThere: $0) }
        return [ListedSeries(id: nil, series, list, nil)]
    }

    private static func several(_ field: Field, entries: Field?) -> [ListedSeries]? {
        entries?.fault(
            found: "an entry list beside several series", expected: "one in each series",
            remedy: "move it to the series whose list it is")
        var ids = Unique<String>()
        let listed = field.list(of: "series", atLeast: 1)?.compactMap { item -> ListedSeries? in
            guard let table = Table(item, keys: keys) else { return nil }
            let idField = table.required("id", "a short name like gt, by which sessions name it")
            let id = idField?.sessionID()
            if let id, let idField { ids.check(id, idField, "the id of a series") }
            let series = table.required("rules", "the series' rules, or the path of their file")?.hereOrThere
                .flatMap { Series($0) }
            let list = table.required("entries", "the series' entry list, or the path of its file")
                .flatMap { EntryList(hereOrThere: $0) }
            return id.map { ListedSeries(id: $0, series, list, item) }
        }
        noteShared(listed ?? [])
        return listed
    }

    private init(id: String?, _ series: Series?, _ list: EntryList?, _ field: Field?) {
        self.id = id
        self.list = list
        self.field = field
        isSound = series != nil
        rulebook = series ?? Series(name: "", rules: RaceRules(duration: nil, classifiedPercent: 0))
        if let list, let series { Crews(cups: series.cups, season: series.season).check(list) }
    }

    /// One box may be used in two series. The crossings of a day tell whose it is only by the sessions that are open.
    private static func noteShared(_ all: [ListedSeries]) {
        var owners: [Transponder: (words: String, series: String?)] = [:]
        for series in all {
            for listed in series.list?.listed ?? [] {
                let car = listed.entry.number
                for transponder in listed.entry.transponders {
                    if let other = owners[transponder], other.series != series.id {
                        listed.table.place(of: "transponders").note(
                            "transponder \(transponder.value) of car \(car) is also that of \(other.words): while "
                                + "sessions of both series are open, look whose crossings they are")
                    } else if owners[transponder] == nil {
                        let place = listed.table.place(of: "transponders")
                        let words =
                            "car \(car) of series \(series.id ?? "") (\(tidied(place.file)):\(place.line))"
                        owners[transponder] = (words, series.id)
                    }
                }
            }
        }
    }

    /// What the event keeps of it; nil where something is wrong.
    var sound: EventSeries? {
        guard isSound, let list else { return nil }
        return EventSeries(
            id: id, name: rulebook.name, entries: list.entries, assumed: rulebook.assumed, success: rulebook.success,
            points: rulebook.points, season: rulebook.season, cups: rulebook.cups, parts: rulebook.parts)
    }
}
