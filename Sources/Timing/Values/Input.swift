/// Everything that can reach the core. Nothing else changes its state.
public enum Input: Hashable, Sendable {
    case crossing(Crossing)
    case act(Act)
    /// A decoder tells that time has reached this instant; decoder 0 is the house's own clock.
    case time(Instant, decoder: UInt32 = 0)

    /// Official time of the input.
    public var instant: Instant {
        switch self {
        case .crossing(let crossing): crossing.at
        case .act(let act): act.at
        case .time(let instant, _): instant
        }
    }
}
