/// The result from which a start list or a paper was made: the state of a session at one delta.
public struct ResultOrigin: Hashable, Sendable {
    /// Id of the session.
    public let session: String
    /// The epoch of the publication.
    public let epoch: UInt64
    /// The session's sequence in it: the last delta that is in the result.
    public let sequence: UInt64

    public init(_ session: String, epoch: UInt64, sequence: UInt64) {
        self.session = session
        self.epoch = epoch
        self.sequence = sequence
    }
}
