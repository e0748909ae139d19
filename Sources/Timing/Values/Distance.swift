/// A distance between two cars, taken at the same loop on the same lap.
///
/// In one word: a crossing takes four of them, and every row keeps four.
public struct Distance: Hashable, Sendable {
    /// Milliseconds; the least of all numbers where there is no time.
    private let cell: Int32
    private let narrowLaps: Int32

    /// Nil when it is counted in laps, or when the two have no loop in common yet in this order.
    public var time: Milliseconds? { cell == .min ? nil : Milliseconds(narrow: cell) }

    /// Whole laps; zero when the distance is a time.
    public var laps: Int { Int(narrowLaps) }

    /// No distance at all: the leader to itself.
    public static let none = Distance(time: .zero, laps: 0)
    /// Nothing that could be compared.
    public static let unknown = Distance(time: nil, laps: 0)

    /// Either a time, of 24 days at most, or laps.
    @inline(__always)
    public init(time: Milliseconds?, laps: Int) {
        cell = time.map { max($0.narrow, .min + 1) } ?? .min
        narrowLaps = Int32(clamping: laps)
    }
}
