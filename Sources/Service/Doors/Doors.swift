import Linux
import Logging
import Rulebook
import Timing
import Wire
import ZeroMQ

/// The doors of the process: publication, query and control, on a thread of their own. What is asked and commanded
/// goes to the lane of the session that it is for, and comes back as an answer. No lane waits for a peer, and no lane
/// for another.
struct Doors: ~Copyable {
    private var publication: PublicationDoor
    private var query: OpenDoor
    private var control: OpenDoor
    private let takers: TopicTakers
    private let lanes: any LaneDirectory
    private let tray: AnswerTray
    private let board: DoorBoard
    private let keys: KeyKeeper
    private var rate: RequestRate
    private var refused: Refused
    private var message = Message()
    private var envelope = Envelope()
    private var poller = Poller()
    private var tendAt: Int64 = 0

    /// Messages taken from a socket in its turn.
    private static let turn = 64
    /// The longest wait: libzmq tells of a subscription only now and then (`SharedPublisher.descriptor`).
    private static let wait = 20

    init(
        _ configuration: DaemonConfiguration, to lanes: any LaneDirectory, tray: AnswerTray, board: DoorBoard,
        takers: TopicTakers, keys: KeyKeeper, patience: Int64, in context: Context, log: Logger
    ) throws(ZeroMQError) {
        let answering = SocketOptions.answering(messageBytes: configuration.limits.messageBytes)
        // Every step that can fail comes before the first stored property: half of it cannot be taken apart.
        let publication = try PublicationDoor(configuration, keys: keys, patience: patience, in: context, log: log)
        let query = try OpenDoor(
            .router, .query, at: configuration.query, answering, keys: keys, patience: patience, in: context, log: log)
        let control = try OpenDoor(
            .router, .control, at: configuration.control, answering, keys: keys,
            fileMode: configuration.controlMode.permissions, patience: patience, in: context, log: log)
        let descriptor = try publication.publisher.shared.descriptor()
        self.publication = publication
        self.query = query
        self.control = control
        _ = poller.add(fileDescriptor: descriptor)
        _ = poller.add(self.query.socket)
        _ = poller.add(self.control.socket)
        _ = poller.add(fileDescriptor: tray.bell.descriptor)
        self.lanes = lanes
        self.tray = tray
        self.board = board
        self.takers = takers
        self.keys = keys
        rate = RequestRate(perSecond: configuration.limits.requestsPerSecond)
        refused = Refused(at: "control and query", log: log)
    }

    /// Where lanes publish.
    var publisher: Publisher { publication.publisher }

    mutating func run(until stop: StopSign) throws(ZeroMQError) {
        while !stop.isShown {
            _ = try poller.wait(timeoutMilliseconds: Self.wait)
            tray.bell.silence()
            _ = try publication.hearSubscribers(takers)
            try sendAnswers()
            try takeRequests()
            if MachineClock.monotonic >= tendAt { try tend() }
        }
        try sendAnswers()
    }

    private mutating func takeRequests() throws(ZeroMQError) {
        for _ in 0..<Self.turn {
            guard try control.receive(&message, &envelope) else { break }
            try takeCommand()
        }
        for _ in 0..<Self.turn {
            guard try query.receive(&message, &envelope) else { break }
            try takeQuery()
        }
    }

    private mutating func takeCommand() throws(ZeroMQError) {
        var id: String?
        do throws(Refusal) {
            let speaker = try admitted(at: control.address)
            let json = try Self.json(message)
            // A refusal names the command that it is of.
            if let name = json["id"]?.text, (1...64).contains(name.utf8.count) { id = name }
            try lanes.inbox(ofCommand: json).ask(LaneRequest(content: .command(json, speaker), envelope: envelope))
        } catch {
            refused.note(error, now: MachineClock.monotonic)
            try control.reply(to: envelope, Reply.refusal(error, id: id))
        }
    }

    private mutating func takeQuery() throws(ZeroMQError) {
        do throws(Refusal) {
            let speaker = try admitted(at: query.address)
            if let refusal = Rights.refusalOfQuery(by: speaker) { throw refusal }
            let question = try Self.question(message)
            // The asker is counted among the peers.
            if case .session(.status, _) = question { try? tend() }
            try lanes.inbox(of: question).ask(LaneRequest(content: .question(question), envelope: envelope))
        } catch {
            refused.note(error, now: MachineClock.monotonic)
            try query.reply(to: envelope, Reply.refusal(error))
        }
    }

    /// The speaker; refused where it asks too often.
    private mutating func admitted(at address: String) throws(Refusal) -> Speaker {
        let speaker = keys.speaker(of: message, at: address)
        let peer = keys.peer(of: message, from: speaker, route: envelope.route)
        guard rate.admits(peer, now: MachineClock.monotonic) else { throw rate.refusal }
        return speaker
    }

    private mutating func sendAnswers() throws(ZeroMQError) {
        for answer in tray.take() {
            if answer.door == .control {
                try control.reply(to: answer)
            } else {
                try query.reply(to: answer)
            }
        }
    }

    private mutating func tend() throws(ZeroMQError) {
        let now = MachineClock.monotonic
        tendAt = now + 100
        try publication.tend(takers, now: now)
        try query.tend(now: now)
        try control.tend(now: now)
        var state = DoorBoard.State()
        state.publication = .init(
            connected: publication.connected, refused: publication.refused, gone: publication.gone,
            cut: publication.cut)
        state.query = query.counts
        state.control = control.counts
        state.refused = refused.byReason
        board.show(state)
        lanes.tend(now: now)
    }

    // MARK: Reading

    private static func json(_ message: borrowing Message) throws(Refusal) -> JSON {
        try message.withUnsafeBytes { bytes throws(Refusal) in try JSON(bytes) }
    }

    private static func question(_ message: borrowing Message) throws(Refusal) -> MeetingQuestion {
        try message.withUnsafeBytes { bytes throws(Refusal) in try MeetingQuestion(bytes) }
    }
}
