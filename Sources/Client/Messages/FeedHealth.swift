import Wire

/// A feed: an element of `feeds` (docs/protocol.md, section 4.6).
public struct FeedHealth: Hashable, Sendable {
    /// What a feed is like.
    public enum State: String, CaseIterable, Sendable {
        /// Nothing heard yet.
        case waiting
        /// Heard within three seconds.
        case live
        /// Nothing for three seconds.
        case silent
    }

    /// Its name in the configuration.
    public let name: String
    /// Its address.
    public let connect: String
    /// What it is like.
    public let state: Word<State>
    /// Messages that came.
    public let messages: Int
    /// Crossings that came.
    public let crossings: Int
    /// Crossings that had come before.
    public let repeated: Int
    /// The daemon has keys, and this feed proves none.
    public let isWithoutKey: Bool
    /// The boxes on it.
    public let decoders: [DecoderHealth]
}

extension FeedHealth: Readable {
    init(_ members: Members) throws(Refusal) {
        name = try members.text("name")
        connect = try members.text("connect")
        state = try members.word("state")
        messages = try members.number("messages")
        crossings = try members.number("crossings")
        repeated = try members.number("repeated")
        isWithoutKey = try members.truthIfPresent("withoutKey") ?? false
        decoders = try members.list("decoders")
    }
}
