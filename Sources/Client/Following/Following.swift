import Wire
public import ZeroMQ

/// A subscriber's sockets: brings published messages to a reader, asks the reader's questions, and brings it the
/// answers.
///
/// It never blocks longer than it is told to, so that one thread can follow and do other things beside. Use it on the
/// thread that made it.
public struct Following<Reader: PublicationReader>: ~Copyable {
    private var view: SessionInView<Reader>
    private var topics: [String]
    private let context: Context
    private let subscriber: Socket
    private let lines: [QuestionLine]
    private let patience: Duration
    private var message = Message()
    private var poller = Poller()
    /// Which daemon of a pair is asked.
    private var turn = 0
    private var asked: (question: FollowQuestion, session: String?, at: ContinuousClock.Instant)?
    private var heardAt = ContinuousClock.now
    /// Since when a question has been open; nil when none is.
    public private(set) var openSince: ContinuousClock.Instant?

    /// Who follows the session in view.
    public var reader: Reader {
        get { view.reader }
        set { view.reader = newValue }
    }

    /// The meeting as last published; nil of a daemon that runs one session alone.
    public var meeting: PublishedMeeting? { view.meeting }

    /// The session that is followed; nil before it is known.
    public var session: String? { view.session }

    /// For how long neither of the daemons has said a word. One that runs a session says one every second.
    public var silentFor: Duration { ContinuousClock.now - heardAt }

    /// Published frames that could not be read. Each is a hole in the sequence, and the reader asks for it: a daemon of
    /// another version shows itself in the answer.
    public var unreadable: Int { unread + view.unreadable }
    private var unread = 0

    /// After this silence both of a pair are asked which one runs the session: the question is the vote that makes a
    /// standby take over.
    private static var silence: Duration { .seconds(2) }
    /// So many messages are taken at once, so that answers are not kept waiting.
    private static var burst: Int { 5000 }

    /// The daemon's addresses; of a pair, those of both.
    public struct Addresses: Sendable {
        /// Publication sockets.
        public let publication: [String]
        /// Query sockets.
        public let query: [String]
        /// The own key for the publication, and the publication's.
        public let publicationSecurity: Security
        /// The same of the query socket.
        public let querySecurity: Security

        /// Addresses, and keys where they are asked for.
        public init(
            publication: [String], query: [String], publicationSecurity: Security = .none,
            querySecurity: Security = .none
        ) {
            self.publication = publication
            self.query = query
            self.publicationSecurity = publicationSecurity
            self.querySecurity = querySecurity
        }
    }

    /// Subscribes and begins to connect. The snapshot is asked for afterwards, so that nothing is missed between.
    /// - Parameters:
    ///   - session: the id of the session to stay at; nil goes along with the session that the meeting shows, or
    ///     follows the one that runs alone. Each session then has a reader of its own, made as the one given.
    ///   - takesStatus: the reader is brought the `status` messages also.
    ///   - patience: after so long without an answer a question is asked again, of a pair the other daemon.
    public init(
        _ addresses: Addresses, session: String? = nil, takesStatus: Bool = false, reader: Reader,
        patience: Duration = .milliseconds(1500), options: SocketOptions = .following
    ) throws(ZeroMQError) {
        let context = try Context()
        let subscriber = try Socket(
            .subscribe, in: context, options: options.with { $0.security = addresses.publicationSecurity })
        let view = SessionInView(reader, stayingAt: session)
        for topic in view.topics { try subscriber.subscribe(topic) }
        if takesStatus { try subscriber.subscribe("status ") }
        for address in addresses.publication { try subscriber.connect(address) }
        var lines: [QuestionLine] = []
        for address in addresses.query {
            lines.append(
                try QuestionLine(address, in: context, security: addresses.querySecurity, options: options))
        }
        _ = poller.add(subscriber)
        for line in lines { _ = poller.add(line.socket) }
        self.context = context
        self.subscriber = subscriber
        self.lines = lines
        self.view = view
        topics = view.topics
        self.patience = patience
    }

    /// Takes messages within the time, and asks for missing ones. True when the reader says that something changed.
    /// - Throws: the reader's error, but for a published frame that cannot be read (`unreadable`), or `ZeroMQError`.
    public mutating func follow(milliseconds: Int) throws -> Bool {
        try ask()
        // A question that could not go out yet is tried again soon.
        let wait = question != nil && asked == nil ? min(milliseconds, 5) : milliseconds
        _ = try poller.wait(timeoutMilliseconds: wait)
        var hasChanged = false
        var count = 0
        while count < Self.burst, try subscriber.receive(into: &message, wait: false) {
            count += 1
            heardAt = ContinuousClock.now
            do {
                if try message.withUnsafeBytes({ try view.take(published: $0) }) { hasChanged = true }
            } catch is Refusal {
                unread += 1
            }
        }
        try subscribe()
        for index in lines.indices {
            while let frames = try lines[index].receive(wait: false) {
                if try take(frames, from: index) { hasChanged = true }
            }
        }
        try ask()
        return hasChanged
    }

    private mutating func take(_ frames: [[UInt8]], from index: Int) throws -> Bool {
        if lines.count > 1, let refused = Refused.found(in: frames[0]), refused.reason == .standby {
            if index == turn { turnToOther() }
            return false
        }
        // An answer to an earlier question counts as well.
        let (question, session) = asked.map { ($0.question, $0.session) } ?? (.snapshot, view.asked)
        asked = nil
        heardAt = ContinuousClock.now
        let hasChanged = try view.take(answer: frames, to: question, of: session)
        openSince = self.question == nil ? nil : ContinuousClock.now
        return hasChanged
    }

    /// Takes the topics of the session in view, and leaves those of the one before.
    private mutating func subscribe() throws(ZeroMQError) {
        let wanted = view.topics
        guard wanted != topics else { return }
        for topic in wanted where !topics.contains(topic) { try subscriber.subscribe(topic) }
        for topic in topics where !wanted.contains(topic) { try subscriber.unsubscribe(topic) }
        topics = wanted
    }

    private var question: FollowQuestion? { view.waitsForSession ? nil : view.reader.question }

    private mutating func turnToOther() {
        turn = (turn + 1) % lines.count
        asked = nil
    }

    private mutating func ask() throws {
        let now = ContinuousClock.now
        let isSilent = lines.count > 1 && now - heardAt > Self.silence
        guard let question = question ?? (isSilent ? .snapshot : nil) else {
            openSince = nil
            return
        }
        if openSince == nil { openSince = now }
        if let asked {
            // A question about a session that was left is not waited for.
            if now < asked.at + patience, asked.session == view.asked { return }
            if lines.count > 1 { turnToOther() }
        }
        guard !lines.isEmpty else { return }
        if try lines[turn].send(question.query.bytes(session: view.asked), wait: false) {
            asked = (question, view.asked, now)
        } else if lines.count > 1 {
            turnToOther()
        }
    }

    /// Follows until the reader has everything.
    /// - Throws: `AskFailure.unanswered` when that takes more than so many seconds, and as `follow` does.
    public mutating func join(seconds: Int) throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        repeat {
            _ = try follow(milliseconds: 20)
            if question == nil { return }
        } while ContinuousClock.now < deadline
        throw unanswered(seconds: seconds)
    }

    /// Why a question is still open.
    public func unanswered(seconds: Int) -> AskFailure {
        .unanswered(
            addresses: lines.map(\.address), seconds: seconds,
            failure: lines.count > 1 ? nil : lines.first.flatMap { $0.failure() })
    }
}
