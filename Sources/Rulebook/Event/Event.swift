public import Timing

/// A race event: its circuit, its series' rules, its sessions and its entry list.
public struct Event: Hashable, Sendable {
    public let name: String
    /// The series' name, as its rulebook states it.
    public let series: String
    public let circuit: Circuit
    public let entries: [Entry]
    /// In the order of the timetable; never empty. Each carries the event's circuit, and its entries in the order in
    /// which they start.
    public let sessions: [Session]
    /// How the grids of its races are made, by the id of the race.
    public let grids: [String: GridRule]
    /// Keys of the series' values without a source, as its rulebook marks them.
    public let assumed: [String]
    /// Success penalties, where the series has them.
    public let success: SuccessRule?
    /// The points of a race, where the series says so.
    public let points: PointsRule?
    /// The year of the season, where the series says so.
    public let season: Int?
    /// Classes and cups of the series with their crews; empty: it does not say.
    public let cups: [Cup]
    /// Places of the values stated for the sessions, `race2.duration`.
    var places = Places()

    public init(
        name: String, series: String, circuit: Circuit, entries: [Entry], sessions: [Session],
        grids: [String: GridRule] = [:], assumed: [String] = [], success: SuccessRule? = nil,
        points: PointsRule? = nil, season: Int? = nil, cups: [Cup] = []
    ) {
        self.name = name
        self.series = series
        self.circuit = circuit
        self.entries = entries
        self.sessions = sessions
        self.grids = grids
        self.assumed = assumed
        self.success = success
        self.points = points
        self.season = season
        self.cups = cups
    }

    /// The session of this id; without an id the first. Nil where the event has no such session.
    public func session(_ id: String?) -> Session? {
        guard let id else { return sessions.first }
        return sessions.first { $0.id == id }
    }

    /// Where a rule that holds for a session is written, as `file:line`: at the session's own key if it states it, else
    /// at the series'. Nil where a default holds, or when the event was not read from a file.
    ///
    /// The rule is named as the series names it, `race.classifiedPercent`, `qualifying.duration` or
    /// `stops.window.opens`; further `circuit.pitTransit`, `circuit.pitLane` and `circuit.pitOnTrack`, and the
    /// session's own `grid`, `startingOrder`, `additions` and `starters`.
    public func place(of rule: String, session: String) -> String? {
        let (group, key) = (rule.prefix { $0 != "." }, rule.drop { $0 != "." }.dropFirst())
        let own =
            Self.stated[rule] ?? (["race", "qualifying", "practice", "circuit"].contains(group) ? String(key) : rule)
        // The rules of driving times are a list: its place is that of all of them.
        return places["\(session).\(own)"] ?? (group == "driving" ? places["\(session).driving"] : nil)
    }

    /// Rules that a session states under another name.
    private static let stated = ["qualifier": "driver", "starter": "starters", "stops.additions": "additions"]
}
