package import Wire

/// Runs of a feed's boxes that a larger epoch has ended, while something of them may still be had: numbers that are
/// missing, and what the box numbered last and nobody has heard.
///
/// A box starts again in the same moment in which a line is cut or a daemon is killed, as all of them hang on one
/// supply. What it keeps over its start is asked for as in the run that goes on (docs/protocol.md, section 2.4).
package struct EndedRuns {
    package private(set) var followers: [DecoderFollower] = []

    /// A bound against noise: a box of which so many runs wait for an answer does not answer at all.
    package static let most = 16

    package init() {}

    /// Whether any of them waits for an answer.
    package var isMissingSome: Bool { followers.contains { !$0.isComplete } }

    /// Numbers of a box that are awaited.
    package func missing(of decoder: UInt32) -> UInt64 {
        followers.reduce(0) { $0 + ($1.decoder == decoder ? $1.missing : 0) }
    }

    /// Takes over a run that has ended. Returns one for which there is no room any more.
    package mutating func take(_ follower: consuming DecoderFollower) -> DecoderFollower? {
        var follower = follower
        follower.end()
        guard !follower.isComplete else { return nil }
        followers.append(follower)
        guard followers.count > Self.most else { return nil }
        return followers.remove(at: followers.firstIndex { !$0.hasSeenEntered } ?? 0)
    }

    /// Notes a crossing of one of the runs. False when its number had come before.
    package mutating func note(_ decoder: UInt32, epoch: UInt64, number: UInt64, stamp: Int64, now: Int64) -> Bool {
        guard let place = place(of: decoder, epoch: epoch) else { return true }
        return followers[place].note(number, stamp: stamp, isRecovered: true, now: now)
    }

    /// An answer has come. Returns how many numbers are given up by it.
    package mutating func answered(_ range: FeedRange, count: Int, now: Int64) -> UInt64 {
        guard let place = place(of: range.decoder, epoch: range.epoch) else { return 0 }
        let lost = followers[place].lost
        followers[place].answered(range, count: count, now: now)
        let given = followers[place].lost - lost
        if followers[place].isComplete { followers.remove(at: place) }
        return given
    }

    /// The next range to ask for, if any is due.
    package mutating func request(now: Int64) -> FeedRange? {
        for place in followers.indices {
            if let range = followers[place].request(now: now) { return range }
        }
        return nil
    }

    /// A question could not be sent: it is made again soon.
    package mutating func notSent(_ range: FeedRange, now: Int64) {
        guard let place = place(of: range.decoder, epoch: range.epoch) else { return }
        followers[place].notSent(now: now)
    }

    private func place(of decoder: UInt32, epoch: UInt64) -> Int? {
        followers.firstIndex { $0.decoder == decoder && $0.epoch == epoch }
    }
}
