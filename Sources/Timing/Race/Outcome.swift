/// The outcome of an input.
public enum Outcome: String, CaseIterable, Sendable {
    /// Completed a lap.
    case lap
    /// Ended a sector.
    case sector
    case pitEntry, pitExit, speedTrap
    /// The same passage seen twice: within the loop's minimum time of the crossing before.
    case again
    /// The Line crossed within its minimum time of the start signal: the start, not a lap.
    case start
    /// A sector loop out of its order on the lap: a crossing before it is missing.
    case unexpected
    case beforeStart, afterFinish, afterEnd
    /// An unassigned transponder: held until it is assigned.
    case unknownTransponder
    /// No such loop on this circuit.
    case unknownLoop
    /// It came late, and waits to take effect together with others.
    case late
    /// Declared void by the timekeeper.
    case void
    /// An act or a time took effect.
    case done
    /// Known already: the same crossing or the same act, received once more. Changes nothing.
    case repeated
}
