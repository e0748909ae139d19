import Timing

/// A session as the timetable announces it, before there is a grid or an entry list for it.
struct Announced {
    let id: String
    let name: String
    let kind: Session.Kind
    let series: ListedSeries
    let rules: RaceRules
    let places: Places
    let table: Table

    private static let own = [
        "driver", "additions", "starters", "startersFrom", "grid", "startingOrder", "planned", "of", "parts",
    ]
    private static let keys = ["id", "series", "name", "kind"] + stated
    private static let stated = RaceRules.keys + Series.sections + own

    /// The sessions of the timetable, in its order.
    static func read(_ field: Field, _ series: [ListedSeries]) -> [Announced]? {
        var ids = Unique<String>()
        let sessions = field.list(of: "sessions", atLeast: 1)?.compactMap { Announced($0, series, &ids) }
        for one in series where sessions?.contains(where: { $0.series.id == one.id }) == false {
            one.field?.note("no session is of series \(one.id ?? "")")
        }
        return sessions
    }

    private init?(_ field: Field, _ all: [ListedSeries], _ ids: inout Unique<String>) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        let idField = table.required("id", "a short name like race1")
        let id = idField?.sessionID()
        if let id, let idField {
            ids.check(id, idField, "a session id")
        }
        let name = table.required("name", "the session's name")?.text("the session's name")
        let kind: Session.Kind? = table.required("kind", "practice, qualifying or race")?.word()
        let series = Self.series(table, all)
        let rulebook =
            (series ?? all.first)?.rulebook ?? Series(name: "", rules: RaceRules(duration: nil, classifiedPercent: 0))
        var rules = rulebook.rules(of: kind ?? .race)
        rules.take(table)
        rules.takeSections(table)
        if let qualifier: Obligations.Qualifier = table["driver"]?.word() { rules.obligations.qualifier = qualifier }
        guard let id, let name, let kind, let series else { return nil }
        self.id = id
        self.series = series
        self.name = name
        self.kind = kind
        self.rules = rules
        places = rulebook.places(of: kind).with(Places(table, Self.stated))
        self.table = table
    }

    /// The series that it names; the event's only one where that has no id.
    private static func series(_ table: Table, _ all: [ListedSeries]) -> ListedSeries? {
        let ids = all.compactMap(\.id)
        guard !ids.isEmpty else {
            table["series"]?.fault(
                found: "a series by its id", expected: "no series: the event has one, without an id",
                remedy: "remove it, or list the series of the event, each with an id")
            return all.first
        }
        guard let field = table.required("series", "the id of its series: \(ids.joined(separator: ", "))") else {
            return nil
        }
        guard let id = field.written, let series = all.first(where: { $0.id == id }) else {
            field.fault(
                notAmong: ids, field.written ?? "", "a series of the event: \(ids.joined(separator: ", "))",
                found: field.found, unless: "write one of these")
            return nil
        }
        return series
    }

    /// The entries in the starting order that the session states; in that of the list when it states none.
    func inOrder(_ entries: [Entry]) -> [Entry] {
        table["startingOrder"]?.hereOrThere.flatMap { StartingOrder.read($0) }?.arrange(entries) ?? entries
    }

    /// The rules with the values of bulletins for single cars, which the entry list has to have. A time that the series
    /// states for a class or cup without entries is left out.
    func rules(for entries: [Entry]) -> RaceRules {
        var rules = rules
        rules.obligations.take(additions: table["additions"], starters: table["starters"], for: entries)
        let entered = TimeByClass.names(of: entries)
        table["stops"]?.checkClasses(in: "minimum", entered)
        table["stopTimes"]?.checkClasses(in: "to", entered)
        rules.obligations.stops?.minimum.keep(entered)
        rules.obligations.stopTimes?.to.keep(entered)
        return rules
    }

    /// How its grid comes out of the sessions `before` it.
    func grid(before: ArraySlice<Announced>) -> GridRule? {
        guard let grid = table["grid"] else { return nil }
        guard kind == .race else {
            grid.fault(
                found: "a grid for a \(kind.rawValue) session", expected: "a grid for a race only",
                remedy: "remove it, or write kind: race")
            return nil
        }
        return GridRule(grid, before: before.filter { $0.series.id == series.id }[...])
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
}
