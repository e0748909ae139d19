import Linux
import Timing

/// Official time between two messages that tell it. Before the first it is the machine's.
struct OfficialClock {
    private var told: (now: Instant, at: Int64)?

    /// A daemon tells it each second; without it the clock stands.
    private static let longest: Int64 = 1500

    mutating func hear(_ now: Instant) {
        guard now.milliseconds > 0, now != told?.now else { return }
        told = (now, MachineClock.monotonic)
    }

    var now: Instant {
        guard let told else { return Instant(milliseconds: MachineClock.utc) }
        return told.now + Milliseconds(min(MachineClock.monotonic - told.at, Self.longest))
    }
}
