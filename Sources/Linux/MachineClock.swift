import Glibc

/// Machine time, for deadlines of the house only. The race's time comes from the feeds.
package enum MachineClock {
    /// Milliseconds of a clock that never goes back.
    package static var monotonic: Int64 { nanoseconds / 1_000_000 }

    /// Nanoseconds of the same clock.
    package static var nanoseconds: Int64 { read(CLOCK_MONOTONIC) }

    /// Nanoseconds that the calling thread has had a processor.
    package static var ownNanoseconds: Int64 { read(CLOCK_THREAD_CPUTIME_ID) }

    /// Milliseconds of UTC since 1970.
    package static var utc: Int64 { utcMicroseconds / 1000 }

    /// Microseconds of UTC since 1970.
    package static var utcMicroseconds: Int64 { read(CLOCK_REALTIME) / 1000 }

    /// Nanoseconds: 63 bits last until the year 2262.
    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
