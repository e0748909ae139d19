/// Stops that every car has to make (R25).
public struct MandatoryStops: Hashable, Sendable {
    /// When a stop counts, by the race clock.
    public struct Window: Hashable, Sendable {
        /// Which instant of the stop has to lie in it.
        public enum Reference: String, CaseIterable, Sendable {
            case entry, exit, both
        }

        /// From this time on, inclusive.
        public var opens: Milliseconds
        /// Before this time.
        public var closes: Milliseconds
        /// What has to lie between the two.
        public var by: Reference

        public init(opens: Milliseconds, closes: Milliseconds, by: Reference = .entry) {
            self.opens = opens
            self.closes = closes
            self.by = by
        }
    }

    /// How many.
    public var number = 1
    /// Nil: at any time of the race.
    public var window: Window?
    /// The least time from pit entry to pit exit.
    public var minimum = TimeByClass()
    /// What is added to a car's minimum at its last mandatory stop: success penalties and the like.
    public var additions: [CarNumber: Milliseconds] = [:]
    /// Another driver has to drive out than drove in.
    public var driverChange = false
    /// A visit begun under the red flag is a stop like any other.
    public var underRed = false

    public init(number: Int = 1, window: Window? = nil, driverChange: Bool = false) {
        self.number = number
        self.window = window
        self.driverChange = driverChange
    }
}
