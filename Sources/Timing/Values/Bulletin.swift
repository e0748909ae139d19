/// The changes of a bulletin while the session runs. It holds for stops begun from its instant on, and for obligations
/// not yet done.
public enum Bulletin: Hashable, Sendable {
    /// When mandatory stops count; nil: at any time.
    case window(MandatoryStops.Window?)
    /// The least time of a mandatory stop for a class or cup as `TimeByClass` names it; nil: in general.
    case minimum(of: String?, Milliseconds)
    /// What is added to this car's minimum instead of what was: its success penalty.
    case addition(CarNumber, Milliseconds)
    /// Stops from the first time up to the second are prohibited.
    case prohibited(from: Milliseconds, to: Milliseconds)
    /// Limit in the pit lane, in kilometres an hour.
    case pitSpeed(Int)
    /// The least and most driving time of the rulebook's rule of this number, from 1; nil: as it was.
    case driving(rule: Int, least: Milliseconds?, most: Milliseconds?)
    /// How the race starts: its grid, success penalties, starters. The grid holds for the whole session.
    case startList(StartList)
}
