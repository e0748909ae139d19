import Linux
import Logging
import Timing
import Wire
import ZeroMQ

/// Crossings that come late by minutes or hours: they wait, and take effect together (R1.10).
extension Lane {
    /// Whether the crossing goes the way of the late ones. `reached` is the session's time.
    mutating func isLate(_ crossing: Crossing, reached: Instant) -> Bool {
        guard crossing.at + .seconds(1) < reached else { return false }
        let now = MachineClock.monotonic
        guard !late.mayFold(scorer.timekeeper.crossingsAfter(crossing), now: now) else { return false }
        late.add(crossing, now: now)
        return true
    }

    /// Writes down the next late crossings, and takes in those that have been folded.
    mutating func tendLate() throws(ZeroMQError) {
        for crossing in late.next() where !scorer.timekeeper.hasTaken(crossing.id) { write(.late(crossing)) }
        try scoreWritten()
        if late.fold != nil { return try takeFolded() }
        guard scorer.timekeeper.waitingCrossings > 0, MachineClock.monotonic >= late.due else { return }
        late.fold = (LateFold(scorer.timekeeper, bell: ring.bell), [], MachineClock.monotonic)
    }

    private mutating func takeFolded() throws(ZeroMQError) {
        guard let (run, since, began) = late.fold, run.isFinished else { return }
        if since.count > LateQueue.few {
            run.goOn(with: since, bell: ring.bell)
            late.fold = (run, [], began)
            return
        }
        let input = Input.lateTaken(count: run.count, at: scorer.timekeeper.now)
        journal.append(JournalRecord(input, speaker: ""))
        journal.commit()
        let effect = run.finish(with: since) { [run] copy in scorer.takeLate(run.count, foldedBy: copy) }
        late.ended(now: MachineClock.monotonic)
        log.notice(
            "\(run.count) late crossings take effect, after \(MachineClock.monotonic - began) ms; \(scorer.timekeeper.waitingCrossings) more wait"
        )
        if let effect { try publish(input, effect) }
    }

    /// At the end of the session nothing waits any more.
    mutating func endLate() throws(ZeroMQError) {
        late.fold?.run.join()
        late.fold = nil
        while !late.isEmpty { try tendLate() }
        late.fold?.run.join()
        late.fold = nil
        let count = scorer.timekeeper.waitingCrossings
        guard count > 0 else { return }
        write(.lateTaken(count: count, at: scorer.timekeeper.now))
        try scoreWritten()
    }
}
