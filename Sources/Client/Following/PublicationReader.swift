/// A follower of a publication without its sockets: a table, a record, a relay.
///
/// `Following` brings it messages, and asks its `question`.
public protocol PublicationReader {
    /// The question to ask now; nil when nothing is missing.
    var question: FollowQuestion? { get }

    /// Takes a frame as it came from the publication: topic, space, JSON. True when something changed.
    mutating func take(published frame: UnsafeRawBufferPointer) throws -> Bool

    /// Takes the frames of an answer to a question. True when something changed.
    mutating func take(answer frames: [[UInt8]], to question: FollowQuestion) throws -> Bool

    /// Takes it that a delta of this sequence and epoch has been published: what is missing up to it is asked for.
    mutating func take(latest sequence: UInt64, epoch: UInt64)
}

extension PublicationReader {
    /// One that hears every heartbeat need not be told.
    public mutating func take(latest sequence: UInt64, epoch: UInt64) {}
}
