import DayRecord
import Journal
import Linux
import Logging
import Rulebook
import Timing
import Wire
import ZeroMQ

/// Commands go the way of crossings: what is understood and can be meant is written down, scored, published.
extension Lane {
    /// An act on its way through the record: it comes back with the lane's inputs.
    struct ProposedAct {
        let act: Act
        let envelope: Envelope
        let spoken: SpokenCommand
    }

    mutating func answer(command json: JSON, of speaker: Speaker, _ envelope: Envelope) {
        do throws(Refusal) {
            if let answer = try taken(json, from: speaker, envelope) {
                self.answer(envelope, at: .control, answer)
            }
        } catch {
            refused.note(error, now: MachineClock.monotonic)
            answer(envelope, at: .control, Reply.refusal(error, id: Self.name(json)))
        }
    }

    /// The name that a command has from its sender.
    private static func name(_ json: JSON) -> String? {
        json["id"]?.text.flatMap { (1...64).contains($0.utf8.count) ? $0 : nil }
    }

    /// Nil where the answer comes later.
    private mutating func taken(
        _ json: JSON, from speaker: Speaker, _ envelope: Envelope
    ) throws(Refusal) -> [UInt8]? {
        // Before the session has a time of its own, the record's.
        let isFirst = scorer.timekeeper.now == .distantPast
        let machine = isFirst ? around.clock.present : Instant(milliseconds: MachineClock.utc)
        let spoken = try SpokenCommand(json) { said, field throws(Refusal) in
            try SpokenInstant.official(said, field, in: scorer.timekeeper, machine: machine)
        } act: { name throws(Refusal) in
            try ActNames.act(name, in: scorer.timekeeper)
        }
        if let asked = spoken.command.session, asked != scorer.publication.session {
            throw .unknownSession(asked, running: scorer.publication.session)
        }
        try checkRights(of: spoken.command, speaker)
        if let impossible = Possible.refusal(
            of: spoken.command, insists: spoken.insists, in: scorer.timekeeper, machine: machine)
        {
            throw impossible
        }
        if case .entry(let change) = spoken.command.kind, !spoken.insists, let series,
            let refusal = EntryRules.refusal(of: change, in: scorer.timekeeper, series)
        {
            throw refusal
        }
        let command = try StartSignal.meant(spoken, in: scorer.timekeeper)
        let isKnown = command.id.map { scorer.timekeeper.act(named: $0) != nil } ?? false
        if !isKnown,
            let twice = recent.refusal(
                of: spoken, now: MachineClock.monotonic, holds: { scorer.timekeeper.acts(against: $0).isEmpty })
        {
            throw twice
        }
        let said = command.act(id: nextName, now: instant(of: command))
        let act = spoken.isAsEntered ? said : scorer.timekeeper.entered(said)
        if spoken.isDryRun {
            try startDryRun(of: act, (envelope, Self.name(json)))
            return nil
        }
        if isKnown { return try repeated(act) }
        try check(act)
        proposed = ProposedAct(act: act, envelope: envelope, spoken: spoken)
        around.desk.propose(.act(act, speaker: speaker.name), of: address)
        return nil
    }

    /// Who takes the place of an act has to have the right to take it back.
    private func checkRights(of command: Command, _ speaker: Speaker) throws(Refusal) {
        let kinds = [command.kind] + (command.replaces.map { [.withdraw($0)] } ?? [])
        for kind in kinds {
            let refusal = Rights.refusal(of: kind, by: speaker) { name in
                (scorer.timekeeper.act(named: name) ?? scorer.timekeeper.actSetAside(named: name))?.kind
            }
            if let refusal { throw refusal }
        }
    }

    /// A name of our own for the next act: unique, also across restarts; acts of one millisecond are named in the order
    /// in which they were given.
    private var nextName: String {
        let digits = String(scorer.decisions.count + 1)
        let padding = String(repeating: "0", count: max(0, 6 - digits.count))
        return "lapwing-\(scorer.publication.epoch)-\(padding)\(digits)"
    }

    /// The instant of a command that states none. One repeated without its instant, as after a lost answer, is the
    /// first act.
    private func instant(of command: Command) -> Instant {
        if let id = command.id, let known = scorer.timekeeper.act(named: id) { return known.at }
        let now = scorer.timekeeper.now
        return now > .distantPast ? now : around.clock.present
    }

    /// The answer to an act that is known already.
    private mutating func repeated(_ act: Act) throws(Refusal) -> [UInt8] {
        do throws(ActRefusal) {
            _ = try scorer.take(.act(act))
        } catch {
            throw Refusal(error)
        }
        let understood = Understood.words(act, in: scorer.timekeeper)
        return acknowledgement(
            of: act, isRepeated: true, isJournalled: around.record.latest.isWritten,
            Reply.Consequences(understood: understood, follows: [], changed: [], moved: []))
    }

    /// A refused act need not be written down.
    private func check(_ act: Act) throws(Refusal) {
        do throws(ActRefusal) {
            try scorer.timekeeper.check(act)
        } catch {
            throw Refusal(error)
        }
    }

