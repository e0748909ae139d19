/// Since when a car is out, and since when its driver is at the wheel.
public struct Stint: Hashable, Sendable {
    /// The start signal or pit exit that began it (R29.1); nil in the pit lane, and where it was not seen.
    public let began: Instant?
    /// The start signal or pit exit from which the driver on board has driven without another between (R30.2); nil
    /// where the driver is unidentified, or took over in the visit that lasts, and where it was not seen.
    public let driverBegan: Instant?

    /// Before the car has been seen.
    static let none = Stint(began: nil, driverBegan: nil)
}
