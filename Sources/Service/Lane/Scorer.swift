package import Journal
package import Rulebook
package import Timing
package import Wire

/// The core's state, the deltas and their sequence. They follow from a session's inputs in their order alone. No clock,
/// no socket: the same inputs make the same bytes, live and when the journal is read.
package struct Scorer: ~Copyable {
    package private(set) var timekeeper: Timekeeper
    package private(set) var publication: Publication
    package private(set) var history: History
    /// Every act taken, in its order, with what it did; those of the journal that are refused now among them.
    package private(set) var decisions: [Decision] = []
    /// Holds the delta made last.
    package let writer = ByteWriter(capacity: 1 << 16)
    /// Transponders that crossed a loop before the start.
    package private(set) var sighted = Sighted()
    /// The result as it stands, and the sequence of the delta that made it so.
    package private(set) var result: (settled: SettledResult, sequence: UInt64)?
    private var topics: Topics
    /// Bytes of the deltas made.
    private var told = 0
    /// How the session stood after the last act, as long as nothing has come since.
    private var standpoint: Standpoint?
    /// What it was made of.
    private let beginning: (session: Session, unknownTransponders: Int, isOfMeeting: Bool)

    /// - Parameter takers: who takes the session's topics; nil: nobody does.
    package init(
        _ session: Session, epoch: UInt64, limits: DaemonConfiguration.Limits, takers: TopicTakers? = nil,
        isOfMeeting: Bool = false
    ) {
        beginning = (session, limits.unknownTransponders, isOfMeeting)
        timekeeper = Timekeeper(
            session, unknownTransponders: limits.unknownTransponders, believesEveryBox: isOfMeeting)
        publication = Publication(session, epoch: epoch)
        topics = Topics(session, takers: takers)
        history = History(capacity: limits.historyBytes)
    }

    /// What a restart would have to repeat, in bytes of deltas: a crossing that is folded again counts as some.
    package var work: Int { told + Self.bytesOfFold * timekeeper.foldedAgain }

    /// As many bytes are made in the time in which a crossing is folded again.
    private static let bytesOfFold = 140

    // MARK: Inputs

    /// Takes an input. Nil when it has nothing to publish.
    /// - Throws: why an act is refused; the state is unchanged then.
    package mutating func take(_ input: Input) throws(ActRefusal) -> Effect? {
        if case .act(let act) = input, timekeeper.act(named: act.id) == nil {
            let consequence = try Consequence(of: act, in: &timekeeper, since: &standpoint)
            decisions.append(consequence.decision)
            sighted.note(consequence.effect.reassigned)
            if consequence.effect.entriesChanged { publication.relist(timekeeper.session.entries) }
            noteResult(consequence.effect)
            return consequence.effect
        }
        if standpoint != nil { standpoint = nil }
        guard let effect = try timekeeper.take(input) else { return nil }
        switch input {
        case .crossing(let crossing): if effect.outcome == .beforeStart { sighted.note(crossing, effect) }
        // Time alone is told by the heartbeat; a delta only where it changed something.
        case .time: if !publication.tells(effect, in: timekeeper) { return nil }
        case .late, .lateTaken, .act: break
        }
        noteResult(effect)
        return effect
    }

    /// The crossings that wait take effect, so many, where a copy has folded them.
    package mutating func takeLate(_ count: Int, foldedBy copy: borrowing Timekeeper) -> Effect {
        standpoint = nil
        let effect = timekeeper.takeLate(count, foldedBy: copy)
        noteResult(effect)
        return effect
    }

    /// After an input that is told: most of them leave the result as it is, or come while there is none.
    private mutating func noteResult(_ effect: Effect) {
        guard let state = timekeeper.result else {
            if result != nil { result = nil }
            return
        }
        let isTouched = !timekeeper.changedRows.isEmpty || effect.penaltiesChanged || effect.entriesChanged
        if let result, !isTouched, result.settled.isFinal == (state == .final) { return }
        guard let settled = timekeeper.settledResult else { return }
        let isSame = result.map { $0.settled.cars == settled.cars && $0.settled.gridDecisions == settled.gridDecisions }
        result = (settled, isSame == true ? result?.sequence ?? 0 : publication.sequence + 1)
    }

    // MARK: Deltas

    /// Makes the delta of an input just taken, with its topic, in the writer, and keeps it for subscribers that miss
    /// it.
    package mutating func tell(_ input: Input, _ effect: Effect) {
        history.prepare()
        publication.delta(of: input, effect, in: timekeeper, to: writer)
        let topic = publication.topicLength
        told += writer.count
        writer.withBytes { history.append(UnsafeRawBufferPointer(rebasing: $0[topic...])) }
    }

    /// Makes the narrower messages of the same delta, one by one in the writer.
    package mutating func tellTopics<Failure: Error>(
        _ input: Input, _ effect: Effect, send: (ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        guard topics.count(effect, timekeeper) else { return }
        try topics.publish(publication, effect, at: input.instant, timekeeper, with: writer, send: send)
    }

    /// Begins an epoch with the next delta.
    package mutating func begin(epoch: UInt64, first: UInt64, after previous: UInt64?) {
        if first != publication.sequence + 1 { history.begin(at: first) }
        publication.begin(epoch: epoch, first: first, after: previous)
    }

    // MARK: Reading a journal

    /// Takes an input of the journal; an act that is refused now is set aside. Its delta is made where `isKept`, else
    /// only counted: questions do not go so far back.
    /// - Returns: why an act waits for a decision, where it does.
    @discardableResult
    package mutating func read(_ input: Input, isKept: Bool) -> ActSetAside? {
        do throws(ActRefusal) {
            guard let effect = try take(input) else { return nil }
            if isKept {
                tell(input, effect)
            } else {
                publication.countDelta()
                history.begin(at: publication.sequence + 1)
            }
            _ = topics.count(effect, timekeeper)
        } catch {
            guard case .act(let act) = input else { return nil }
            standpoint = nil
            timekeeper.setAside(act, because: error)
            decisions.append(Decision(setAside: act))
            return ActSetAside(act: act, refusal: error)
        }
        return nil
    }

    /// Forgets the deltas made so far: with another rulebook they would be others.
    package mutating func forgetHistory() { history.begin(at: publication.sequence + 1) }

    /// Takes crossings and times of the journal together: nothing is told of them, and nothing is counted.
    mutating func read(together inputs: ArraySlice<Input>, lastAlone: Int) {
        standpoint = nil
        timekeeper.read(together: inputs, lastAlone: lastAlone)
    }

    /// All as it was before the first input.
    mutating func beginAnew() {
        let (session, unknownTransponders, isOfMeeting) = beginning
        timekeeper = Timekeeper(
            session, unknownTransponders: unknownTransponders, believesEveryBox: isOfMeeting)
        publication = Publication(session, epoch: publication.epoch)
        topics = topics.anew(session)
        history.begin(at: 1)
        (decisions, sighted, result, standpoint, told) = ([], Sighted(), nil, nil, 0)
    }

    /// How far the publication has counted, at a place in the journal; nil where what stands before it cannot be read
    /// together: before the start, after the flag, and while late crossings wait.
    package func milestone(at place: JournalPlace) -> Milestone? {
        guard timekeeper.phase == .running, result == nil, timekeeper.waitingCrossings == 0 else { return nil }
        return Milestone(
            segment: place.segment, offset: place.offset, publication, topics: counted,
            corrections: timekeeper.latestCorrections, work: work, seal: seal)
    }

    /// How far the narrower topics have counted.
    package var counted: [Milestone.Topic] { topics.counted }

    /// Counts on from a milestone, once what stands before it was read together. False where the state is another than
    /// it was then.
    mutating func goOn(from milestone: Milestone) -> Bool {
        guard timekeeper.phase == .running, timekeeper.waitingCrossings == 0 else { return false }
        publication.goOn(from: milestone)
        topics.count(from: milestone.topics)
        timekeeper.goOn(with: milestone.corrections)
        told = milestone.work - Self.bytesOfFold * timekeeper.foldedAgain
        result = nil
        history.begin(at: publication.sequence + 1)
        return seal == milestone.seal
    }

    /// Stands for the classification, for the net one as it was last told, for the corrections, for what is counted,
    /// and for the transponders that were seen before the start.
    private var seal: String {
        publication.writeStand(timekeeper, topics.counted, sighted.words, to: writer)
        return writer.withBytes { Fingerprint.of($0) }.hexadecimal
    }

    /// The act of this name was refused when its turn came: it waits for no decision.
    package mutating func drop(_ act: String) {
        standpoint = nil
        timekeeper.dropSetAside(act)
        decisions.removeAll { $0.act.id == act && timekeeper.act(named: act) == nil }
    }

    // MARK: Answers, in the writer

    package func writeBeat() { publication.heartbeat(now: timekeeper.now, to: writer) }

    package func writeSnapshot() { publication.snapshot(timekeeper, to: writer) }

    package func writeResults() { publication.results(timekeeper, to: writer) }

    package func writeIntermediate(at time: Milliseconds) throws(Refusal) {
        try publication.intermediate(at: time, timekeeper, to: writer)
    }
}
