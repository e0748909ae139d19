import Linux
import Synchronization
import Timing

/// Official time as the record tells it, for all threads.
package final class RecordClock: Sendable {
    private let reached = Atomic<Int64>(Instant.distantPast.milliseconds)

    var now: Instant { Instant(milliseconds: reached.load(ordering: .relaxed)) }

    /// Official time; before any is told the machine's clock.
    var present: Instant {
        let now = now
        return now > .distantPast ? now : Instant(milliseconds: MachineClock.utc)
    }

    func show(_ instant: Instant) { reached.store(instant.milliseconds, ordering: .relaxed) }
}
