import Client
import Wire
import ZeroMQ

/// Somebody with a stolen key, connected at every door before it is replaced.
final class Thief {
    private let context: Context
    private let query: QuestionLine
    private let control: QuestionLine
    private let publication: Socket
    private let session: String
    private var message = Message()
    private static let patience: Int64 = 10_000_000

    private static let options = SocketOptions.asking.with {
        $0.receiveTimeout = .milliseconds(300)
        $0.reconnectInterval = .milliseconds(5)
        $0.reconnectIntervalMax = .milliseconds(20)
    }

    init(_ security: Security, at stand: Stand, session: String) throws {
        let context = try Context()
        query = try QuestionLine(stand.query, in: context, security: security, options: Self.options)
        control = try QuestionLine(stand.control, in: context, security: security, options: Self.options)
        publication = try Socket(
            .subscribe, in: context,
            options: SocketOptions.following.with {
                $0.security = security
                $0.receiveTimeout = .milliseconds(300)
            })
        try publication.subscribe("")
        try publication.connect(stand.publication)
        self.context = context
        self.session = session
    }

    private func isAnswered(_ line: QuestionLine, _ question: [UInt8]) throws -> Bool {
        try line.frames(question) != nil
    }

    /// Whether it hears a thing or is told one, at each door.
    private func doors() throws -> [String] {
        var doors: [String] = []
        if try isAnswered(query, Query.status.bytes(session: session)) { doors.append("query") }
        // No command, but an answer to it is one.
        if try isAnswered(control, Array("{\"v\":1,\"type\":\"command\"}".utf8)) { doors.append("control") }
        // What had come before.
        while try publication.receive(into: &message, wait: false) {}
        if try publication.receive(into: &message) { doors.append("publication") }
        return doors
    }

    /// Waits until it has been let in at every door. A status is published once a second.
    func enter() throws {
        let deadline = microseconds() + Self.patience
        var missing: Set = ["query", "control", "publication"]
        while !missing.isEmpty {
            missing.subtract(try doors())
            guard microseconds() < deadline else { throw Failure("a key on the list was not let in at \(missing)") }
        }
    }

    /// Whether it is let in nowhere any more, within the time: the doors at which it is, otherwise.
    func isOut() throws -> [String] {
        let deadline = microseconds() + 3_000_000
        while try !doors().isEmpty, microseconds() < deadline {}
        // And stays out: it connects again and again.
        return Array(Set(try (0..<3).flatMap { _ in try doors() })).sorted()
    }
}
