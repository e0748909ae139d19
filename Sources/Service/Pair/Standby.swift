import Glibc
import Journal
import Linux
import Logging
import Rulebook
import Timing
import Wire
import ZeroMQ

/// The daemon of a pair that does not run the session: it copies the other's journal byte for byte, and waits
/// (docs/protocol.md, section 8).
///
/// It takes over by command; or when the other has been silent for long and a subscriber, which hears nothing from the
/// other either, asks here. A primary that starts and finds no active daemon never gets here.
struct Standby: ~Copyable {
    enum End: Sendable {
        case stopped
        /// Run the session, for this reason, in this epoch or a larger one.
        case takeOver(String, epoch: UInt64)
    }

    private let pair: DaemonConfiguration.Pair
    private let session: String
    /// Sessions that may have milestones: by their ids, or nil for the only one.
    private let sessions: Set<String?>
    private let fingerprint: String
    private var other: Connection
    private var query: OpenDoor
    private var control: OpenDoor
    private let keys: KeyKeeper
    private var poller: Poller
    private var message: Message
    private let board: PairBoard
    private var refused: Refused
    private let log: Logger

    private var copy: StandbyCopy
    /// For what it states of the copy's beginning.
    private let reader: JournalReader
    private var toldHealth: String?
    private var epoch: UInt64 = 0
    /// The number of the latest milestones that the other has handed over.
    private var milestones: UInt64 = 0
    /// How far the other's journal reaches, by its latest word.
    private var committed = JournalPlace.beginning
    /// When to ask next.
    private var askAt: Int64 = 0
    /// The instant of the other's latest message, and whether it was ever active while we listened.
    private var heardAt: Int64
    private var hasFollowed = false
    private var vote: Int64?
    private var order: Order?
    private var isOtherIdle = false
    private var isOtherFenced = false

    /// This daemon was ordered to run the session: the other is told to stop, and the rest of its journal is copied.
    private struct Order {
        let by: String
        let epoch: UInt64
        let until: Int64
        var fenceAt: Int64 = 0
    }

    /// Between two questions where the answer was of no use, and the most where there was none.
    private static let patience: Int64 = 1000
    /// How long a primary that starts looks for the other one.
    private static let look: Int64 = 2000
    /// How long an order waits for the other to hand over.
    private static let handover: Int64 = 2000

    init(
        _ configuration: DaemonConfiguration, _ pair: DaemonConfiguration.Pair, session: String, sessions: Set<String?>,
        fingerprint: String, directory: String, keys: KeyKeeper, towardsOther: SocketOptions, in context: Context,
        board: PairBoard,
        log: Logger
    ) throws {
        let copy = try StandbyCopy(directory: directory, now: MachineClock.monotonic, log: log)
        let other = try Connection(
            .dealer, .other, to: pair.peer, of: .party(pair.key), towardsOther, keys: keys, in: context, log: log)
        let options = SocketOptions.answering(messageBytes: configuration.limits.messageBytes)
        let query = try OpenDoor(
            .router, .query, at: configuration.query, options, keys: keys, patience: 0, in: context, log: log)
        let control = try OpenDoor(
            .router, .control, at: configuration.control, options, keys: keys,
            fileMode: configuration.controlMode.permissions, patience: 0, in: context, log: log)
        var poller = Poller()
        _ = poller.add(other.socket)
        _ = poller.add(query.socket)
        _ = poller.add(control.socket)
        self.copy = consume copy
        self.other = other
        self.query = query
        self.control = control
        self.keys = keys
        self.poller = poller
        self.pair = pair
        self.session = session
        self.sessions = sessions
        self.fingerprint = fingerprint
        reader = JournalReader(directory: directory)
        self.board = board
        self.log = log
        message = Message()
        refused = Refused(at: "the standby", log: log)
        heardAt = MachineClock.monotonic
    }

    mutating func run(until stop: StopSign, progress: Progress) throws -> End {
        var turnAt = MachineClock.monotonic
        while !stop.isShown {
            let now = MachineClock.monotonic
            // While we were held up, as by a disk, we could not listen: that is not the other's silence.
            if now - turnAt > 500 { heardAt += now - turnAt }
            turnAt = now
            try ask(now)
            _ = try poller.wait(timeoutMilliseconds: 50)
            try hear()
            try beAsked()
            try fence()
            try copy.look(now: now)
            show(progress)
            progress.note()
            try query.tend(now: now)
            try control.tend(now: now)
            try other.tend(now: now)
            if let reason = reasonToTakeOver(now: now) {
                log.notice("this daemon runs the session now: \(reason)")
                return .takeOver(reason, epoch: order?.epoch ?? nextEpoch)
            }
        }
        return .stopped
    }

