import Glibc
import Linux
import Logging
import Rulebook
import Timing
import Wire
import ZeroMQ

/// The lane of one session: a single thread owns the core and makes every outgoing message, in order.
///
/// Crossings and times come through the ring, commands and questions by socket. An input is in the journal before it
/// is scored; then its delta is encoded once, kept for subscribers that miss it, and sent. The lane never waits for a
/// peer: a full publisher's queue drops for that subscriber alone, and a peer that does not take its answer loses it.
struct Lane: ~Copyable {
    var scorer: Scorer
    let journal: SessionJournal
    let ring: LaneQueue
    let board: IntakeBoard
    /// The places in the files where its rules are written.
    let event: Event
    /// For a daemon of a pair.
    let pair: PairBoard?
    let log: Logger
    let startedAt = MachineClock.monotonic
    var refused: Refused

    var publisher: OpenDoor
    var query: OpenDoor
    var control: OpenDoor
    let keys: KeyKeeper
    var rate: RequestRate
    var noise = Noise()
    private var poller: Poller
    var envelope = Envelope()
    var message: Message

    var recent = RecentCommands()
    var dryRun: RunningDryRun?
    var late = LateQueue()
    let limits: DaemonConfiguration.Limits
    /// Where the journal lies; nil without one.
    let journalFolder: String?

    /// Published messages for which at least one subscriber's queue had no room.
    private(set) var missed = 0
    /// The snapshot made last: when many ask at once it is made once.
    var snapshot: (sequence: UInt64, now: Instant, bytes: [UInt8])?
    private var inputs: [Input] = []
    /// The session's time once these are taken.
    private var reached = Instant.distantPast
    /// A decoder's time that is hardly ahead of the session's.
    private var waitingTime: (instant: Instant, decoder: UInt32)?
    private var strangers = StrangerLog()
    /// Not believed, or not yet.
    var far = FarTimes()
    private var beatAt: Int64 = 0
    private var statusAt: Int64 = 0

    /// Inputs taken from the ring before sockets have their turn, and messages taken from a socket in its turn.
    private static let batch = 256
    private static let turn = 16
    /// A heartbeat is an input at once when it is ahead of the session's time by at least this.
    private static let tick = Milliseconds(500)

    init(
        _ scorer: consuming Scorer, _ journal: SessionJournal, of event: Event, _ configuration: DaemonConfiguration,
        folder: String?, in context: Context, ring: LaneQueue, board: IntakeBoard, keys: KeyKeeper,
        pair: PairBoard?, log: Logger
    ) throws(ZeroMQError) {
        // The publisher does not probe its peers: an answer after it has closed would reset the connection, and the
        // last messages on their way would be lost. Subscribers have the heartbeat topic. The last messages still go to
        // a subscriber that reads; for others the wait is bounded.
        let publishing = SocketOptions.live.with {
            $0.heartbeatInterval = nil
            $0.sendHighWater = configuration.limits.publicationQueue
            $0.linger = .seconds(5)
            $0.maxMessageBytes = min(configuration.limits.messageBytes, Self.longestPrefix)
        }
        let answering = SocketOptions.answering(messageBytes: configuration.limits.messageBytes)
        let patience: Int64 = pair == nil ? 0 : 2000
        // Every step that can fail comes before the first stored property: half a lane cannot be taken apart.
        let publisher = try OpenDoor(
            .xpublish, .publication, at: configuration.publication, publishing, keys: keys, patience: patience,
            in: context, log: log)
        try publisher.socket.refuseWhenFull(true)
        try publisher.socket.hearEverySubscription()
        let query = try OpenDoor(
            .router, .query, at: configuration.query, answering, keys: keys, patience: patience, in: context, log: log)
        let control = try OpenDoor(
            .router, .control, at: configuration.control, answering, keys: keys,
            fileMode: configuration.controlMode.permissions, patience: patience, in: context, log: log)
        var poller = Poller()
        _ = poller.add(fileDescriptor: ring.bell.descriptor)
        _ = poller.add(publisher.socket)
        _ = poller.add(query.socket)
        _ = poller.add(control.socket)
        self.publisher = publisher
        self.query = query
        self.control = control
        self.poller = poller
        self.keys = keys
        limits = configuration.limits
        journalFolder = folder
        rate = RequestRate(perSecond: configuration.limits.requestsPerSecond)
        message = Message()
        self.scorer = scorer
        self.journal = journal
        self.ring = ring
        self.board = board
        self.event = event
        self.pair = pair
        self.log = log
        refused = Refused(at: "control and query", log: log)
        inputs.reserveCapacity(Self.batch)
    }

