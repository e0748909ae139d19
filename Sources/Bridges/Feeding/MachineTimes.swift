import Linux

/// The machine's times at one instant.
package struct MachineTimes: Hashable, Sendable {
    /// Of a clock that never goes back.
    package let microseconds: Int64
    /// Of UTC since 1970, in microseconds.
    package let utc: Int64

    package init(microseconds: Int64, utc: Int64) { (self.microseconds, self.utc) = (microseconds, utc) }

    /// As they are now.
    package static var now: MachineTimes {
        .init(microseconds: MachineClock.nanoseconds / 1000, utc: MachineClock.utcMicroseconds)
    }

    package var milliseconds: Int64 { microseconds / 1000 }
}
