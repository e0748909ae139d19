/// Why something cannot be explained.
public enum NothingToExplain: Error, Hashable, Sendable {
    /// No entry has this number.
    case car(CarNumber)
    /// The car has completed only so many laps.
    case lap(Int, completed: Int)
    /// The car has made only so many visits to the pit lane.
    case stop(Int, made: Int)
    /// The car owes no such thing.
    case obligation(ObligationID, owed: [ObligationID])
}
