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

    init(publication: String, query: String, timeout: Int) throws {
        let context = try Context()
        let subscriber = try Socket(
            .subscribe, in: context,
            options: SocketOptions.live.with {
                $0.receiveHighWater = 100_000
                $0.maxMessageBytes = 64 << 20
                $0.linger = .zero
            })
        for topic in ["timing/", "beat/"] { try subscriber.subscribe(topic) }
        try subscriber.connect(publication)
        let ask = try Ask(query, timeout: timeout, context: context)
        var poller = Poller()
        _ = poller.add(subscriber)
        // What is published from here on waits in the subscriber; the snapshot tells what was before.
        var board = Board()
        let snapshot = try JSON(try ask.answer(Query.snapshot.bytes(session: nil)))
        board.take(snapshot: snapshot)
        now = snapshot["nowMs"]?.integer ?? 0
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
            if try take(Self.body(message)) { hasChanged = true }
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
            case .missing: return try mend(upTo: json)
            }
        case "heartbeat":
            now = json["nowMs"]?.integer ?? now
            if json["epoch"]?.integer != board.epoch { try join() }
            return true
        default: return false
        }
    }

    private mutating func mend(upTo delta: JSON) throws -> Bool {
        guard delta["epoch"]?.integer == board.epoch, let next = delta["seq"]?.integer else {
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
        _ = board.take(delta: delta)
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
