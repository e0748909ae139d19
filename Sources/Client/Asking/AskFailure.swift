public import ZeroMQ

/// Why a question has no answer.
public enum AskFailure: Error, Hashable, Sendable {
    /// Nobody answered in so many seconds. Of a single daemon, why the connection did not come about, where that can be
    /// told.
    case unanswered(addresses: [String], seconds: Int, failure: ConnectionEvent.HandshakeFailure?)
    /// The daemon refused.
    case refused(Refused)
}
