/// A message of race control.
public struct RaceMessage: Hashable, Sendable {
    /// In order of their instants, from 1.
    public let number: Int
    /// Name of the act.
    public let act: String
    /// Who.
    public let by: String
    /// When it was given.
    public let at: Instant
    /// On one line, with nothing in it that cannot be shown.
    public let text: String
    /// The cars that it is for; empty: it is for all.
    public let cars: [CarNumber]
}
