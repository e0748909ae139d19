/// Everything the core has to know before the first crossing: one run against one clock.
public struct Session: Hashable, Sendable {
    /// What a session is run for.
    public enum Kind: String, CaseIterable, Sendable {
        case practice, qualifying, race
    }

    /// Short name used in topics, files and commands, for example `race2`.
    public let id: String
    /// As the event file writes it.
    public let name: String
    /// A race is won by laps and time; practice and qualifying by the best lap.
    public let kind: Kind
    /// Where it is run.
    public let circuit: Circuit
    /// The rulebook of its series, for this format.
    public let rules: RaceRules
    /// The entry list, in grid order for a race.
    public let entries: [Entry]

    public init(
        id: String, name: String, kind: Kind = .race, circuit: Circuit, rules: RaceRules, entries: [Entry]
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.circuit = circuit
        self.rules = rules
        self.entries = entries
    }

    /// The session with another entry list.
    public func with(_ entries: [Entry]) -> Session {
        Session(id: id, name: name, kind: kind, circuit: circuit, rules: rules, entries: entries)
    }
}
