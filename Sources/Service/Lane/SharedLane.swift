import Linux
import Synchronization
import Timing
package import ZeroMQ

/// A lane and its lock. The lane's own thread works in it; while that thread sleeps, the record's thread may do so.
///
/// Waking a thread takes longer than scoring a crossing. So the thread that has read a single crossing also scores and
/// publishes it. Many crossings, and whatever may take long, are left to the lane's thread.
package final class SharedLane: SleepingLane {
    private let lane: Mutex<Lane>
    private let inbox: LaneInbox

    package init(_ lane: consuming sending Lane) {
        inbox = lane.inbox
        self.lane = Mutex(lane)
    }

    /// Works until told to stop, then finishes the inputs in its inbox.
    package func run(until stop: StopSign, progress: Progress) throws(ZeroMQError) {
        inbox.setSleeper(self)
        defer { inbox.setSleeper(nil) }
        while true {
            switch try lane.withLock({ lane throws(ZeroMQError) in try lane.turn(until: stop, progress) }) {
            case .over: return
            case .busy: continue
            case .idle(let milliseconds): inbox.bell.wait(milliseconds: milliseconds)
            }
            inbox.wakeUp()
        }
    }

    /// Called by the record's thread. False also while the lane's own thread works.
    package func takeLittle() -> Bool {
        lane.withLockIfAvailable { lane in lane.takeLittle() } ?? false
    }

    /// Crossings that the session has.
    package var crossings: Int { lane.withLock { lane in lane.scorer.timekeeper.counts.crossings } }
}
