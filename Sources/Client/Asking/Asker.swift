public import Wire
public import ZeroMQ

/// One question, one answer, from a socket of the daemon; of a pair, from the one that runs the session.
public struct Asker: ~Copyable {
    private let lines: [QuestionLine]
    /// In seconds.
    private let timeout: Int

    /// Long enough for a standby to find that the other is gone.
    private static let patienceWithPair = 20

    /// - Parameters:
    ///   - addresses: that of the daemon, or those of both of a pair.
    ///   - timeout: how long to wait for an answer, in seconds; with a pair at least twenty.
    ///   - security: the own key, and the daemon's.
    /// - Throws: `ZeroMQError` when an address is malformed.
    public init(
        _ addresses: [String], timeout: Int, security: Security = .none, context: Context? = nil,
        options: SocketOptions = .asking
    ) throws {
        let context = try context ?? Context()
        let each = addresses.count > 1 ? Duration.milliseconds(1500) : .seconds(timeout)
        let options = options.with {
            $0.receiveTimeout = each
            $0.sendTimeout = each
        }
        lines = try addresses.map { try QuestionLine($0, in: context, security: security, options: options) }
        self.timeout = addresses.count > 1 ? max(timeout, Self.patienceWithPair) : timeout
    }

    /// The frames of the answer. A standby's answer is passed over: the question itself tells the standby that the
    /// other may be gone.
    /// - Throws: `AskFailure.unanswered`, or `ZeroMQError`.
    public func frames(_ question: [UInt8]) throws -> [[UInt8]] {
        let deadline = ContinuousClock.now + .seconds(timeout)
        repeat {
            for line in lines {
                guard let frames = try line.frames(question) else { continue }
                if lines.count > 1, let refused = Refused.found(in: frames[0]), refused.reason == .standby { continue }
                return frames
            }
        } while lines.count > 1 && ContinuousClock.now < deadline
        throw AskFailure.unanswered(
            addresses: lines.map(\.address), seconds: timeout,
            failure: lines.count > 1 ? nil : lines.first.flatMap { $0.failure() })
    }

    /// The answer's first frame as it came, to be shown or handed on.
    /// - Throws: `AskFailure`, or `ZeroMQError`.
    public func bytes(_ question: [UInt8]) throws -> [UInt8] {
        let frame = try frames(question)[0]
        if let refused = Refused.found(in: frame) { throw AskFailure.refused(refused) }
        return frame
    }

    /// The answer to a query about the session that runs.
    /// - Throws: `AskFailure`, `Refusal` when it cannot be read, or `ZeroMQError`.
    public func answer(_ query: Query, session: String? = nil) throws -> Answer {
        try Answer(bytes(query.bytes(session: session)))
    }

    /// The outcome of a command.
    /// - Throws: `AskFailure`, `Refusal` when it cannot be read, or `ZeroMQError`.
    public func answer(_ command: Command) throws -> Answer { try answer(command: command.bytes) }

    /// What came of a command that is written already.
    public func answer(command: [UInt8]) throws -> Answer { try Answer(bytes(command)) }
}
