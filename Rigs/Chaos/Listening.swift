import Synchronization
import Wire
import ZeroMQ

/// The subscriber's sockets, and what comes from them.
struct Listening: ~Copyable {
    private let context: Context
    private let subscription: Socket
    private let query: Socket
    private let session: String
    private let seen: Seen
    private let shared: Subscriber.Shared
    private var follower = Follower()
    private var message = Message()
    private var poller = Poller()
    private var asked: (question: Follower.Question, at: Int64)?

    private static let patience: Int64 = 300_000

    init(
        publication: String, query address: String, session: String, _ seen: Seen, _ shared: Subscriber.Shared
    ) throws {
        let context = try Context()
        let options = SocketOptions.live.with {
            $0.receiveHighWater = 1_000_000
            $0.maxMessageBytes = 64 << 20
            $0.linger = .zero
            $0.reconnectInterval = .milliseconds(10)
            $0.reconnectIntervalMax = .milliseconds(50)
        }
        let subscription = try Socket(.subscribe, in: context, options: options)
        for topic in ["timing/\(session) ", "beat/\(session) "] { try subscription.subscribe(topic) }
        try subscription.connect(publication)
        let query = try Socket(.dealer, in: context, options: options)
        try query.connect(address)
        _ = poller.add(subscription)
        _ = poller.add(query)
        self.context = context
        self.subscription = subscription
        self.query = query
        self.session = session
        self.seen = seen
        self.shared = shared
    }

    mutating func run() throws {
        while !shared.isStopped.load(ordering: .acquiring) {
            _ = try poller.wait(timeoutMilliseconds: 10)
            while try subscription.receive(into: &message, wait: false) { takePublished() }
            while try query.receive(into: &message, wait: false) { try takeAnswer() }
            try ask()
            shared.next.store(follower.next, ordering: .releasing)
            shared.epoch.store(follower.epoch ?? 0, ordering: .releasing)
        }
        let end = follower
        shared.end.withLock { $0 = end }
    }

    private mutating func takePublished() {
        let bytes = message.withUnsafeBytes { Array($0) }
        guard let space = bytes.firstIndex(of: 0x20) else { return }
        let body = Array(bytes[(space + 1)...])
        if bytes.starts(with: "timing/".utf8) {
            guard let delta = Delta(body) else { return }
            let seen = seen
            follower.take(live: delta) { $0.crossing.map(seen.note) }
        } else if let beat = try? JSON(body), let epoch = beat.count("epoch"), let first = beat.count("firstSeq"),
            let next = beat.count("next")
        {
            follower.take(beat: epoch, first: first, previous: beat.count("previousEpoch"), next: next)
        }
    }

    private mutating func takeAnswer() throws {
        var frames = [message.withUnsafeBytes { Array($0) }]
        while message.hasMore {
            guard try query.receive(into: &message) else { return }
            frames.append(message.withUnsafeBytes { Array($0) })
        }
        // An answer to what was asked before the last question is an answer all the same.
        let head = try JSON(frames[0])
        let question = asked?.question
        asked = nil
        switch head["type"]?.text {
        case "snapshot":
            guard let epoch = head.count("epoch"), let first = head.count("firstSeq"), let last = head.count("seq")
            else { return }
            follower.take(snapshot: epoch, first: first, previous: head.count("previousEpoch"), sequence: last)
        case "rangeReply":
            let seen = seen
            follower.take(range: frames.dropFirst().compactMap(Delta.init)) { $0.crossing.map(seen.note) }
        default:
            if let question { follower.take(refusal: head["reason"]?.text ?? "", of: question) }
        }
    }

    private mutating func ask() throws {
        let now = microseconds()
        if let asked, now < asked.at + Self.patience { return }
        guard let question = follower.question else { return }
        let request =
            switch question {
            case .snapshot: Query.snapshot
            case .range(let epoch, let from, let to): Query.range(epoch: epoch, from: from, to: to)
            }
        if try query.send(request.bytes(session: session), wait: false) { asked = (question, now) }
    }
}

extension JSON {
    /// The member as a number that is not negative.
    func count(_ name: String) -> UInt64? { self[name]?.integer.flatMap { UInt64(exactly: $0) } }
}
