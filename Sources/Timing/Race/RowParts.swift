/// Which members of a car's row may read differently after an input.
public struct RowParts: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    @inlinable
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Position, gaps, intervals, status, total.
    @inlinable public static var standing: RowParts { RowParts(rawValue: 1) }
    /// Laps, lap and sector times, last crossing, driver.
    @inlinable public static var laps: RowParts { RowParts(rawValue: 2) }
    /// Visits to the pit lane.
    @inlinable public static var stops: RowParts { RowParts(rawValue: 4) }
    /// Since when the car is out, and its driver at the wheel.
    @inlinable public static var stint: RowParts { RowParts(rawValue: 8) }
    /// What stood there before its latest correction.
    @inlinable public static var corrected: RowParts { RowParts(rawValue: 16) }
    /// Every member of the row.
    @inlinable public static var all: RowParts { [.standing, .laps, .stops, .stint, .corrected] }
    /// Of a result: what follows from the inputs, whenever they came.
    @inlinable public static var result: RowParts { [.standing, .laps, .stops, .stint] }
}
