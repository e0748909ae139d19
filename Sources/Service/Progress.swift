import Synchronization

/// How far a lane has come, for the watchdog: a lane that stands still is not healthy, whatever else runs.
final class Progress: Sendable {
    private let turns = Atomic<Int>(0)

    func note() { turns.wrappingAdd(1, ordering: .relaxed) }

    var count: Int { turns.load(ordering: .relaxed) }
}
