import Journal
package import Linux
import Synchronization
package import Timing

/// Whatever comes to a lane: inputs from the record, in its order, and requests from the doors. One bell rings for all.
package final class LaneInbox: Sendable {
    private let ring: Ring<LaneInput>
    private let requests = Mutex<[LaneRequest]>([])
    private let asked = Atomic<Int>(0)
    package let bell: Bell
    /// Written by the record: inputs handed over, also those that wait for room in the ring.
    private let handed = Atomic<Int>(0)
    /// Written by the lane: inputs whose delta has left.
    private let scored = Atomic<Int>(0)
    /// The session's time once these are scored, in milliseconds of UTC.
    private let reached = Atomic<Int64>(Instant.distantPast.milliseconds)

    /// Where the lane goes on with what is handed over: it reads what stands before from the record.
    private let beginning = Mutex<JournalPlace?>(nil)

    private let latest = Atomic<UInt64>(0)

    /// The lane, from its first turn to its last.
    private let sleeper = Mutex<(any SleepingLane)?>(nil)
    /// Scoring so many inputs takes less time than waking a thread.
    private static let few = 4
    /// Written by the record: how many inputs were handed over up to the latest that may take long, itself counted.
    private let muchAt = Atomic<Int>(0)

    /// Rung once the lane has scored up to `roomAt`, where the record waits for that.
    private let roomBell = Mutex<Bell?>(nil)
    private let isRoomAwaited = Atomic<Bool>(false)
    /// Inputs scored, in all.
    private let roomAt = Atomic<Int>(0)

    static let capacity = 1 << 14

    package init() {
        let bell = Bell()
        self.bell = bell
        ring = Ring(capacity: Self.capacity, bell: bell)
    }

    // MARK: Record

    /// The record's thread only: the lane has it with the next `wake`. False when there is no room.
    func stage(_ input: LaneInput) -> Bool {
        guard ring.stage(input) else { return false }
        let count = handed.load(ordering: .relaxed) + 1
        if !input.isLittle { muchAt.store(count, ordering: .relaxed) }
        handed.store(count, ordering: .releasing)
        return true
    }

    /// After some inputs: the lane has them. If it sleeps, it is woken. But where they are few, none of them may take
    /// long, and no other lane has any (`isAlone`), the caller does the lane's work at once.
    func wake(isAlone: Bool) {
        guard ring.handOver() else { return }
        if isAlone, waiting <= Self.few, scored.load(ordering: .acquiring) >= muchAt.load(ordering: .relaxed),
            let lane = sleeper.withLock({ $0 }), lane.takeLittle()
        {
            return
        }
        bell.ring()
    }

    /// All that is written from this place on is handed over.
    func begin(at place: JournalPlace) {
        beginning.withLock { $0 = place }
        bell.ring()
    }

    /// Inputs that wait for the lane.
    package var waiting: Int { handed.load(ordering: .acquiring) - scored.load(ordering: .acquiring) }

    /// Whether the lane has scored any.
    var hasScored: Bool { scored.load(ordering: .relaxed) > 0 }

    /// The session's time; meaningful where nothing waits.
    var now: Instant { Instant(milliseconds: reached.load(ordering: .acquiring)) }

    /// The record's thread only: rings the bell as soon as the lane has scored so many more, or all that it was handed.
    func awaitRoom(_ bell: Bell, atMost most: Int) {
        roomBell.withLock { $0 = bell }
        // By what was scored at one instant: the lane goes on meanwhile.
        let then = min(handed.load(ordering: .relaxed), scored.load(ordering: .relaxed) + most)
        roomAt.store(then, ordering: .sequentiallyConsistent)
        isRoomAwaited.store(true, ordering: .sequentiallyConsistent)
        tellRoom()
    }

    private func tellRoom() {
        guard isRoomAwaited.load(ordering: .sequentiallyConsistent),
            scored.load(ordering: .sequentiallyConsistent) >= roomAt.load(ordering: .sequentiallyConsistent),
            isRoomAwaited.exchange(false, ordering: .sequentiallyConsistent)
        else { return }
        roomBell.withLock { $0 }?.ring()
    }

    // MARK: Doors

    /// Any thread.
    func ask(_ request: LaneRequest) {
        requests.withLock { $0.append(request) }
        asked.wrappingAdd(1, ordering: .releasing)
        bell.ring()
    }

    // MARK: Lane

    /// Waits for the record to say from where on it hands inputs over. Nil at the daemon's end.
    func awaitBeginning(until stop: StopSign) -> JournalPlace? {
        while !stop.isShown {
            if let place = beginning.withLock({ $0 }) { return place }
            bell.wait(milliseconds: 100)
            bell.silence()
        }
        return nil
    }

    /// From now on this lane's work may be done while it sleeps; nil: no more.
    package func setSleeper(_ lane: (any SleepingLane)?) { sleeper.withLock { $0 = lane } }

    package func pop() -> LaneInput? { ring.pop() }

    /// The sequence of the lane's last delta.
    var sequence: UInt64 { latest.load(ordering: .relaxed) }

    /// The lane has scored so many more inputs, its session's time is this, and its last delta that.
    package func note(scored count: Int, now: Instant, sequence: UInt64 = 0) {
        latest.store(sequence, ordering: .relaxed)
        reached.store(now.milliseconds, ordering: .releasing)
        guard count > 0 else { return }
        scored.wrappingAdd(count, ordering: .sequentiallyConsistent)
        tellRoom()
    }

    /// The next requests, at most so many.
    func takeRequests(_ most: Int) -> [LaneRequest] {
        guard asked.load(ordering: .acquiring) > 0 else { return [] }
        let taken = requests.withLock { requests in
            let taken = Array(requests.prefix(most))
            requests.removeFirst(taken.count)
            return taken
        }
        asked.wrappingSubtract(taken.count, ordering: .relaxed)
        return taken
    }

    /// Requests that wait.
    var asking: Int { asked.load(ordering: .acquiring) }

    /// Before waiting for the bell. False when something has come meanwhile.
    package func goToSleep() -> Bool {
        guard asking == 0 else { return false }
        return ring.goToSleep()
    }

    /// After waiting.
    package func wakeUp() { ring.wakeUp() }
}
