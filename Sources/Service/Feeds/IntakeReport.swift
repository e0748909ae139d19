import Synchronization

/// The state of the feeds, for status: written by the intake, read by the lane.
struct IntakeReport: Sendable {
    struct Decoder: Sendable {
        var decoder: UInt32
        var epoch: UInt64
        var next: UInt64
        var received: UInt64
        var missing: UInt64
        var lost: UInt64
        var recovered: UInt64
        var lastStamp: Int64
        /// How often it has started again without a new epoch.
        var restarts: Int
        /// Numbers awaited of its epochs before this one.
        var missingBefore: UInt64
        /// What the box has said of itself.
        var health: HealthWatch
    }

    struct Feed: Sendable {
        var name: String
        var connect: String
        var state: FeedFollower.State
        var messages: UInt64
        var crossings: UInt64
        var repeated: UInt64
        var decoders: [Decoder]
        /// Connections to it, and attempts that failed because a key was missing or wrong.
        var connected = 0
        var refused = 0
        /// The daemon has keys, and this feed proves none.
        var isWithoutKey = false
    }

    var feeds: [Feed] = []
    var refused: [(reason: String, count: Int)] = []
    /// Times the lane was so far behind that the intake had to wait.
    var waits = 0
    /// The feeds are read no more, and all of them is written down.
    var hasEnded = false
}

/// A report that one thread replaces and another reads.
final class IntakeBoard: Sendable {
    private let report = Mutex(IntakeReport())

    func show(_ new: IntakeReport) { report.withLock { $0 = new } }

    var latest: IntakeReport { report.withLock { $0 } }

    /// How well transponders were read.
    let readings = ReadingBoard()
}

extension IntakeReport.Feed {
    init(_ follower: FeedFollower, now: Int64, silentAfter: Int64) {
        name = follower.name
        connect = follower.connect
        state = follower.state(now: now, silentAfter: silentAfter)
        messages = follower.messages
        crossings = follower.decoders.reduce(0) { $0 + $1.received }
        repeated = follower.decoders.reduce(0) { $0 + $1.repeated }
        decoders = follower.decoders.map {
            IntakeReport.Decoder(
                decoder: $0.decoder, epoch: $0.epoch, next: $0.next, received: $0.received,
                missing: $0.missing, lost: $0.lost, recovered: $0.recovered, lastStamp: $0.lastStamp,
                restarts: $0.run - 1, missingBefore: follower.ended.missing(of: $0.decoder),
                health: $0.health)
        }
    }
}
