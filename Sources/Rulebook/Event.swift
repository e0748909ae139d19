public import Timing

/// A race event: its circuit, its series' rules, its sessions and its entry list.
public struct Event: Hashable, Sendable {
    public let name: String
    /// The series' name, as its rulebook states it.
    public let series: String
    public let circuit: Circuit
    public let entries: [Entry]
    /// In the order of the timetable; never empty. Each carries the event's circuit and entries.
    public let sessions: [Session]
    /// Keys of the series' values that no source backs, as its rulebook marks them.
    public let assumed: [String]

    public init(
        name: String, series: String, circuit: Circuit, entries: [Entry], sessions: [Session],
        assumed: [String] = []
    ) {
        self.name = name
        self.series = series
        self.circuit = circuit
        self.entries = entries
        self.sessions = sessions
        self.assumed = assumed
    }

    /// The session of this id, or the first where none is asked for; nil where the event has no such session.
    public func session(_ id: String?) -> Session? {
        guard let id else { return sessions.first }
        return sessions.first { $0.id == id }
    }
}
