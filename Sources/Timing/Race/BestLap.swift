/// The best lap of the session, or of a class.
public struct BestLap: Hashable, Sendable {
    /// Who drove it.
    public var car: CarIndex
    /// The lap's number, from 1.
    public var lap: Int
    /// How long the lap took.
    public var time: Milliseconds
}
