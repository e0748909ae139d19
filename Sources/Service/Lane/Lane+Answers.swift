import Linux
import Logging
import Rulebook
import Timing
import Wire
import ZeroMQ

/// Questions are answered from the state.
extension Lane {
    mutating func answer(_ query: Query, to envelope: Envelope) {
        do throws(Refusal) {
            if case .range(let epoch, let from, let to) = query {
                let last = try checkRange(epoch: epoch, from: from, to: to)
                return answer(from...last, to: envelope)
            }
            answer(envelope, at: .query, try whole(query))
        } catch {
            refused.note(error, now: MachineClock.monotonic)
            answer(envelope, at: .query, Reply.refusal(error))
        }
    }

    private mutating func whole(_ query: Query) throws(Refusal) -> [UInt8] {
        switch query {
        case .snapshot: return latestSnapshot()
        case .results: scorer.writeResults()
        case .intermediate(let time): try scorer.writeIntermediate(at: time)
        case .explain(let car, let thing):
            let session = scorer.publication.session
            return try scorer.publication.explanation(of: car, thing, scorer.timekeeper) {
                [event = around.event] rule in
                event.place(of: rule, session: session)
            }
        case .status: writeStatus(withTopic: false)
        case .decisions:
            return DecisionList.bytes(
                scorer.decisions, session: scorer.publication.session, epoch: scorer.publication.epoch,
                sequence: scorer.publication.sequence, scorer.timekeeper)
        case .entries:
            return EntryListAnswer.bytes(
                session: scorer.publication.session, epoch: scorer.publication.epoch,
                sequence: scorer.publication.sequence, scorer.timekeeper)
        case .range: return []
        }
        return scorer.writer.bytes
    }

    private mutating func latestSnapshot() -> [UInt8] {
        let (sequence, now) = (scorer.publication.sequence, scorer.timekeeper.now)
        if let snapshot, snapshot.sequence == sequence, snapshot.now == now { return snapshot.bytes }
        scorer.writeSnapshot()
        let bytes = scorer.writer.bytes
        snapshot = (sequence, now, bytes)
        return bytes
    }

    private func answer(_ range: ClosedRange<UInt64>, to envelope: Envelope) {
        let head = Reply.range(
            session: scorer.publication.session, epoch: scorer.publication.epoch, from: range.lowerBound,
            to: range.upperBound, count: range.count)
        let bytes = range.reduce(head.count) { $0 + (scorer.history.delta($1)?.count ?? 0) }
        // Before it is copied: a peer that takes nothing costs nothing.
        if let connection = envelope.connection, !around.keys.porter.mayAnswer(connection, bytes: bytes) {
            return answer(envelope, at: .query, Reply.refusal(OpenDoor.tooMany))
        }
        let deltas = range.compactMap { scorer.history.delta($0).map { Array($0) } }
        around.tray.put(LaneAnswer(door: .query, envelope: envelope, frames: [head] + deltas, isAdmitted: true))
    }

    private func checkRange(epoch: UInt64, from: UInt64, to: UInt64) throws(Refusal) -> UInt64 {
        guard epoch == scorer.publication.epoch else {
            throw Refusal(
                .wrongEpoch, field: "epoch", "found \(epoch)", expected: "\(scorer.publication.epoch)",
                remedy: "a new epoch has begun: take a snapshot")
        }
        guard from <= scorer.publication.sequence else {
            throw Refusal(
                .notYet, field: "from", "found \(from)", expected: "at most \(scorer.publication.sequence)",
                remedy: "ask for what has been published")
        }
        guard from >= scorer.history.first else {
            throw Refusal(
                .tooOld, field: "from", "found \(from)", expected: "at least \(scorer.history.first)",
                remedy: "take a snapshot")
        }
        return min(to, scorer.publication.sequence, from + UInt64(Query.maximumRange) - 1)
    }
}
