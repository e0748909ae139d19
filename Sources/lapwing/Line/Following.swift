import ArgumentParser
import Wire
import ZeroMQ

/// A subscriber of the daemon: joins, follows, mends what it missed (docs/protocol.md, section 4.1).
struct Following: ~Copyable {
    private(set) var board: Board
    private(set) var now: Int64
    private let context: Context
    private let subscriber: Socket
    private let ask: Ask
    private var message: Message
    private var poller: Poller
    private let isPair: Bool
    private var heardAt = ContinuousClock.now

    /// Without a word for so long, a pair is asked who runs the session.
    private static let patience = Duration.seconds(2)

    init(publication: String, _ daemon: DaemonAddress) throws {
        let security = try daemon.keys.security(towards: publication)
        let context = try Context()
        let subscriber = try Socket(
            .subscribe, in: context,
            options: SocketOptions.live.with {
                $0.receiveHighWater = 100_000
                $0.maxMessageBytes = 64 << 20
                $0.linger = .zero
                $0.security = security
            })
        for topic in ["timing/", "beat/"] { try subscriber.subscribe(topic) }
        for address in Ask.split(publication) { try subscriber.connect(address) }
        let ask = try Ask(
            daemon.query, timeout: daemon.timeout, security: try daemon.keys.security(towards: daemon.query),
            context: context)
        var poller = Poller()
        _ = poller.add(subscriber)
        // What is published from here on waits in the subscriber; the snapshot tells what was before.
        var board = Board()
        let snapshot = try JSON(try ask.answer(Query.snapshot.bytes(session: nil)))
        board.take(snapshot: snapshot)
        now = snapshot["nowMs"]?.integer ?? 0
        isPair = Ask.split(publication).count > 1
        self.context = context
        self.subscriber = subscriber
        self.ask = ask
        self.poller = poller
        self.board = board
        message = Message()
    }

    private mutating func join() throws {
        board.take(snapshot: try JSON(try ask.answer(Query.snapshot.bytes(session: nil))))
    }

    /// Takes what comes within the time. True when the table changed.
    mutating func follow(milliseconds: Int) throws -> Bool {
        _ = try poller.wait(timeoutMilliseconds: milliseconds)
        var hasChanged = false
        var count = 0
        while count < 5000, try subscriber.receive(into: &message, wait: false) {
            count += 1
            heardAt = ContinuousClock.now
            if try take(Self.body(message)) { hasChanged = true }
        }
        if isPair, ContinuousClock.now - heardAt > Self.patience {
            try join()
            heardAt = ContinuousClock.now
            return true
        }
        return hasChanged
    }

    private mutating func take(_ json: JSON) throws -> Bool {
        switch json["type"]?.text {
        case "delta":
            if let at = json["atMs"]?.integer { now = max(now, at) }
            switch board.take(delta: json) {
            case .applied: return true
            case .old: return false
            case .missing: return try mend(upTo: json, next: json["seq"]?.integer)
            }
        case "heartbeat":
            guard let epoch = json["epoch"]?.integer, epoch >= board.epoch else { return false }
            now = json["nowMs"]?.integer ?? now
            guard let next = json["next"]?.integer, epoch != board.epoch || next > board.sequence + 1 else {
                return true
            }
            return try mend(upTo: json, next: next)
        default: return false
        }
    }

    /// Brings the table to what comes before `next`, and takes the message where it is the delta that follows.
    private mutating func mend(upTo message: JSON, next: Int64?) throws -> Bool {
        // What another daemon still says that no longer runs the session.
        if let epoch = message["epoch"]?.integer, epoch < board.epoch { return false }
        guard message["epoch"]?.integer == board.epoch, let next else {
            try join()
            return true
        }
        while board.sequence < next - 1 {
            let range = Query.range(
                epoch: UInt64(board.epoch), from: UInt64(board.sequence + 1), to: UInt64(next - 1))
            let frames = try ask.frames(range.bytes(session: nil))
            guard try JSON(frames[0])["type"]?.text == "rangeReply", frames.count > 1 else {
                try join()
                return true
            }
            for frame in frames.dropFirst() { _ = board.take(delta: try JSON(frame)) }
        }
        if message["type"]?.text == "delta" { _ = board.take(delta: message) }
        return true
    }

    /// The message's JSON, after topic and space.
    private static func body(_ message: borrowing Message) throws -> JSON {
        try message.withUnsafeBytes { bytes in
            guard let space = bytes.firstIndex(of: 0x20) else { return .null }
            return try JSON(UnsafeRawBufferPointer(rebasing: bytes[(space + 1)...]))
        }
    }
}
