/// What a steward's penalty does.
public enum PenaltyKind: Hashable, Sendable {
    /// Added to the car's total at the finish; re-sorts within the same lap count (R18.1).
    case time(Milliseconds)
    /// The car is placed here in the overall classification, its total unchanged.
    case position(Int)
    /// Taken off the car's laps in the result.
    case laps(Int)
    /// Through the pit lane without stopping; converted to time when it is not served (R21.2, R21.6).
    case driveThrough
    /// A stop of so long in the pit lane; converted to time when it is not served.
    case stopAndGo(Milliseconds)
    /// So many places back on the grid of the next race.
    case grid(Int)
    /// The time of this lap does not count; the lap does (R12.2).
    case lapTime(Int)
    case disqualified
}
