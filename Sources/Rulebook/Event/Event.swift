public import Timing

/// A race event: its circuit, its series with their entry lists, and its sessions.
public struct Event: Hashable, Sendable {
    public let name: String
    public let circuit: Circuit
    /// In the order of the file; never empty when loaded.
    public let series: [EventSeries]
    /// In the order of the timetable; never empty. Each carries the event's circuit, and the entries of its series in
    /// the order in which they start.
    public let sessions: [Session]
    /// How the grids of its races are made, by the id of the race.
    public let grids: [String: GridRule]
    /// What the timetable says of sessions, by their ids; none of a session of which it says nothing.
    private let slots: [String: Slot]
    /// Places of the values stated for the sessions, `race2.duration`.
    var places = Places()

    public init(
        name: String, circuit: Circuit, series: [EventSeries], sessions: [Session], grids: [String: GridRule] = [:],
        slots: [String: Slot] = [:]
    ) {
        self.name = name
        self.circuit = circuit
        self.series = series
        self.sessions = sessions
        self.grids = grids
        self.slots = slots.filter { $0.value != Slot() }
    }

    /// An event of one series.
    public init(
        name: String, series: String, circuit: Circuit, entries: [Entry], sessions: [Session],
        grids: [String: GridRule] = [:]
    ) {
        self.init(
            name: name, circuit: circuit, series: [EventSeries(name: series, entries: entries)], sessions: sessions,
            grids: grids)
    }

    /// The entries of all its series, series by series. A number or a transponder may be in several.
    public var entries: [Entry] { series.flatMap(\.entries) }

    /// The series of a session; nil where the event has no such session.
    public func series(of session: String) -> EventSeries? {
        guard sessions.contains(where: { $0.id == session }) else { return nil }
        let id = slot(of: session).series
        return series.first { $0.id == id }
    }

    /// What the timetable says of a session.
    public func slot(of session: String) -> Slot { slots[session] ?? Slot() }

    /// The session of this id; without an id the first. Nil where the event has no such session.
    public func session(_ id: String?) -> Session? {
        guard let id else { return sessions.first }
        return sessions.first { $0.id == id }
    }

    /// Where a rule that holds for a session is written, as `file:line`: at the session's own key if it states it, else
    /// at the series'. Nil where a default holds, or when the event was not read from a file.
    ///
    /// The rule is named as the session's series names it, `race.classifiedPercent`, `qualifying.duration` or
    /// `stops.window.opens`; further `circuit.pitTransit`, `circuit.pitLane` and `circuit.pitOnTrack`, and the
    /// session's own `grid`, `startingOrder`, `additions`, `starters`, `planned`, `of` and `parts`.
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
