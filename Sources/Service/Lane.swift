import Logging
import Rulebook
import Timing
import Wire
import ZeroMQ

/// The lane of one session: a single thread owns the core, and everything that leaves is made here, in order.
///
/// Crossings and times come through the ring, commands and questions by socket. Each input is applied, encoded
/// once, kept for those who miss it, and sent. The lane waits for nobody: a publisher's queue that is full drops
/// for that subscriber alone, and a peer that does not take its answer loses it.
struct Lane: ~Copyable {
    var timekeeper: Timekeeper
    var publication: Publication
    private var topics: Topics
    var history: History
    let writer = ByteWriter(capacity: 1 << 16)
    let ring: Ring<LaneInput>
    let board: IntakeBoard
    /// Where its rules are written.
    let event: Event
    let log: Logger
    let startedAt = MachineClock.monotonic
    var refused: Refused

    let publisher: Socket
    let query: Socket
    let control: Socket
    private var poller: Poller
    var envelope: [[UInt8]] = []
    var message: Message

    /// Decoders that have seen an entered car. The time of others is not believed.
    private var trusted: [UInt32] = []
    private var beatAt: Int64 = 0
    private var statusAt: Int64 = 0
    var actCount = 0

    /// Inputs taken from the ring before sockets have their turn, and messages taken from a socket in its turn.
    private static let batch = 256
    private static let turn = 16

    init(
        _ session: Session, of event: Event, _ configuration: DaemonConfiguration, epoch: UInt64, in context: Context,
        ring: Ring<LaneInput>, board: IntakeBoard, log: Logger
    ) throws(ZeroMQError) {
        let options = SocketOptions.live.with {
            $0.sendHighWater = configuration.limits.publicationQueue
            // What was published before the end still goes to a subscriber that reads; one that does not is not
            // waited for longer.
            $0.linger = .seconds(5)
            $0.maxMessageBytes = configuration.limits.messageBytes
        }
        // The publisher probes nobody: an answer that comes when it has closed resets the connection, and what was
        // published last but is still on its way is lost. Subscribers have the heartbeat topic.
        // Whatever can fail comes before the first stored property: half a lane cannot be taken apart.
        let publisher = try Socket(.xpublish, in: context, options: options.with { $0.heartbeatInterval = nil })
        let query = try Socket(.router, in: context, options: Self.answering(options))
        let control = try Socket(.router, in: context, options: Self.answering(options))
        try publisher.bind(configuration.publication)
        try query.bind(configuration.query)
        try control.bind(configuration.control)
        var poller = Poller()
        _ = poller.add(fileDescriptor: ring.wakeDescriptor)
        _ = poller.add(publisher)
        _ = poller.add(query)
        _ = poller.add(control)
        self.publisher = publisher
        self.query = query
        self.control = control
        self.poller = poller
        message = Message()
        timekeeper = Timekeeper(session, unknownTransponders: configuration.limits.unknownTransponders)
        publication = Publication(session, epoch: epoch)
        topics = Topics(session)
        history = History(capacity: configuration.limits.historyBytes)
        self.ring = ring
        self.board = board
        self.event = event
        self.log = log
        refused = Refused(at: "control and query", log: log)
    }

    /// Answers wait for a slow peer in a short queue and are dropped beyond it.
    private static func answering(_ options: SocketOptions) -> SocketOptions {
        options.with {
            $0.sendHighWater = 1000
            $0.receiveHighWater = 1000
            $0.routerMandatory = false
        }
    }

    /// Works until told to stop, then finishes what the ring holds.
    mutating func run(until stop: StopSign, progress: Progress) throws(ZeroMQError) {
        while true {
            let isStopping = stop.isShown
            let taken = try drain()
            let isAsked = try answerAll()
            try beat(progress)
            progress.note()
            if taken > 0 || isAsked { continue }
            if isStopping { break }
            if ring.goToSleep() {
                let wait = max(1, min(beatAt, statusAt) - MachineClock.monotonic)
                _ = try poller.wait(timeoutMilliseconds: Int(min(wait, 500)))
            }
            ring.wakeUp()
        }
        try publishBeat()
    }

    private mutating func drain() throws(ZeroMQError) -> Int {
        var taken = 0
        while taken < Self.batch, let input = ring.pop() {
            taken += 1
            switch input {
            case .crossing(let crossing):
                let effect = timekeeper.apply(crossing)
                if effect.car != nil { trust(crossing.id.decoder) }
                if effect.outcome != .repeated { try publish(.crossing(crossing), effect) }
            case .time(let decoder, let instant):
                guard trusted.contains(decoder) else { continue }
                try reach(instant, by: decoder)
            case .carry(let passed):
                guard timekeeper.now > .distantPast else { continue }
                try reach(timekeeper.now + passed, by: 0)
            }
        }
        return taken
    }

