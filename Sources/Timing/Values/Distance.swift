/// A distance between two cars, taken at the same loop on the same lap.
public struct Distance: Hashable, Sendable {
    /// Nil when it is counted in laps, or when the two have no loop in common yet in this order.
    public let time: Milliseconds?
    /// Whole laps; zero when the distance is a time.
    public let laps: Int

    /// No distance at all: the leader to itself.
    public static let none = Distance(time: .zero, laps: 0)
    /// Nothing that could be compared.
    public static let unknown = Distance(time: nil, laps: 0)

    public init(time: Milliseconds?, laps: Int) {
        self.time = time
        self.laps = laps
    }
}
