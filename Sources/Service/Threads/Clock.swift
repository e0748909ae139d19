import Glibc

/// Machine time, for deadlines of the house only. The race's time comes from the feeds.
package enum MachineClock {
    /// Milliseconds of a clock that never goes back.
    package static var monotonic: Int64 { read(CLOCK_MONOTONIC) }

    /// Milliseconds of UTC since 1970.
    package static var utc: Int64 { read(CLOCK_REALTIME) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
