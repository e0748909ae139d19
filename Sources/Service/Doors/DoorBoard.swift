import Synchronization

/// Who is at the doors, for status: written by the doors' thread, read by lanes.
final class DoorBoard: Sendable {
    /// One door.
    struct Counts: Sendable {
        var connected = 0
        var refused = 0
        var gone = 0
        var cut = 0
    }

    struct State: Sendable {
        var publication = Counts()
        var query = Counts()
        var control = Counts()
        /// Messages refused at query and control, by the reason.
        var refused: [(reason: String, count: Int)] = []
    }

    private let state = Mutex(State())

    var latest: State { state.withLock { $0 } }

    func show(_ new: State) { state.withLock { $0 = new } }
}
