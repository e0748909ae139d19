/// What a marshal or judge of fact reports about a car.
public struct Report: Hashable, Sendable {
    /// Where it was.
    public enum Place: Hashable, Sendable {
        /// The turn of this number.
        case turn(Int)
        case named(String)
    }

    /// A word of the rulebook, as `trackLimits`.
    public let kind: String
    /// Nil: not said.
    public let place: Place?
    /// On which lap of the car, from 1; nil: not said.
    public let lap: Int?

    public init(kind: String, place: Place? = nil, lap: Int? = nil) {
        self.kind = kind
        self.place = place
        self.lap = lap
    }
}