    /// Works until told to stop, then finishes the inputs in the ring.
    mutating func run(until stop: StopSign, progress: Progress) throws(ZeroMQError) {
        while true {
            let isStopping = stop.isShown
            // The other runs the session: any message of ours would be a second one.
            if pair?.fenced.isShown == true { break }
            let taken = try drain()
            let isAsked = try answerAll()
            try answerDryRun()
            try tendLate()
            try beat(progress)
            progress.note()
            if taken > 0 || isAsked || !late.isEmpty { continue }
            if isStopping { break }
            if ring.goToSleep() {
                let isWaiting = late.fold == nil && scorer.timekeeper.waitingCrossings > 0
                let next = min(beatAt, statusAt, isWaiting ? late.due : .max)
                let wait = max(1, next - MachineClock.monotonic)
                _ = try poller.wait(timeoutMilliseconds: Int(min(wait, 500)))
            }
            ring.wakeUp()
        }
        if pair?.fenced.isShown != true {
            try endLate()
            try takeWaitingTime()
            try publishBeat()
        }
        late.fold?.run.join()
        endDryRun()
        journal.close()
    }

    // MARK: Inputs

    private mutating func drain() throws(ZeroMQError) -> Int {
        reached = scorer.timekeeper.now
        var taken = 0
        for crossing in far.taken() { take(.crossing(crossing)) }
        while taken < Self.batch, let input = ring.pop() {
            taken += 1
            take(input)
        }
        try scoreWritten()
        return taken
    }

    /// Writes down new inputs: crossings not taken before, and times well ahead of the session's.
    private mutating func take(_ input: LaneInput) {
        switch input {
        case .crossing(let crossing):
            guard !scorer.timekeeper.hasTaken(crossing.id) else { return }
            if far.isFar(crossing, reached: reached, scorer.timekeeper) {
                if far.hold(crossing) { refuse(crossing.at, of: crossing.id.decoder, field: "timeUs") }
                return
            }
            if isLate(crossing, reached: reached) { return }
            write(.crossing(crossing))
            reached = max(reached, crossing.at)
        case .time(let decoder, let instant):
            guard scorer.timekeeper.trusts(decoder), instant > reached else { return }
            if far.isFar(instant, of: decoder, reached: reached, scorer.timekeeper) {
                return refuse(instant, of: decoder, field: "timeUs")
            }
            // Many boxes tell the time in turn, and crossings carry it on as well: a time hardly ahead waits a little.
            guard instant >= reached + Self.tick else {
                if instant > waitingTime?.instant ?? .distantPast { waitingTime = (instant, decoder) }
                return
            }
            write(instant, of: decoder)
        case .carry(let passed):
            let now = scorer.timekeeper.now
            if now > .distantPast { write(now + passed, of: 0) }
        }
    }

    private mutating func write(_ instant: Instant, of decoder: UInt32) {
        write(.time(instant, decoder: decoder))
        reached = max(reached, instant)
    }

    /// Writes down an input that is scored next.
    mutating func write(_ input: Input) {
        journal.append(JournalRecord(input, speaker: ""))
        inputs.append(input)
    }

    private mutating func refuse(_ instant: Instant, of decoder: UInt32, field: String) {
        refused.note(FarTimes.refusal(instant, of: decoder, field: field), now: MachineClock.monotonic)
    }

    /// An input is in the journal's file before anything that follows from it leaves.
    mutating func scoreWritten() throws(ZeroMQError) {
        guard !inputs.isEmpty else { return }
        journal.commit()
        for input in inputs {
            // Only acts are refused, and acts come by socket.
            if let effect = try? scorer.take(input) { try publish(input, effect) }
            late.fold?.since.append(input)
        }
        inputs.removeAll(keepingCapacity: true)
    }

    private mutating func takeWaitingTime() throws(ZeroMQError) {
        guard let (instant, decoder) = waitingTime else { return }
        waitingTime = nil
        guard instant > scorer.timekeeper.now else { return }
        write(instant, of: decoder)
        try scoreWritten()
    }

    mutating func publish(_ input: Input, _ effect: Effect) throws(ZeroMQError) {
        scorer.tell(input, effect)
        try publish()
        var missed = 0
        try scorer.tellTopics(input, effect) { writer throws(ZeroMQError) in
            if try writer.withBytes({ bytes throws(ZeroMQError) in try !publisher.socket.publish(bytes) }) {
                missed += 1
            }
        }
        self.missed += missed
        if effect.outcome == .unknownLoop || (effect.unknownChanged && effect.outcome != .done) {
            noteStranger(input, effect)
        }
    }

    /// Publishes what the writer holds.
    private mutating func publish() throws(ZeroMQError) {
        if try scorer.writer.withBytes({ bytes throws(ZeroMQError) in try !publisher.socket.publish(bytes) }) {
            missed += 1
        }
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
            try takeWaitingTime()
            try publishBeat()
        }
        if now >= statusAt {
            statusAt = now + 1000
            writeStatus(withTopic: true)
            try publish()
            journal.look(now: now)
            progress.show(headline)
        }
    }

    private var headline: String {
        let feeds = board.latest.feeds
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
        var isAsked = try hearSubscribers()
        for _ in 0..<Self.turn {
            guard try control.receive(&message, &envelope) else { break }
            isAsked = true
            try answerCommand()
        }
        let began = MachineClock.monotonic
        for _ in 0..<Self.turn {
            // However many ask at once, crossings wait for them at most a millisecond or two.
            if MachineClock.monotonic > began + 1 { break }
            guard try query.receive(&message, &envelope) else { break }
            isAsked = true
            try answerQuery()
        }
        return isAsked
    }
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