    /// The record has written an act down: it takes effect, and its sender is answered.
    mutating func takeRecorded(_ recorded: RecordedAct) throws(ZeroMQError) {
        let act = recorded.act
        var mine: ProposedAct?
        if let proposed, proposed.act.id == act.id {
            mine = proposed
            self.proposed = nil
        }
        try takeReached(recorded.search)
        let effect: Effect?
        do throws(ActRefusal) {
            effect = try scorer.take(.act(act))
        } catch {
            around.desk.propose(.refused(act: act.id), of: address)
            let refusal = Refusal(error)
            refused.note(refusal, now: MachineClock.monotonic)
            if let mine { answer(mine.envelope, at: .control, Reply.refusal(refusal, id: act.id)) }
            return
        }
        late.fold?.since.append(.act(act))
        guard let effect, let decision = scorer.decisions.last else { return }
        let done = Reply.Consequences(decision, effect, in: scorer.timekeeper)
        try publish(.act(act), effect)
        log.notice("\(act.by) (\(recorded.speaker)): \(done.understood) (\(act.id))")
        guard let mine else { return }
        recent.note(mine.spoken, act: act.id, now: MachineClock.monotonic)
        answer(
            mine.envelope, at: .control,
            acknowledgement(of: act, isRepeated: false, isJournalled: recorded.isJournalled, done))
    }

    /// What else of the record is the session's by an act: it is taken before the act.
    private mutating func takeReached(_ search: RecordSearch?) throws(ZeroMQError) {
        guard let search, let folder = around.journalFolder else { return }
        let found: [Crossing]
        do throws(JournalError) {
            found = try search.crossings(in: folder)
        } catch {
            return log.error("the record cannot be read back: \(error)")
        }
        for crossing in found where !scorer.timekeeper.hasTaken(crossing.id) { try score(.crossing(crossing)) }
        log.notice("\(found.count) crossings of the record before are the session's as well")
    }

    private func acknowledgement(
        of act: Act, isRepeated: Bool, isJournalled: Bool, _ done: Reply.Consequences
    ) -> [UInt8] {
        Reply.acknowledgement(
            of: act, session: scorer.publication.session, sequence: scorer.publication.sequence,
            isRepeated: isRepeated, isJournalled: isJournalled, done)
    }

    // MARK: Dry runs

    /// What is tried out now, and who waits for the answer; nobody any more once it has taken too long.
    struct RunningDryRun {
        let run: DryRun
        var waiting: (envelope: Envelope, id: String?)?
        /// Monotonic, in milliseconds.
        let deadline: Int64
    }

    private static let longestDryRun: Int64 = 4000
    /// The state is copied when the lane changes it next: so many crossings cost the lane less than a millisecond.
    private static let mostCopied = 20_000

    private mutating func startDryRun(
        of act: Act, _ waiting: (envelope: Envelope, id: String?)
    ) throws(Refusal) {
        guard dryRun == nil else { throw DryRun.refusal("another command is being tried out") }
        dryRun = RunningDryRun(
            run: DryRun(act, in: scorer.timekeeper.session, try sourceOfDryRun, around.limits, bell: inbox.bell),
            waiting: waiting, deadline: MachineClock.monotonic + Self.longestDryRun)
    }

    private var sourceOfDryRun: DryRun.Source {
        get throws(Refusal) {
            if scorer.timekeeper.counts.crossings <= Self.mostCopied {
                return .copy(DryRun.Copied(scorer.timekeeper))
            }
            let record = around.record.latest
            guard let end = record.progress?.committed, let folder = around.journalFolder else {
                throw DryRun.refusal(
                    "a session of more than \(Self.mostCopied) crossings is tried out on its journal, and there is none"
                )
            }
            guard record.isWritten else { throw DryRun.refusal("the journal's disk takes nothing") }
            return beginning.map { .meeting(folder, upTo: end, beginning: $0) } ?? .journal(folder, upTo: end)
        }
    }

    /// Hands the answer on once it is there, or says that it takes too long.
    mutating func answerDryRun() {
        guard let running = dryRun else { return }
        if let answer = running.run.latest {
            running.run.join()
            dryRun = nil
            if let waiting = running.waiting { self.answer(waiting.envelope, at: .control, answer) }
        } else if let waiting = running.waiting, MachineClock.monotonic >= running.deadline {
            running.run.cancel()
            dryRun?.waiting = nil
            let seconds = Self.longestDryRun / 1000
            let refusal = DryRun.refusal("it takes longer than \(seconds) s to try it out")
            refused.note(refusal, now: MachineClock.monotonic)
            answer(waiting.envelope, at: .control, Reply.refusal(refusal, id: waiting.id))
        }
    }

    /// At the end of the session nobody waits for it any more.
    mutating func endDryRun() {
        dryRun?.run.cancel()
        dryRun?.run.join()
        dryRun = nil
    }
}
