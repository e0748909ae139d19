/// Everything that can reach the core. Nothing else changes its state.
public enum Input: Hashable, Sendable {
    case crossing(Crossing)
    /// A crossing that came late, and waits for `lateTaken` (R1.10).
    case late(Crossing)
    /// Of the crossings that wait, the first so many take effect together. The instant is the session's time.
    case lateTaken(count: Int, at: Instant)
    /// Apart, so that a crossing is moved in few words.
    indirect case act(Act)
    /// A decoder tells that time has reached this instant; decoder 0 is the house's own clock.
    case time(Instant, decoder: UInt32 = 0)

    /// The crossing that it brings, in time or late; nil for other inputs.
    public var crossing: Crossing? {
        switch self {
        case .crossing(let crossing), .late(let crossing): crossing
        case .lateTaken, .act, .time: nil
        }
    }

    /// Official time of the input.
    public var instant: Instant {
        switch self {
        case .crossing(let crossing), .late(let crossing): crossing.at
        case .lateTaken(_, let instant): instant
        case .act(let act): act.at
        case .time(let instant, _): instant
        }
    }
}
