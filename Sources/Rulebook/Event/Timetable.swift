import Timing

/// A session as the timetable announces it, before there is a grid or an entry list for it.
struct Announced {
    let id: String
    let name: String
    let kind: Session.Kind
    let rules: RaceRules
    let places: Places
    private let table: Table

    private static let own = ["driver", "additions", "starters", "grid", "startingOrder"]
    private static let keys = ["id", "name", "kind"] + stated
    private static let stated = RaceRules.keys + Series.sections + own

    /// The sessions of the timetable, in its order.
    static func read(_ field: Field, _ series: Series) -> [Announced]? {
        var ids = Unique<String>()
        return field.list(of: "sessions", atLeast: 1)?.compactMap { Announced($0, series, &ids) }
    }

    private init?(_ field: Field, _ series: Series, _ ids: inout Unique<String>) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        let idField = table.required("id", "a short name like race1")
        let id = idField?.sessionID()
        if let id, let idField {
            ids.check(id, idField, "a session id")
        }
        let name = table.required("name", "the session's name")?.text("the session's name")
        let kind: Session.Kind? = table.required("kind", "practice, qualifying or race")?.word()
        var rules = series.rules(of: kind ?? .race)
        rules.take(table)
        rules.takeSections(table)
        if let qualifier: Obligations.Qualifier = table["driver"]?.word() { rules.obligations.qualifier = qualifier }
        guard let id, let name, let kind else { return nil }
        self.id = id
        self.name = name
        self.kind = kind
        self.rules = rules
        places = series.places(of: kind).with(Places(table, Self.stated))
        self.table = table
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
        return GridRule(grid, before: before)
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
