package import DayRecord
import Journal
import Linux
import Logging
import Meeting
import Rulebook
import Timing
import Wire
import ZeroMQ

/// The lane of one session: it owns the core and makes every outgoing message, in order. One thread at a time works in
/// it (`SharedLane`).
///
/// Inputs come from the record, which has written them down; then a delta is encoded once, kept for subscribers that
/// miss it, and sent. Commands and questions come from the doors. The lane never waits for a peer, a disk or another
/// lane.
package struct Lane: ~Copyable {
    package internal(set) var scorer: Scorer
    let inbox: LaneInbox
    let around: LaneSurroundings
    /// The id by which the record tells the session; nil: it is the only one.
    let address: String?
    let startedAt = MachineClock.monotonic
    var refused: Refused

    var recent = RecentCommands()
    var dryRun: RunningDryRun?
    var late = LateFolds()
    let outbox: Outbox
    /// The act that the record is writing down for us, and who waits for the answer.
    var proposed: ProposedAct?
    /// Requests taken from the inbox whose turn has not come.
    var requests: ArraySlice<LaneRequest> = []
    /// The snapshot made last: when many ask at once it is made once.
    var snapshot: (sequence: UInt64, now: Instant, bytes: [UInt8])?
    /// Of a meeting: told how far the session has come.
    private let meeting: MeetingBoard?
    /// Of a meeting: its record before the first entry, with which the session can be read again.
    let beginning: RecordState?
    private var reached: SessionState?
    /// What the meeting was told of the session last.
    private var reported: Reported?
    private var strangers = StrangerLog()
    /// The work done up to the latest milestone.
    private var workAtMilestone: Int
    private var beatAt: Int64 = 0
    private var statusAt: Int64 = 0
    /// Why the lane has to end.
    private var failure: ZeroMQError?
    /// Until then only its own thread works in it: nanoseconds of the machine's clock.
    private var leftAloneUntil: Int64 = 0

    /// Inputs taken before requests have their turn, and requests taken in theirs.
    private static let batch = 256
    private static let requestsATurn = 16
    /// Nanoseconds: after so long a time in the lane another thread is kept out of it for so long a pause.
    private static let long: Int64 = 1_000_000
    private static let pause: Int64 = 100_000_000
    /// Of which a restart notices the time, in bytes of deltas: some milliseconds.
    private static let muchWork = 1 << 22

    package init(
        _ scorer: consuming Scorer, _ inbox: LaneInbox, address: String?, _ around: LaneSurroundings,
        of meeting: (board: MeetingBoard, beginning: RecordState)? = nil
    ) {
        self.meeting = meeting?.board
        beginning = meeting?.beginning
        workAtMilestone = scorer.work
        self.scorer = scorer
        self.inbox = inbox
        self.address = address
        self.around = around
        outbox = Outbox(to: around.publisher)
        refused = Refused(at: "control and query", log: around.log)
        inbox.note(
            scored: 0, now: self.scorer.timekeeper.now, sequence: self.scorer.publication.sequence)
    }

    var log: Logger { around.log }

    /// The series whose rules the session is run by; nil where it is not known.
    var series: EventSeries? {
        let id = scorer.publication.session
        if let series = around.event.series(of: id) { return series }
        let planned = meeting?.latest[id]?.planned
        return around.event.series.first { $0.name == planned?.series }
    }

    /// What a turn of the lane's thread leaves to do.
    enum Turn {
        /// The next turn is to follow at once.
        case busy
        /// Nothing before the bell rings, or so much time has gone by.
        case idle(milliseconds: Int32)
        /// The lane has ended; where it is not fenced, with all that was in its inbox.
        case over
    }

    /// One turn of the lane's thread.
    mutating func turn(until stop: StopSign, _ progress: Progress) throws(ZeroMQError) -> Turn {
        guard !isFenced else { return try end() }
        if let failure { throw failure }
        do throws(ZeroMQError) {
            return try work(until: stop, progress)
        } catch {
            failure = error
            throw error
        }
    }

    private mutating func work(until stop: StopSign, _ progress: Progress) throws(ZeroMQError) -> Turn {
        let isStopping = stop.isShown
        let taken = try drain()
        let isAsked = try answerAll()
        answerDryRun()
        try tendLate(isStopping: isStopping)
        tellReached()
        report()
        try beat(progress)
        try outbox.send()
        progress.note()
        if taken > 0 || isAsked { return .busy }
        if isStopping, isFinished { return try end() }
        guard inbox.goToSleep() else { return .busy }
        if isStopping { return .idle(milliseconds: 1) }
        let isWaiting = late.fold == nil && scorer.timekeeper.waitingCrossings > 0
        let next = min(beatAt, statusAt, isWaiting ? late.due : .max)
        return .idle(milliseconds: Int32(min(max(1, next - MachineClock.monotonic), 500)))
    }

    /// Called by the record's thread while the lane's own sleeps: scores and publishes the few crossings that have
    /// come. False where the lane's own thread has to go on.
    ///
    /// A few crossings take long all the same: the one at which the flag falls, and one that has others folded again.
    /// After such a crossing the lane's own thread does all the work for a while, so that feeds do not wait. It does so
    /// also while a fold or a dry run has a copy of the core: the first change copies all that they share.
    mutating func takeLittle() -> Bool {
        let began = MachineClock.nanoseconds
        guard failure == nil, !isFenced, late.fold == nil, dryRun == nil, began >= leftAloneUntil else { return false }
        do throws(ZeroMQError) {
            _ = try drain()
        } catch {
            // Told by the lane's thread, whose end it is.
            failure = error
            return false
        }
        let ended = MachineClock.nanoseconds
        if ended - began > Self.long { leftAloneUntil = ended + Self.pause }
        return inbox.waiting == 0 && !isNewsForMeeting
    }

    /// The other daemon of the pair runs the session: any message of ours would be a second one.
    private var isFenced: Bool { around.pair?.fenced.isShown == true }

    private mutating func end() throws(ZeroMQError) -> Turn {
        if !isFenced {
            try publishBeat()
            try outbox.send()
        }
        late.fold?.run.join()
        endDryRun()
        return .over
    }

    /// At the end nothing waits any more: late crossings have taken effect, and acts are answered.
    private var isFinished: Bool {
        inbox.waiting == 0 && proposed == nil && requests.isEmpty && late.fold == nil
            && scorer.timekeeper.waitingCrossings == 0
    }

    // MARK: Inputs

    private mutating func drain() throws(ZeroMQError) -> Int {
        var taken = 0
        while taken < Self.batch, let input = inbox.pop() {
            taken += 1
            try take(input)
        }
        try outbox.send()
        inbox.note(scored: taken, now: scorer.timekeeper.now, sequence: scorer.publication.sequence)
        return taken
    }

    private mutating func take(_ input: LaneInput) throws(ZeroMQError) {
        switch input {
        // What was scored before does not wait for what may take longer.
        case .act, .lateTaken, .place: try outbox.send()
        case .crossing, .late, .time, .meeting: break
        }
        switch input {
        case .act(let recorded): return try takeRecorded(recorded)
        case .lateTaken(let count, let instant): return try takeLate(count, at: instant)
        case .late:
            late.note(isFirst: scorer.timekeeper.waitingCrossings == 0, now: MachineClock.monotonic)
        case .place(let place, let isDue): return keepMilestone(at: place, isDue: isDue)
        case .crossing, .time, .meeting: break
        }
        if let input = input.input { try score(input) }
    }

    /// Where none is due one is made after much work alone: a restart would have to repeat it.
    private mutating func keepMilestone(at place: JournalPlace, isDue: Bool) {
        guard late.fold == nil, isDue || scorer.work - workAtMilestone > Self.muchWork else { return }
        guard let milestone = scorer.milestone(at: place) else { return }
        workAtMilestone = scorer.work
        around.parts.milestones.put(milestone, of: address)
    }

    /// Scores an input that is no act: these alone are refused.
    mutating func score(_ input: Input) throws(ZeroMQError) {
        if let effect = try? scorer.take(input) { try publish(input, effect) }
        late.fold?.since.append(input)
    }

    mutating func publish(_ input: Input, _ effect: Effect) throws(ZeroMQError) {
        scorer.tell(input, effect)
        try scorer.writer.withBytes { bytes throws(ZeroMQError) in try outbox.add(bytes) }
        try scorer.tellTopics(input, effect) { [outbox] writer throws(ZeroMQError) in
            try writer.withBytes { bytes throws(ZeroMQError) in try outbox.add(bytes, isNarrow: true) }
        }
        // Who gave the act is answered next.
        if case .act = input { try outbox.send() }
        if effect.outcome == .unknownLoop || (effect.unknownChanged && effect.outcome != .done) {
            noteStranger(input, effect)
        }
    }

    /// Publishes what the writer holds beside a delta, once the inputs at hand are taken.
    private mutating func publish() throws(ZeroMQError) {
        try scorer.writer.withBytes { bytes throws(ZeroMQError) in try outbox.add(bytes, isNarrow: true) }
    }

    private mutating func noteStranger(_ input: Input, _ effect: Effect) {
        guard case .crossing(let crossing) = input else { return }
        if effect.outcome == .unknownLoop {
            let reason = Refusal(
                .unknownLoop, field: "loop", "loop \(crossing.loop.value) is not on this circuit",
                expected: "the id of a loop", remedy: "add the loop to the circuit of the event")
            refused.note(reason, now: MachineClock.monotonic)
        } else if scorer.timekeeper.unknown.held(crossing.transponder)?.crossings.count == 1 {
            strangers.note(crossing.transponder, log: log)
        }
    }

    // MARK: Heartbeat and status

    private mutating func beat(_ progress: Progress) throws(ZeroMQError) {
        let now = MachineClock.monotonic
        if now >= beatAt {
            beatAt = now + 500
            try publishBeat()
        }
        if now >= statusAt {
            statusAt = now + 1000
            writeStatus(withTopic: true)
            try publish()
            progress.show(headline)
        }
    }

    private var headline: String {
        let feeds = around.intake.latest.feeds
        let live = feeds.filter { $0.state == .live }.count
        return "\(scorer.publication.session): \(scorer.timekeeper.phase.rawValue), "
            + "\(scorer.timekeeper.counts.crossings) crossings, \(live) of \(feeds.count) feeds live"
    }

    private mutating func publishBeat() throws(ZeroMQError) {
        scorer.writeBeat()
        try publish()
    }

    // MARK: Questions and commands

    private mutating func answerAll() throws(ZeroMQError) -> Bool {
        if requests.isEmpty { requests = inbox.takeRequests(Self.requestsATurn)[...] }
        guard !requests.isEmpty else { return false }
        let began = MachineClock.monotonic
        var isAsked = false
        // However many ask at once, crossings wait for them at most a millisecond or two.
        while let request = requests.first, MachineClock.monotonic <= began + 1 {
            switch request.content {
            case .command(let json, let speaker):
                // One act after the other: each is understood by what the one before has done.
                if proposed != nil { return isAsked }
                answer(command: json, of: speaker, request.envelope)
            case .question(let question):
                if case .session(let query, _) = question { answer(query, to: request.envelope) }
            }
            requests = requests.dropFirst()
            isAsked = true
        }
        return isAsked
    }

    /// Says to the meeting how far the session has come, where that is news.
    private mutating func tellReached() {
        guard let meeting, let address, inbox.waiting == 0, let standing = meeting.latest[address] else { return }
        let now = scorer.timekeeper.reached
        let before = reached ?? standing.reached
        reached = now
        guard now != before else { return }
        // A session that is started without having been armed is armed with it.
        let present = scorer.timekeeper.now
        if standing.state == .planned { tell(.arm(address), at: present, "armed") }
        for state in before.way(to: now) {
            tell(.reached(address, state), at: scorer.timekeeper.instant(of: state) ?? present, state.rawValue)
        }
    }

    /// Says to the meeting what other sessions need of this one, where that is news: not while crossings wait.
    private mutating func report() {
        guard meeting != nil, inbox.waiting == 0, reported != reportable else { return }
        reported = reportable
        around.results.show(SessionReport(scorer))
    }

    /// What other sessions need to know of: acts taken, and the sequence of the result.
    private var reportable: Reported {
        let result = scorer.result
        return Reported(
            acts: scorer.timekeeper.counts.acts, sequence: result?.sequence, isFinal: result?.settled.isFinal ?? false)
    }

    /// Whether the meeting has to be told something: not by a thread that has little time.
    private var isNewsForMeeting: Bool {
        meeting != nil && (reached != scorer.timekeeper.reached || reported != reportable)
    }

    private func tell(_ kind: MeetingAct.Kind, at instant: Instant, _ word: String) {
        let name = "\(scorer.publication.session)-\(scorer.publication.epoch)-\(scorer.publication.sequence)-\(word)"
        let act = MeetingAct(id: name, at: instant, by: "lapwing", kind: kind)
        around.desk.propose(.meeting(act, speaker: "lapwing"), of: nil)
    }

    /// Hands an answer to the doors.
    func answer(_ envelope: Envelope, at door: Door, _ bytes: [UInt8]) {
        around.tray.put(LaneAnswer(door: door, envelope: envelope, frames: [bytes]))
    }
}