    /// A question without an answer is asked again before the other counts as gone: it may have been started anew, and
    /// the question have gone with the process before. The other gives a sign of life each quarter of a second.
    private var repeatAfter: Int64 { min(Self.patience, max(pair.goneAfter.count / 2, 400)) }

    private mutating func reasonToTakeOver(now: Int64) -> String? {
        let silence = now - heardAt
        let place = copy.place
        if let order {
            // An other with nothing more to send has handed over; a silent one will not.
            let isHandedOver = isOtherFenced && place >= committed
            return isHandedOver || isOtherIdle || now >= order.until ? "\(order.by) ordered it" : nil
        }
        guard hasFollowed || epoch > 0 || place > .beginning, silence >= pair.goneAfter.count,
            let vote, now - vote <= pair.goneAfter.count
        else { return nil }
        return "nothing has been heard from \(pair.peer) for \(silence) ms, and a subscriber asks here"
    }

    /// Later than the other's latest epoch, known from its journal or from its order to yield.
    private var nextEpoch: UInt64 {
        max(UInt64(clamping: MachineClock.utc), epoch + 1, (board.latest.fencedBy ?? 0) + 1)
    }

    private mutating func show(_ progress: Progress) {
        let words = "standby of \(pair.peer)" + (copy.fault.map { ", COULD NOT RUN THE SESSION: \($0)" } ?? "")
        guard words != toldHealth else { return }
        toldHealth = words
        progress.show(words)
    }

    private mutating func fence() throws(ZeroMQError) {
        let now = MachineClock.monotonic
        guard let order, now >= order.fenceAt else { return }
        self.order?.fenceAt = now + 100
        let fence = PairRequest.Fence(session: session, epoch: order.epoch, hash: reader.beginning)
        _ = try other.socket.send(PairRequest.fence(fence).bytes, wait: false)
    }

    /// Whether the other runs the session: a primary that starts has to know. Asked for two seconds at most.
    static func findsActive(
        _ pair: DaemonConfiguration.Pair, session: String, options: SocketOptions, in context: Context
    ) throws(ZeroMQError) -> Bool {
        let other = try Socket(
            .dealer, in: context,
            options: options.with {
                $0.linger = .zero
                $0.receiveTimeout = .milliseconds(100)
                $0.sendTimeout = .milliseconds(100)
            })
        try other.connect(pair.peer)
        var message = Message()
        let follow = PairRequest.Follow(
            session: session, role: pair.role.rawValue, epoch: 0, segment: 1, offset: 0, hash: [])
        let until = MachineClock.monotonic + look
        while MachineClock.monotonic < until {
            guard try other.send(PairRequest.follow(follow).bytes) else { continue }
            guard try other.receive(into: &message) else { continue }
            if case .journal(let part) = try? answer(message) { return part.isActive }
        }
        return false
    }

    // MARK: Copying

    private mutating func ask(_ now: Int64) throws(ZeroMQError) {
        guard now >= askAt else { return }
        askAt = now + repeatAfter
        let place = copy.place
        // A copy that begins anew has none beside it.
        if place == .beginning { milestones = 0 }
        let follow = PairRequest.Follow(
            session: session, role: pair.role.rawValue, epoch: epoch, segment: place.segment, offset: place.offset,
            hash: copy.hash, fault: copy.fault, milestones: milestones)
        _ = try other.socket.send(PairRequest.follow(follow).bytes, wait: false)
    }

    private mutating func hear() throws {
        while try other.socket.receive(into: &message, wait: false) {
            heardAt = MachineClock.monotonic
            // The next question may follow at once.
            askAt = 0
            let answer: PairAnswer
            do throws(Refusal) {
                answer = try Self.answer(message)
            } catch {
                refused.note(error, now: heardAt)
                try skipRest()
                askAt = heardAt + Self.patience
                continue
            }
            switch answer {
            case .journal(let part): try take(part)
            case .refused(let reason, let words): try wasRefused(reason, words)
            case .fenced: isOtherFenced = true
            case .runs(session, let epoch): board.fence(by: epoch)
            case .runs: break
            }
            try ask(MachineClock.monotonic)
        }
    }

