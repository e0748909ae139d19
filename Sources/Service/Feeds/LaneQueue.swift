package import Linux
import Synchronization

/// From the intake to the lane: a bounded queue for each feed. The lane takes some of each in turn, so that no feed's
/// flood holds up another; what one feed sends stays in its order.
package final class LaneQueue: Sendable {
    /// What is of all feeds together and comes before anything newer: the crossings missed during a restart, and time
    /// that is carried on.
    private let common: Ring<LaneInput>
    private let feeds: [Ring<LaneInput>]
    package let bell = Bell()
    /// The feed whose turn it is, and how many inputs are left of it. The lane's own.
    private let turn = Atomic<Int>(0)
    private let left = Atomic<Int>(0)

    /// Inputs of one feed before the next has its turn.
    private static let inputsInTurn = 16
    /// Inputs of a feed that may wait; further ones wait in the feed's own queue.
    package static let capacity = 1 << 14

    package init(feeds count: Int) {
        let bell = bell
        common = Ring(capacity: Self.capacity, bell: bell)
        feeds = (0..<count).map { _ in Ring(capacity: Self.capacity, bell: bell) }
    }

    /// Inputs that wait.
    package var count: Int { feeds.reduce(common.count) { $0 + $1.count } }

    // MARK: Intake

    /// False when there is no room: then the feed has to wait.
    package func push(_ input: LaneInput, from feed: Int) -> Bool { feeds[feed].push(input) }

    /// Of all feeds together. False when there is no room.
    package func push(_ input: LaneInput) -> Bool { common.push(input) }

    /// After some inputs: wakes the lane if it sleeps.
    package func wake() {
        common.wake()
        for feed in feeds { feed.wake() }
    }

    // MARK: Lane

    package func pop() -> LaneInput? {
        if let input = common.pop() { return input }
        let place = turn.load(ordering: .relaxed)
        let rest = left.load(ordering: .relaxed)
        if rest > 0, let input = feeds[place].pop() {
            left.store(rest - 1, ordering: .relaxed)
            return input
        }
        for step in 1...feeds.count {
            let next = (place + step) % feeds.count
            if let input = feeds[next].pop() {
                turn.store(next, ordering: .relaxed)
                left.store(Self.inputsInTurn - 1, ordering: .relaxed)
                return input
            }
        }
        return nil
    }

    /// Before waiting for the bell. False when something has come meanwhile.
    package func goToSleep() -> Bool {
        let isQuiet = common.goToSleep() && feeds.allSatisfy { $0.goToSleep() }
        if !isQuiet { wakeUp() }
        return isQuiet
    }

    /// After waiting.
    package func wakeUp() {
        common.getUp()
        for feed in feeds { feed.getUp() }
        bell.silence()
    }
}
