/// How far a published result is (R41.5).
public enum ResultStanding: String, CaseIterable, Hashable, Sendable {
    /// Published, and nothing in it has changed since.
    case provisional
    /// Something in it has changed since it was published.
    case amended
    /// It is closed.
    case final
}
