package import Timing
package import Wire

/// Follows one feed: its decoders, its silence.
package struct FeedFollower {
    package enum State: String { case waiting, live, silent }

    package let name: String
    package let connect: String
    package private(set) var decoders: [DecoderFollower] = []
    /// Of boxes that have begun a larger epoch.
    package private(set) var ended = EndedRuns()
    /// What was missing of runs that have ended and can be asked for no more; until it is told.
    private var unasked: [DecoderFollower.GivenUp] = []
    package private(set) var messages: UInt64 = 0
    package private(set) var heardAt: Int64?

    /// More than any circuit has; a bound against noise.
    package static let maximumDecoders = 64
    /// A decoder that was silent for so long makes room before others that have seen entered cars.
    package static let lostAfter: Int64 = 10_000
    /// Epochs of its decoders: so many at once, and one more a second. The core keeps each for the whole session.
    package static let mostEpochs: Int64 = 1024

    /// After a restart: the earlier epochs of a box that are asked for once more.
    package static let mostAskedAgain = 4

    private var epochs: Set<Run> = []
    /// Milliseconds by which epochs have been spent.
    private var spentUntil = Int64.min

    /// The journal's numbers of each run of each decoder.
    private let known: [Run: Known]
    /// The only feed: the journal's crossings can only have come by it.
    private let isOnly: Bool
    private let isRecoverable: Bool
    private let begunAt: Int64
    private var isToldUnheard = false

    /// A feed that lives is heard every second: one never heard for so long has another address, or does not run.
    package static let unheardAfter: Int64 = 5000

    /// Missing numbers were sent while the daemon was down, until told otherwise.
    package var isCatchingUp = false {
        didSet { for place in decoders.indices { decoders[place].isCatchingUp = isCatchingUp } }
    }

    /// One run of a decoder, by the epoch that its crossings bear (`RunEpoch`).
    package struct Run: Hashable, Sendable {
        package let decoder: UInt32
        package let epoch: UInt64

        package init(decoder: UInt32, epoch: UInt64) {
            self.decoder = decoder
            self.epoch = epoch
        }
    }

    /// The journal's numbers of a run.
    package struct Known: Sendable {
        package let numbers: NumberRanges
        /// The latest stamp.
        package let lastStamp: Int64?

        package init(numbers: NumberRanges, lastStamp: Int64?) {
            self.numbers = numbers
            self.lastStamp = lastStamp
        }
    }

    /// `begunAt` is since when it is listened to.
    package init(
        name: String, connect: String, known: [Run: Known] = [:], isOnly: Bool = false, isRecoverable: Bool = true,
        begunAt: Int64 = 0
    ) {
        self.isRecoverable = isRecoverable
        self.begunAt = begunAt
        self.name = name
        self.connect = connect
        self.known = known
        self.isOnly = isOnly
    }

    /// Whether numbers of a decoder are awaited.
    package var isMissingSome: Bool { ended.isMissingSome || decoders.contains { $0.missing > 0 } }

    private func begin(_ decoder: UInt32, _ epoch: UInt64, _ run: Int) -> DecoderFollower {
        let known = known[Run(decoder: decoder, epoch: RunEpoch.of(run: run, epoch: epoch))]
        var follower = DecoderFollower(
            decoder: decoder, epoch: epoch, run: run, known: known?.numbers ?? NumberRanges(),
            heardUntil: isOnly ? known?.lastStamp : nil, isRecoverable: isRecoverable)
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

    /// True once: when the feed has never been heard for so long that somebody ought to know.
    package mutating func isNewlyUnheard(now: Int64) -> Bool {
        guard heardAt == nil, !isToldUnheard, now - begunAt >= Self.unheardAfter else { return false }
        isToldUnheard = true
        return true
    }

    /// The place of the decoder's follower in `decoders`, in any run of the epoch; nil where there is none.
    package func place(of decoder: UInt32, epoch: UInt64) -> Int? {
        decoders.firstIndex { $0.decoder == decoder && $0.epoch == epoch }
    }

    /// The place of the decoder's follower in `decoders`; a larger epoch, or a later run of an epoch, begins anew. Nil
    /// for older ones: the core still tells their numbers apart.
    package mutating func follow(decoder: UInt32, epoch: UInt64, run: Int = 1) throws(Refusal) -> Int? {
        if let place = decoders.firstIndex(where: { $0.decoder == decoder }) {
            let followed = decoders[place]
            if followed.epoch == epoch, followed.run == run { return place }
            guard (epoch, run) > (followed.epoch, followed.run) else { return nil }
            end(followed, isOfOlderEpoch: epoch > followed.epoch)
            decoders[place] = begin(decoder, epoch, run)
            decoders[place].heardAt = followed.heardAt
            decoders[place].hasSeenEntered = followed.hasSeenEntered
            decoders[place].health = followed.health
            return place
        }
        try admit(decoder)
        decoders.append(begin(decoder, epoch, run))
        for known in lastKnown(of: decoder, before: epoch) { end(begin(decoder, known, 1), isOfOlderEpoch: true) }
        return decoders.count - 1
    }

    /// What a run still misses is asked for where the box can tell that run from the one that follows.
    private mutating func end(_ follower: DecoderFollower, isOfOlderEpoch: Bool) {
        let isAsked = isRecoverable && isOfOlderEpoch
        guard let out = isAsked ? ended.take(follower) : follower, out.missing > 0,
            unasked.count < Self.maximumDecoders
        else { return }
        unasked.append(.init(decoder: out.decoder, count: out.missing, last: out.next - 1, isOfBefore: false))
    }

    /// What was missing of runs that have ended since this was asked last, and is asked for no more.
    package mutating func takeUnasked() -> [DecoderFollower.GivenUp] {
        defer { unasked = [] }
        return unasked
    }

    /// The box's epochs before this one, the last of those that the journal has. Of one with several runs nothing can
    /// be asked: the box knows nothing of runs.
    private func lastKnown(of decoder: UInt32, before epoch: UInt64) -> [UInt64] {
        known.keys.filter { run in
            run.decoder == decoder && run.epoch < min(epoch, RunEpoch.first)
                && known[Run(decoder: decoder, epoch: RunEpoch.following(run.epoch))] == nil
        }.map(\.epoch).sorted().suffix(Self.mostAskedAgain)
    }

    /// Notes a crossing of a run that has ended. False when its number had come before.
    package mutating func noteOfEnded(_ id: CrossingID, stamp: Int64, now: Int64) -> Bool {
        ended.note(id.decoder, epoch: id.epoch, number: id.number, stamp: stamp, now: now)
    }

    /// An answer of the recovery has come, with this many frames. True where it says that crossings are gone.
    package mutating func answered(_ range: FeedRange, count: Int, now: Int64) -> Bool {
        guard let place = place(of: range.decoder, epoch: range.epoch) else {
            // Where a run has ended, nothing behind its last number is no loss.
            return ended.answered(range, count: count, now: now) > 0
        }
        decoders[place].answered(range, count: count, now: now)
        return count == 0
    }

    /// Makes sure that there is room for a decoder that is heard now.
    ///
    /// Made-up decoders never make a real one deaf: where the table is full, one that sends a crossing of an entered
    /// car takes the place of another.
    /// - Throws: a refusal when the feed has too many decoders already, and this one has seen no entered car.
    package mutating func admit(
        _ decoder: UInt32, hasEntered: Bool = false, now: Int64 = 0
    ) throws(Refusal) {
        if hears(decoder, now: now) { return }
        guard decoders.count >= Self.maximumDecoders else { return }
        guard hasEntered else {
            throw Refusal(
                .tooMany, field: "decoder", "decoder \(decoder) is one too many for feed \"\(name)\"",
                expected: "at most \(Self.maximumDecoders) decoders a feed",
                remedy: "check who publishes on this feed")
        }
        decoders.remove(at: leastNeeded(now: now))
    }

    /// Notes that a decoder was heard; false where it is not followed.
    package mutating func hears(_ decoder: UInt32, now: Int64) -> Bool {
        guard let place = decoders.firstIndex(where: { $0.decoder == decoder }) else { return false }
        decoders[place].heardAt = now
        return true
    }

    /// The decoder that makes room: one that has seen no entered car, or is silent for long, of several the one heard
    /// longest ago; else the one that came last: who was there before a storm stays. It is followed again at its next
    /// crossing.
    private func leastNeeded(now: Int64) -> Int {
        func longestAgo(_ isMeant: (DecoderFollower) -> Bool) -> Int? {
            decoders.indices.filter { isMeant(decoders[$0]) }.min { decoders[$0].heardAt < decoders[$1].heardAt }
        }
        return longestAgo { !$0.hasSeenEntered } ?? longestAgo { now - $0.heardAt >= Self.lostAfter }
            ?? decoders.count - 1
    }

    /// Makes sure that an epoch of a decoder may be new: made-up ones would fill the memory.
    /// - Throws: a refusal when the feed begins too many.
    package mutating func admit(_ decoder: UInt32, epoch: UInt64, now: Int64) throws(Refusal) {
        // Mostly it is followed already.
        guard place(of: decoder, epoch: epoch) == nil else { return }
        let run = Run(decoder: decoder, epoch: epoch)
        guard !epochs.contains(run), known[run] == nil else { return }
        spentUntil = max(spentUntil, now - Self.mostEpochs * 1000) + 1000
        guard spentUntil <= now else {
            spentUntil -= 1000
            throw Refusal(
                .tooMany, field: "epoch", "feed \"\(name)\" begins new epochs without end",
                expected: "at most one a second in the long run", remedy: "check who publishes on this feed")
        }
        epochs.insert(run)
    }

    package mutating func withDecoder<Value>(_ place: Int, _ body: (inout DecoderFollower) -> Value) -> Value {
        body(&decoders[place])
    }

    /// On a feed without recovery: what has been given up now, a decoder each.
    package mutating func giveUpLate(now: Int64) -> [DecoderFollower.GivenUp] {
        isRecoverable ? [] : decoders.indices.compactMap { decoders[$0].giveUpLate(now: now) }
    }

    /// The next range to ask for, if any is due.
    package mutating func request(now: Int64) -> FeedRange? {
        for place in decoders.indices {
            if let range = decoders[place].request(now: now) { return range }
        }
        return ended.request(now: now)
    }

    /// A question could not be sent, as the recovery is not connected: it is made again soon.
    package mutating func notSent(_ range: FeedRange, now: Int64) {
        guard let place = place(of: range.decoder, epoch: range.epoch) else { return ended.notSent(range, now: now) }
        decoders[place].notSent(now: now)
    }
}
