/// Which members of a car's row may read differently after an input.
public struct RowParts: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Position, gaps, intervals, status, total.
    public static let standing = RowParts(rawValue: 1)
    /// Laps, lap and sector times, last crossing, driver.
    public static let laps = RowParts(rawValue: 2)
    /// Visits to the pit lane.
    public static let stops = RowParts(rawValue: 4)
    /// Since when the car is out, and its driver at the wheel.
    public static let stint = RowParts(rawValue: 8)
    /// What stood there before its latest correction.
    public static let corrected = RowParts(rawValue: 16)
    /// Every member of the row.
    public static let all: RowParts = [.standing, .laps, .stops, .stint, .corrected]
    /// Of a result: what follows from the inputs, whenever they came.
    public static let result: RowParts = [.standing, .laps, .stops, .stint]
}
