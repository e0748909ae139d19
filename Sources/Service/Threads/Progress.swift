import Synchronization

/// How far a lane has come, for the watchdog: a lane that stands still is not healthy, also while others run.
package final class Progress: Sendable {
    private let turns = Atomic<Int>(0)
    private let line = Mutex("")

    package init() {}

    func note() { turns.wrappingAdd(1, ordering: .relaxed) }

    /// The session in a line, for `systemctl status`.
    var headline: String {
        line.withLock { $0 }
    }

    func show(_ headline: String) { line.withLock { $0 = headline } }

    var count: Int { turns.load(ordering: .relaxed) }
}
