package import Timing
package import Wire

/// Follows one feed: its decoders, its silence.
package struct FeedFollower {
    package enum State: String { case waiting, live, silent }

    package let name: String
    package let connect: String
    package private(set) var decoders: [DecoderFollower] = []
    package private(set) var messages: UInt64 = 0
    package private(set) var heardAt: Int64?

    /// More than any circuit has; a bound against noise.
    package static let maximumDecoders = 64

    /// What the journal has of each run of each decoder.
    private let known: [Run: NumberRanges]
    /// What is missing was sent while nobody listened, until told otherwise.
    package var isCatchingUp = false {
        didSet { for place in decoders.indices { decoders[place].isCatchingUp = isCatchingUp } }
    }

    /// One run of a decoder, by which its numbers are told apart.
    package struct Run: Hashable, Sendable {
        package let decoder: UInt32
        package let epoch: UInt64

        package init(decoder: UInt32, epoch: UInt64) {
            self.decoder = decoder
            self.epoch = epoch
        }
    }

    package init(name: String, connect: String, known: [Run: NumberRanges] = [:]) {
        self.name = name
        self.connect = connect
        self.known = known
    }

    /// Whether numbers of a decoder are awaited.
    package var isMissingSome: Bool { decoders.contains { $0.missing > 0 } }

    private func begin(_ decoder: UInt32, _ epoch: UInt64) -> DecoderFollower {
        var follower = DecoderFollower(
            decoder: decoder, epoch: epoch, known: known[Run(decoder: decoder, epoch: epoch)] ?? NumberRanges())
        follower.isCatchingUp = isCatchingUp
        return follower
    }

    package mutating func heard(now: Int64) {
        messages += 1
        heardAt = now
    }

    package func state(now: Int64, silentAfter: Int64) -> State {
        guard let heardAt else { return .waiting }
        return now - heardAt >= silentAfter ? .silent : .live
    }

    /// The place of the decoder's follower in `decoders`; a larger epoch begins anew. Nil for an older epoch,
    /// whose numbers the core still tells apart.
    package mutating func follow(decoder: UInt32, epoch: UInt64) throws(Refusal) -> Int? {
        if let place = decoders.firstIndex(where: { $0.decoder == decoder }) {
            if decoders[place].epoch == epoch { return place }
            guard epoch > decoders[place].epoch else { return nil }
            decoders[place] = begin(decoder, epoch)
            return place
        }
        guard decoders.count < Self.maximumDecoders else {
            throw Refusal(
                .tooMany, field: "decoder", "decoder \(decoder) is one too many for feed \"\(name)\"",
                expected: "at most \(Self.maximumDecoders) decoders a feed",
                remedy: "check who publishes on this feed")
        }
        decoders.append(begin(decoder, epoch))
        return decoders.count - 1
    }

    package mutating func withDecoder<Value>(_ place: Int, _ body: (inout DecoderFollower) -> Value) -> Value {
        body(&decoders[place])
    }

    /// The next range to ask for, if any is due.
    package mutating func request(now: Int64) -> FeedRange? {
        for place in decoders.indices {
            if let range = decoders[place].request(now: now) { return range }
        }
        return nil
    }
}
