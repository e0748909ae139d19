import Client
import Wire
import ZeroMQ

/// Asks the daemon itself, past any line that is cut.
final class Questions {
    private let line: QuestionLine
    private let session: String

    init(_ address: String, session: String, security: Security = .none) throws {
        let options = SocketOptions.asking.with {
            $0.receiveTimeout = .milliseconds(250)
            $0.reconnectInterval = .milliseconds(2)
            $0.reconnectIntervalMax = .milliseconds(2)
        }
        line = try QuestionLine(address, in: try Context(), security: security, options: options)
        self.session = session
    }

    /// The frames of the answer; nil when none came. A daemon that is not there is not waited for.
    func frames(_ query: Query) throws -> [[UInt8]]? { try frames(query.bytes(session: session)) }

    /// The same of a question as it is sent.
    func frames(_ question: [UInt8]) throws -> [[UInt8]]? {
        while try line.receive(wait: false) != nil {}
        guard try line.send(question, wait: false) else { return nil }
        return try line.receive()
    }

    /// The daemon's status.
    func status() throws -> PublishedStatus? {
        guard let first = try frames(.status)?.first, case .status(let status) = try Answer(first) else { return nil }
        return status
    }
}

extension Questions {
    /// The status of the session that is shown; nil where nobody answers, or a standby.
    func shown() throws -> PublishedStatus? { try status(of: nil) }

    func status(of session: String?) throws -> PublishedStatus? {
        guard let first = try frames(Query.status.bytes(session: session))?.first,
            case .status(let status) = try Answer(first)
        else { return nil }
        return status
    }

    /// The meeting; nil where nobody answers, or a standby.
    func meeting() throws -> PublishedMeeting? {
        guard let first = try frames(MeetingQuestion.meeting.bytes)?.first,
            case .meeting(let meeting) = try Answer(first)
        else { return nil }
        return meeting
    }
}

extension PublishedStatus {
    /// Received crossings by box, of its present run.
    var received: [Box.Name: Int] {
        Dictionary(
            feeds.flatMap(\.decoders).map { (Box.Name(decoder: $0.decoder, epoch: $0.epoch), $0.received) },
            uniquingKeysWith: { _, last in last })
    }
}
