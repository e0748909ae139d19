/// The stewards' word on an obligation.
public enum Ruling: String, CaseIterable, Sendable {
    /// Nothing is owed.
    case excused
    /// They are satisfied that another driver drove out.
    case driverChanged
    /// The infringement is closed without a penalty.
    case noAction
}