/// What the meeting was told of a session: its acts, and the sequence of its result.
private struct Reported: Equatable {
    let acts: Int
    let sequence: UInt64?
    let isFinal: Bool
}

/// Keeps the log short when strange transponders come in numbers.
struct StrangerLog {
    private var told = 0
    private static let limit = 100

    mutating func note(_ transponder: Transponder, log: Logger) {
        told += 1
        if told <= Self.limit {
            log.warning(
                "transponder \(transponder.value) is not assigned to a car: its crossings are held; assign it to a car by command"
            )
        } else if told == Self.limit + 1 {
            log.warning("more than \(Self.limit) unknown transponders: see status and the snapshot for the others")
        }
    }
}

extension Timekeeper {
    /// When the session came into a state of its core; nil where only the moment of its telling is known.
    fileprivate func instant(of state: SessionState) -> Instant? {
        switch state {
        case .running: startedAt
        case .finished: chequeredAt ?? endedAt
        case .planned, .armed, .provisional, .final, .abandoned: nil
        }
    }

    /// How far the session's core has come, in the meeting's words.
    fileprivate var reached: SessionState {
        if result == .final { return .final }
        return switch phase {
        case .scheduled: .armed
        case .running: .running
        case .finishing, .ended: .finished
        }
    }
}

extension SessionStanding {
    /// What the session's core said last.
    fileprivate var reached: SessionState {
        if instants[.final] != nil { return .final }
        if instants[.finished] != nil { return .finished }
        return instants[.running] == nil ? .armed : .running
    }
}
