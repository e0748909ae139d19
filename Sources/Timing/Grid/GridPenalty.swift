/// A stewards' decision: so many places back on the grid (R34.9).
public struct GridPenalty: Hashable, Sendable {
    /// The car that moves back.
    public let car: CarNumber
    /// How many places.
    public let places: Int
    /// What for.
    public let reason: String

    public init(_ car: CarNumber, places: Int, reason: String) {
        self.car = car
        self.places = places
        self.reason = reason
    }
}
