/// The conditions as they were told last.
public struct ToldConditions: Hashable, Sendable {
    /// When a value of them was told last.
    public let at: Instant
    /// Each as it was told last.
    public let conditions: Conditions
}
