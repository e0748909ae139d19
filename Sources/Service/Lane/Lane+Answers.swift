import Linux
import Logging
import Rulebook
import Timing
import Wire
import ZeroMQ

/// Questions are answered from the state.
extension Lane {
    mutating func answerQuery() throws(ZeroMQError) {
        var range: ClosedRange<UInt64>?
        var whole: [UInt8]?
        do throws(Refusal) {
            let speaker = try admitted(at: query.address)
            if let refusal = Rights.refusalOfQuery(by: speaker) { throw refusal }
            switch try Self.query(message, session: scorer.publication.session) {
            case .snapshot: whole = latestSnapshot()
            case .results: scorer.writeResults()
            case .intermediate(let time): try scorer.writeIntermediate(at: time)
            case .explain(let car, let thing):
                let session = scorer.publication.session
                whole = try scorer.publication.explanation(of: car, thing, scorer.timekeeper) { [event] rule in
                    event.place(of: rule, session: session)
                }
            case .status: writeStatus(withTopic: false)
            case .decisions:
                whole = DecisionList.bytes(
                    scorer.decisions, session: scorer.publication.session, epoch: scorer.publication.epoch,
                    sequence: scorer.publication.sequence, scorer.timekeeper)
            case .entries:
                whole = EntryListAnswer.bytes(
                    session: scorer.publication.session, epoch: scorer.publication.epoch,
                    sequence: scorer.publication.sequence, scorer.timekeeper)
            case .range(let epoch, let from, let to):
                let last = try checkRange(epoch: epoch, from: from, to: to)
                range = from...last
            }
        } catch {
            refused.note(error, now: MachineClock.monotonic)
            try query.reply(to: envelope, Reply.refusal(error))
            return
        }
        if let range { return try answer(range) }
        if let whole { return try query.reply(to: envelope, whole) }
        try query.reply(to: envelope, scorer.writer)
    }

    private mutating func latestSnapshot() -> [UInt8] {
        let (sequence, now) = (scorer.publication.sequence, scorer.timekeeper.now)
        if let snapshot, snapshot.sequence == sequence, snapshot.now == now { return snapshot.bytes }
        scorer.writeSnapshot()
        let bytes = scorer.writer.bytes
        snapshot = (sequence, now, bytes)
        return bytes
    }

    private func answer(_ range: ClosedRange<UInt64>) throws(ZeroMQError) {
        let head = Reply.range(
            session: scorer.publication.session, epoch: scorer.publication.epoch, from: range.lowerBound,
            to: range.upperBound, count: range.count)
        let bytes = range.reduce(head.count) { $0 + (scorer.history.delta($1)?.count ?? 0) }
        guard try query.mayAnswer(envelope, bytes: bytes) else { return }
        try query.begin(reply: head, to: envelope)
        for sequence in range {
            guard let delta = scorer.history.delta(sequence) else { continue }
            _ = try query.socket.send(delta, more: sequence < range.upperBound, wait: false)
        }
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

    // MARK: Reading

    static func json(_ message: borrowing Message) throws(Refusal) -> JSON {
        try message.withUnsafeBytes { bytes throws(Refusal) in try JSON(bytes) }
    }

    private static func query(_ message: borrowing Message, session: String) throws(Refusal) -> Query {
        try message.withUnsafeBytes { bytes throws(Refusal) in try Query(bytes, session: session) }
    }
}
