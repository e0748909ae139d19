import Synchronization
public import Timing

/// Who takes which topic, of all sessions of the daemon (docs/protocol.md, section 4.7). The doors' thread writes it as
/// subscribers come and go; a lane reads which of its topics have takers.
public final class TopicTakers: Sendable {
    private struct Book {
        /// The narrower topics of each session, in the order of `Topics.names`.
        var names: [(session: String, topics: [[UInt8]], takers: SessionTakers)] = []
        /// Topics that every subscriber may have, made in any case.
        var common = ["status ", "meeting "].map { Array($0.utf8) }
        /// The prefixes of each connection that match a topic, and how often it has said each. They are parts of our
        /// topics' names: there is a bounded number of them.
        var prefixes: [Int32: [[UInt8]: UInt16]] = [:]
    }

    private let book = Mutex(Book())

    /// - Parameter sessions: those whose topics can be taken.
    public init(_ sessions: [Session]) {
        for session in sessions { learn(session) }
    }

    /// The session's topics can be taken from here on. Known with other entries before, it has these now.
    public func learn(_ session: Session) {
        let topics = Topics.names(of: session)
        book.withLock { book in
            if let place = book.names.firstIndex(where: { $0.session == session.id }) {
                guard book.names[place].topics != topics else { return }
                book.names[place].topics = topics
            } else {
                book.names.append((session.id, topics, SessionTakers()))
                book.common += ["timing/\(session.id) ", "beat/\(session.id) "].map { Array($0.utf8) }
            }
            Self.count(session.id, in: book)
        }
    }

    /// Who takes the topics of a session; nobody where it is not known.
    func takers(of session: String) -> SessionTakers {
        book.withLock { book in book.names.first { $0.session == session }?.takers } ?? SessionTakers()
    }

    /// A message from a publishing socket: 1 and a prefix that a subscriber takes from now on, or 0 and one that it
    /// leaves. A connection leaves only what it took itself.
    /// - Returns: false where it can match no topic of ours: it is not kept then.
    @discardableResult
    public func take(subscription: UnsafeRawBufferPointer, from connection: Int32 = 0) -> Bool {
        guard let kind = subscription.first, kind <= 1 else { return false }
        let prefix = Array(subscription.dropFirst())
        return book.withLock { book in
            let isCommon = book.common.contains { $0.starts(with: prefix) }
            let matched = book.names.filter { $0.topics.contains { $0.starts(with: prefix) } }
            guard !matched.isEmpty else { return isCommon }
            let before = book.prefixes[connection]?[prefix] ?? 0
            guard kind == 1 ? before < .max : before > 0 else { return true }
            let now = kind == 1 ? before + 1 : before - 1
            book.prefixes[connection, default: [:]][prefix] = now == 0 ? nil : now
            if (before == 0) != (now == 0) {
                for session in matched { Self.count(session.session, in: book) }
            }
            return true
        }
    }

    /// A connection has gone, with all that it took.
    public func forget(_ connection: Int32) {
        book.withLock { book in
            guard book.prefixes.removeValue(forKey: connection) != nil else { return }
            for session in book.names { Self.count(session.session, in: book) }
        }
    }

    /// Counts anew: a topic is taken where a prefix of any connection matches it.
    private static func count(_ session: String, in book: Book) {
        guard let (_, topics, takers) = book.names.first(where: { $0.session == session }) else { return }
        let prefixes = Set(book.prefixes.values.flatMap(\.keys))
        takers.change(topics.map { topic in prefixes.contains { topic.starts(with: $0) } })
    }
}

/// Which topics of one session have takers: asked with every message, changed seldom.
final class SessionTakers: Sendable {
    private let changes = Atomic<Int>(0)
    private let isTaken = Mutex<[Bool]>([])

    /// Changes whenever a topic may have got or lost its takers.
    var generation: Int { changes.load(ordering: .acquiring) }

    /// Topic by topic, in the order of `Topics.names`.
    var latest: [Bool] { isTaken.withLock { $0 } }

    func change(_ new: [Bool]) {
        isTaken.withLock { $0 = new }
        changes.wrappingAdd(1, ordering: .releasing)
    }
}