    /// Time alone is told by the heartbeat; a delta only where it changed something.
    private mutating func reach(_ instant: Instant, by decoder: UInt32) throws(ZeroMQError) {
        let effect = timekeeper.reach(instant, by: decoder)
        if publication.tells(effect, in: timekeeper) { try publish(.time(instant, decoder: decoder), effect) }
    }

    mutating func publish(_ input: Input, _ effect: Effect) throws(ZeroMQError) {
        publication.delta(of: input, effect, in: timekeeper, to: writer)
        let topic = publication.topicLength
        writer.withBytes { history.append(UnsafeRawBufferPointer(rebasing: $0[topic...])) }
        try send(publisher)
        try topics.publish(publication, effect, at: input.instant, timekeeper, with: writer) {
            writer throws(ZeroMQError) in
            _ = try writer.withBytes { bytes throws(ZeroMQError) in try publisher.send(bytes, wait: false) }
        }
        if effect.outcome == .unknownLoop || (effect.unknownChanged && effect.outcome != .done) {
            noteStranger(input, effect)
        }
    }

    /// Sends what the writer holds.
    func send(_ socket: borrowing Socket) throws(ZeroMQError) {
        _ = try writer.withBytes { bytes throws(ZeroMQError) in try socket.send(bytes, wait: false) }
    }

    private mutating func noteStranger(_ input: Input, _ effect: Effect) {
        guard case .crossing(let crossing) = input else { return }
        if effect.outcome == .unknownLoop {
            let reason = Refusal(
                .unknownLoop, field: "loop", "loop \(crossing.loop.value) is not on this circuit",
                expected: "the id of a loop", remedy: "add the loop to the circuit of the event")
            refused.note(reason, now: MachineClock.monotonic)
        } else if timekeeper.unknown.held(crossing.transponder)?.crossings.count == 1 {
            strangers.note(crossing.transponder, log: log)
        }
    }

    private var strangers = StrangerLog()

    private mutating func trust(_ decoder: UInt32) {
        if trusted.last == decoder || trusted.contains(decoder) { return }
        trusted.append(decoder)
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
            try send(publisher)
            progress.show(headline)
        }
    }

    private var headline: String {
        let feeds = board.latest.feeds
        let live = feeds.filter { $0.state == .live }.count
        return "\(publication.session): \(timekeeper.phase.rawValue), \(timekeeper.counts.crossings) crossings, "
            + "\(live) of \(feeds.count) feeds live"
    }

    private mutating func publishBeat() throws(ZeroMQError) {
        publication.heartbeat(now: timekeeper.now, to: writer)
        try send(publisher)
    }

    // MARK: Questions and commands

    private mutating func answerAll() throws(ZeroMQError) -> Bool {
        var isAsked = false
        for _ in 0..<Self.turn {
            guard try publisher.receive(into: &message, wait: false) else { break }
            isAsked = true
            Self.take(message, &topics)
        }
        for _ in 0..<Self.turn {
            guard try Self.receive(control, &message, &envelope) else { break }
            isAsked = true
            try answerCommand()
        }
        for _ in 0..<Self.turn {
            guard try Self.receive(query, &message, &envelope) else { break }
            isAsked = true
            try answerQuery()
        }
        return isAsked
    }

    private static func take(_ subscription: borrowing Message, _ topics: inout Topics) {
        subscription.withUnsafeBytes { topics.take(subscription: $0) }
    }

    /// Receives one request: what it came with, to answer by, and its last frame in `message`.
    private static func receive(
        _ socket: borrowing Socket, _ message: inout Message, _ envelope: inout [[UInt8]]
    ) throws(ZeroMQError) -> Bool {
        envelope.removeAll(keepingCapacity: true)
        guard try socket.receive(into: &message, wait: false) else { return false }
        while message.hasMore {
            let frame = message.withUnsafeBytes { Array($0) }
            if envelope.count < 4 { envelope.append(frame) }
            guard try socket.receive(into: &message) else { return false }
        }
        return true
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
                "transponder \(transponder.value) is nobody's: its crossings are held; assign it to a car by command"
            )
        } else if told == Self.limit + 1 {
            log.warning("more than \(Self.limit) unknown transponders: see status and the snapshot for the others")
        }
    }
}
