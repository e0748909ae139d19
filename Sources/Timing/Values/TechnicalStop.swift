/// One long stop (24 Hours of Spa).
public struct TechnicalStop: Hashable, Sendable {
    /// Pit entry to pit exit, at least.
    public var minimum: Milliseconds
    /// Its entry lies at or after this time of the race clock …
    public var from = Milliseconds.zero
    /// … and before this one.
    public var to: Milliseconds
    /// The green flag has to be shown at its entry.
    public var greenOnly = false

    public init(minimum: Milliseconds, to: Milliseconds) {
        self.minimum = minimum
        self.to = to
    }
}
