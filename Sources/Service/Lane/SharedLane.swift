import Linux
import Synchronization
import Timing
package import ZeroMQ

/// A lane, and who works in it: its own thread, or for a crossing or two, while that sleeps, the record's thread.
///
/// Waking a thread costs a crossing more than scoring it. So what comes alone is scored, and leaves, by the thread that
/// has read it. Whatever is much, or may take long, is left to the lane's thread.
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

    /// By the record's thread. False also where the lane's is at work.
    package func takeLittle() -> Bool {
        lane.withLockIfAvailable { lane in lane.takeLittle() } ?? false
    }

    /// Crossings that the session has.
    package var crossings: Int { lane.withLock { lane in lane.scorer.timekeeper.counts.crossings } }
}
