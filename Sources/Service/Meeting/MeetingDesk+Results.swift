import Championship
import Linux
import Meeting
import Rulebook
import Timing
import Wire

/// What follows from the results of the sessions. Lanes report; one that is closed is opened to do so, one at a time.
extension MeetingDesk {
    private var results: SlotResults {
        SlotResults(event: around.event, meeting: meeting, reports: around.results.latest)
    }

    /// Looks at the results where there are new ones. Returns whether other things follow now.
    mutating func foresee(now: Int64) -> Bool {
        if foreseen.from == 0 { foreseen.from = now + Foreseen.firstMoments }
        let state = (reports: around.results.generation, acts: meeting.acts.count)
        if let seen = foreseen.seen, seen == state, !isDue(now) { return false }
        let results = results
        askForReports(results, now: now)
        if let seen = foreseen.seen, seen == state { return false }
        foreseen.seen = state
        let proposals = results.proposals
        guard proposals != foreseen.proposals else { return false }
        foreseen.proposals = proposals
        return true
    }

    /// A session that was asked has not reported, or none has been asked yet.
    private func isDue(_ now: Int64) -> Bool {
        foreseen.asked.map { now > $0.at + Foreseen.turn } ?? (now > foreseen.from)
    }

    private mutating func askForReports(_ results: SlotResults, now: Int64) {
        guard now > foreseen.from else { return }
        let needed = results.needed
        if let asked = foreseen.asked, needed.contains(asked.session), now <= asked.at + Foreseen.turn { return }
        foreseen.asked = (needed.first ?? "", now)
        if let next = needed.first { _ = try? lanes.open(next) }
    }

    // MARK: Questions

    mutating func wait(_ question: MeetingQuestion, _ envelope: Envelope) {
        guard foreseen.waiting.count < Foreseen.mostWaiting else {
            return answer(
                envelope, at: .query,
                Reply.refusal(
                    Refusal(
                        .tooFast, "\(Foreseen.mostWaiting) questions wait for results",
                        expected: "a moment of patience", remedy: "ask again")))
        }
        let deadline = MachineClock.monotonic + Foreseen.patience
        foreseen.waiting.append(Foreseen.Waiting(question: question, envelope: envelope, deadline: deadline))
    }

    /// Answers the questions whose sessions have reported, and those that have waited long enough.
    mutating func answerWaiting(now: Int64, isLast: Bool) {
        if foreseen.waiting.isEmpty { return }
        let (results, waiting) = (results, foreseen.waiting)
        foreseen.waiting = []
        for one in waiting {
            let isLate = isLast || now > one.deadline
            do throws(Refusal) {
                if let bytes = try answer(to: one.question, results, isLate: isLate) {
                    answer(one.envelope, at: .query, bytes)
                } else {
                    foreseen.waiting.append(one)
                }
            } catch {
                refused.note(error, now: now)
                answer(one.envelope, at: .query, Reply.refusal(error))
            }
        }
    }

    /// Nil where a session has to report first.
    private func answer(
        to question: MeetingQuestion, _ results: SlotResults, isLate: Bool
    ) throws(Refusal) -> [UInt8]? {
        switch question {
        case .proposals(let race):
            if let race { _ = try known(race) }
            let needed = results.needed
            for id in needed { _ = try lanes.open(id) }
            guard needed.isEmpty || isLate else { return nil }
            let proposals = results.proposals.filter { race == nil || $0.proposal.race == race }
            return ProposalList.bytes(proposals, event: around.event.name, epoch: epoch, sequence: sequence)
        case .result(let named):
            guard let id = named ?? meeting.shown else {
                throw Refusal(
                    .whichSession, field: "session", "no session has been armed",
                    expected: meeting.sessions.map(\.id).joined(separator: ", "), remedy: "name one of these")
            }
            return try result(of: known(id), results, isLate: isLate)
        case .meeting, .documents, .session: return nil
        }
    }

    private func known(_ id: String) throws(Refusal) -> SessionStanding {
        do throws(MeetingRefusal) { return try meeting.session(id) } catch { throw Refusal(error) }
    }

    private func result(
        of session: SessionStanding, _ results: SlotResults, isLate: Bool
    ) throws(Refusal) -> [UInt8]? {
        for id in results.needed(for: session.id) { _ = try lanes.open(id) }
        guard let slot = results.slot(of: session.id), let planned = meeting[results.root(of: session.id)]?.planned
        else {
            if !isLate, !results.needed(for: session.id).isEmpty { return nil }
            throw Refusal(
                .notYet, field: "session", "\(session.id) has no result yet",
                expected: "a session whose flag has fallen, or that has ended", remedy: "ask again after its end")
        }
        return WholeResultAnswer.bytes(
            session: planned.id, name: planned.name, circuit: around.event.circuit.name, kind: planned.kind,
            epoch: epoch, sequence: sequence, slot.result, of: slot.sources, whole: slot.whole)
    }
}
