public import Timing
public import Wire

/// A box on a feed: an element of `decoders` (docs/protocol.md, section 4.6). Its numbers are of its latest run.
public struct DecoderHealth: Hashable, Sendable {
    /// The box.
    public let decoder: UInt32
    /// Its run.
    public let epoch: UInt64
    /// The number that its next crossing will have.
    public let next: UInt64
    /// Crossings that have come, recovered ones among them.
    public let received: Int
    /// Numbers asked for and awaited.
    public let missing: Int
    /// Numbers asked for and awaited of its epochs before this one.
    public let missingBefore: Int
    /// Numbers that the feed no longer has.
    public let lost: Int
    /// Numbers that came when they were asked for.
    public let recovered: Int
    /// How often the box has started again within its epoch.
    public let restarts: Int
    /// The latest stamp heard, in microseconds of UTC; 0 or nil before the first.
    public let lastStamp: Int64?
    /// How it stands with the box by its own word; nil of one that does not say.
    public let box: Told?

    /// What a box has said of itself.
    public struct Told: Hashable, Sendable {
        /// Its words.
        public let health: BoxHealth
        /// How long ago it said so.
        public let age: Milliseconds
        /// What has been beyond its limit for a minute.
        public let bad: [Word<BoxMeasure>]
    }
}

extension DecoderHealth.Told: Readable {
    init(_ members: Members) throws(Refusal) {
        health = try members.boxHealth()
        age = try members.time("ageMs")
        bad = try members.texts("bad").map { Word($0) }
    }
}

extension DecoderHealth: Readable {
    init(_ members: Members) throws(Refusal) {
        decoder = try members.number("decoder")
        epoch = try members.number("epoch")
        next = try members.number("next")
        received = try members.number("received")
        missing = try members.number("missing")
        missingBefore = try members.numberIfPresent("missingBefore") ?? 0
        lost = try members.number("lost")
        recovered = try members.number("recovered")
        restarts = try members.number("restarts")
        lastStamp = try members.numberOrNil("lastUs")
        box = try members.objectIfPresent("health")
    }
}
