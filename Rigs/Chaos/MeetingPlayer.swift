import Synchronization

/// Plays a meeting on a thread of its own: the boxes, their recovery socket, and race control.
final class MeetingPlayer: Sendable {
    private let shared: Player.Shared
    private let worker: Worker

    init(_ race: MeetingRace, _ stand: Stand, daemons: Int, seconds: Double, mayForget: Bool) throws {
        let shared = Player.Shared()
        self.shared = shared
        worker = Worker {
            var play = try MeetingPlay(race, stand, daemons: daemons, shared, mayForget: mayForget)
            try play.run(seconds: seconds)
        }
    }

    var steps: Int { shared.position.load(ordering: .acquiring) }

    /// Every step is done and every command acknowledged.
    var isDone: Bool {
        shared.isPlayed.load(ordering: .acquiring) && !shared.isToRepeat.load(ordering: .acquiring)
    }

    /// Race control says everything again, in its order and under the same names.
    func repeatActs() { shared.isToRepeat.store(true, ordering: .releasing) }

    var forgotten: [String] { shared.forgotten.withLock { $0 } }

    var failure: String? { worker.failure }

    func stop() throws {
        shared.isStopped.store(true, ordering: .releasing)
        try worker.join()
    }
}
