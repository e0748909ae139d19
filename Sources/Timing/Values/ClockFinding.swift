/// A decoder whose clock was found to be off.
public struct ClockFinding: Hashable, Sendable {
    /// The box.
    public let decoder: UInt32
    /// By how much its clock is ahead; negative when it is behind.
    public let ahead: Milliseconds
    /// The other decoder at the same loop; nil when the sectors around the loop show it.
    public let against: UInt32?
    /// Of one that stepped: the first crossing that shows it.
    public let since: Instant?
}
