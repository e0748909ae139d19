public import ZeroMQ

/// Why a question has no answer.
public enum AskFailure: Error, Hashable, Sendable {
    /// No answer came in so many seconds. For a single daemon also why the connection failed, where that is known.
    case unanswered(addresses: [String], seconds: Int, failure: ConnectionEvent.HandshakeFailure?)
    /// The daemon refused.
    case refused(Refused)
}
