import Linux
import Logging
import Timing
import ZeroMQ

/// Crossings that come late by minutes or hours: they wait, and take effect together (R1.10).
extension Lane {
    /// Begins to fold the crossings that wait, and tells the record when that is done. A lane
    /// that is told to stop makes no pause between two folds: the daemon has to end in time.
    mutating func tendLate(isStopping: Bool) throws(ZeroMQError) {
        if late.fold != nil { return tellFolded() }
        let isDue = isStopping || MachineClock.monotonic >= late.due
        guard scorer.timekeeper.waitingCrossings > 0, isDue else { return }
        late.fold = (LateFold(scorer.timekeeper, bell: inbox.bell), [], MachineClock.monotonic)
    }

    private mutating func tellFolded() {
        guard !late.isTold, let (run, since, began) = late.fold, run.isFinished else { return }
        if since.count > late.few {
            late.few *= 2
            run.goOn(with: since, bell: inbox.bell)
            late.fold = (run, [], began)
            return
        }
        late.isTold = true
        around.desk.propose(.lateTaken(count: run.count, at: scorer.timekeeper.now), of: address)
    }

    /// The record says that the crossings that wait take effect here.
    mutating func takeLate(_ count: Int, at instant: Instant) throws(ZeroMQError) {
        let input = Input.lateTaken(count: count, at: instant)
        guard late.isTold, let (run, since, began) = late.fold, run.count == count else { return try score(input) }
        let effect = run.finish(with: since) { [run] copy in scorer.takeLate(run.count, foldedBy: copy) }
        late.ended(now: MachineClock.monotonic)
        log.notice(
            "\(count) late crossings take effect, after \(MachineClock.monotonic - began) ms; \(scorer.timekeeper.waitingCrossings) more wait"
        )
        if let effect { try publish(input, effect) }
    }
}