    private static func answer(_ message: borrowing Message) throws(Refusal) -> PairAnswer {
        try message.withUnsafeBytes { bytes throws(Refusal) in try PairAnswer(bytes) }
    }

    private mutating func skipRest() throws(ZeroMQError) {
        while message.hasMore, try other.socket.receive(into: &message) {}
    }

    private mutating func take(_ part: PairAnswer.Part) throws {
        guard message.hasMore, try other.socket.receive(into: &message) else { return }
        defer { try? skipRest() }
        isOtherIdle = !part.isActive
        guard part.isActive else {
            askAt = heardAt + Self.patience
            return
        }
        guard part.event == fingerprint else {
            refused.note(
                Refusal(
                    .wrongValue, field: "event", "\(pair.peer) runs another event file", expected: fingerprint,
                    remedy: "give both daemons the same event, series, circuit and entry list"),
                now: heardAt)
            askAt = heardAt + Self.patience
            return
        }
        guard part.epoch <= PairBoard.mostBelieved else {
            refused.note(
                Refusal(
                    .wrongValue, field: "epoch", "\(pair.peer) runs epoch \(part.epoch), after which there is no room",
                    expected: "an epoch of at most \(PairBoard.mostBelieved)", remedy: "begin its journal anew"),
                now: heardAt)
            askAt = heardAt + Self.patience
            return
        }
        if !hasFollowed { log.notice("standby: copying the journal of \(pair.peer)") }
        hasFollowed = true
        epoch = part.epoch
        committed = JournalPlace(segment: part.committed.segment, offset: part.committed.offset)
        if let news = part.milestones, board.milestones.keep(news, of: sessions) { milestones = news.number }
        guard part.count > 0 else { return }
        let at = JournalPlace(segment: part.segment, offset: part.offset)
        try copy.take(message.withUnsafeBytes { Array($0) }, at: at)
        // A disk that takes nothing is not asked as fast as the other answers.
        if copy.fault != nil { askAt = heardAt + Self.patience / 4 }
    }

    private mutating func wasRefused(_ reason: String, _ words: String) throws {
        guard reason == Refusal.Reason.wrongJournal.rawValue else {
            refused.note(
                Refusal(.wrongValue, "\(pair.peer) refuses: \(words)", expected: "its journal", remedy: "see its log"),
                now: heardAt)
            askAt = heardAt + Self.patience
            return
        }
        guard try copy.isParted() else { return }
        log.warning("this journal is not the beginning of that of \(pair.peer): put aside, and copied anew")
        epoch = 0
    }

    // MARK: Asked

    /// A subscriber that asks here hears nothing from the other: a vote. The answer to all is to ask there.
    private mutating func beAsked() throws(ZeroMQError) {
        var envelope = Envelope()
        for _ in 0..<16 {
            guard try query.receive(&message, &envelope) else { break }
            vote = MachineClock.monotonic
            try query.reply(to: envelope, notActive)
        }
        for _ in 0..<16 {
            guard try control.receive(&message, &envelope) else { break }
            let json = message.withUnsafeBytes { try? JSON($0) }
            if json?["command"]?["kind"]?.text == "takeOver" {
                if let refusal = Rights.refusalOfTakeOver(by: keys.speaker(of: message, at: control.address)) {
                    try control.reply(to: envelope, Reply.refusal(refusal))
                    continue
                }
                let now = MachineClock.monotonic
                let order =
                    order
                    ?? Order(
                        by: json?["by"]?.text ?? "a command", epoch: nextEpoch, until: now + Self.handover)
                self.order = order
                board.change { $0.ordered = order.epoch }
                try control.reply(to: envelope, Reply.takingOver(epoch: order.epoch))
            } else {
                try control.reply(to: envelope, notActive)
            }
        }
    }

    private var notActive: [UInt8] {
        Reply.refusal(
            Refusal(
                .standby,
                "this daemon does not run the session"
                    + (copy.fault.map { ", and could not go on with it: \($0)" } ?? ""),
                expected: "the other daemon of the pair",
                remedy:
                    "ask the other; its journal socket is \(pair.peer). By command takeOver this one runs the session"))
    }
}
