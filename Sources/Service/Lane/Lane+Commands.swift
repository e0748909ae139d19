import Journal
import Linux
import Logging
import Rulebook
import Timing
import Wire
import ZeroMQ

/// Commands go the way of crossings: what is understood and can be meant is scored, written down, published.
extension Lane {
    mutating func answerCommand() throws(ZeroMQError) {
        var id: String?
        var answer: [UInt8]?
        do throws(Refusal) {
            let speaker = try admitted(at: control.address)
            let json = try Self.json(message)
            // A refusal names the command that it is of.
            if let name = json["id"]?.text, (1...64).contains(name.utf8.count) { id = name }
            answer = try taken(json, from: speaker, id)
        } catch {
            refused.note(error, now: MachineClock.monotonic)
            answer = Reply.refusal(error, id: id)
        }
        if let answer { try control.reply(to: envelope, answer) }
    }

    /// Nil where the answer comes later.
    private mutating func taken(_ json: JSON, from speaker: Speaker, _ id: String?) throws(Refusal) -> [UInt8]? {
        let machine = Instant(milliseconds: MachineClock.utc)
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
        if case .entry(let change) = spoken.command.kind, !spoken.insists,
            let refusal = EntryRules.refusal(of: change, in: scorer.timekeeper, event)
        {
            throw refusal
        }
        let command = try StartSignal.meant(spoken, in: scorer.timekeeper)
        let isKnown = command.id.map { scorer.timekeeper.act(named: $0) != nil } ?? false
        let now = MachineClock.monotonic
        if !isKnown,
            let twice = recent.refusal(
                of: spoken, now: now, holds: { scorer.timekeeper.acts(against: $0).isEmpty })
        {
            throw twice
        }
        let said = command.act(id: nextName, now: instant(of: command))
        let act = spoken.isAsEntered ? said : scorer.timekeeper.entered(said)
        if spoken.isDryRun {
            try startDryRun(of: act, id)
            return nil
        }
        let answer = try execute(act, from: speaker.name)
        if !isKnown { recent.note(spoken, act: act.id, now: now) }
        return answer
    }

    /// The speaker; refused where it asks too often.
    mutating func admitted(at address: String) throws(Refusal) -> Speaker {
        let speaker = keys.speaker(of: message, at: address)
        let peer = keys.peer(of: message, from: speaker, route: envelope.route)
        guard rate.admits(peer, now: MachineClock.monotonic) else { throw rate.refusal }
        return speaker
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
        return now > .distantPast ? now : Instant(milliseconds: MachineClock.utc)
    }

    private mutating func execute(_ act: Act, from speaker: String) throws(Refusal) -> [UInt8] {
        let effect: Effect?
        do throws(ActRefusal) {
            effect = try scorer.take(.act(act))
        } catch {
            throw Refusal(error)
        }
        far.lookAgain()
        var done = Reply.Consequences(
            understood: Understood.words(act, in: scorer.timekeeper), follows: [], changed: [], moved: [])
        if let effect, let decision = scorer.decisions.last {
            // The act is still unpublished: a refused one need not be written down.
            journal.append(.act(act, speaker: speaker))
            journal.commit()
            late.fold?.since.append(.act(act))
            done = Reply.Consequences(decision, effect, in: scorer.timekeeper)
            do throws(ZeroMQError) {
                try publish(.act(act), effect)
            } catch {
                log.error("the delta of act \(act.id) could not be sent: \(error)")
            }
            log.notice("\(act.by) (\(speaker)): \(done.understood) (\(act.id))")
        }
        return Reply.acknowledgement(
            of: act, session: scorer.publication.session, sequence: scorer.publication.sequence,
            isRepeated: effect == nil, isJournalled: journal.isWritten, done)
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

    private mutating func startDryRun(of act: Act, _ id: String?) throws(Refusal) {
        guard dryRun == nil else { throw DryRun.refusal("another command is being tried out") }
        dryRun = RunningDryRun(
            run: DryRun(act, in: scorer.timekeeper.session, try sourceOfDryRun, limits, bell: ring.bell),
            waiting: (envelope, id), deadline: MachineClock.monotonic + Self.longestDryRun)
    }

    private var sourceOfDryRun: DryRun.Source {
        get throws(Refusal) {
            if scorer.timekeeper.counts.crossings <= Self.mostCopied {
                return .copy(DryRun.Copied(scorer.timekeeper))
            }
            guard let end = journal.progress?.committed, let journalFolder else {
                throw DryRun.refusal(
                    "a session of more than \(Self.mostCopied) crossings is tried out on its journal, and there is none"
                )
            }
            guard journal.isWritten else { throw DryRun.refusal("the journal's disk takes nothing") }
            return .journal(journalFolder, upTo: end)
        }
    }

    /// Hands the answer on once it is there, or says that it takes too long.
    mutating func answerDryRun() throws(ZeroMQError) {
        guard let running = dryRun else { return }
        if let answer = running.run.latest {
            running.run.join()
            dryRun = nil
            if let waiting = running.waiting { try control.reply(to: waiting.envelope, answer) }
        } else if let waiting = running.waiting, MachineClock.monotonic >= running.deadline {
            running.run.cancel()
            dryRun?.waiting = nil
            let seconds = Self.longestDryRun / 1000
            let refusal = DryRun.refusal("it takes longer than \(seconds) s to try it out")
            refused.note(refusal, now: MachineClock.monotonic)
            try control.reply(to: waiting.envelope, Reply.refusal(refusal, id: waiting.id))
        }
    }

    /// At the end of the session nobody waits for it any more.
    mutating func endDryRun() {
        dryRun?.run.cancel()
        dryRun?.run.join()
        dryRun = nil
    }
}
