public import Timing
import Wire

/// What stood in a row before its latest correction: `corrected` of a row (docs/protocol.md, section 4.4).
public struct PublishedCorrection: Hashable, Sendable {
    /// The values before, each nil where it is the same or nothing stood.
    public struct Values: Hashable, Sendable {
        /// The place.
        public let position: Int?
        /// Behind the leader.
        public let gap: Milliseconds?
        /// The same in laps.
        public let gapLaps: Int?
        /// Behind the car one place ahead.
        public let interval: Milliseconds?
        /// The same in laps.
        public let intervalLaps: Int?
        /// What the car did.
        public let status: Word<CarStatus>?
        /// Laps completed.
        public let laps: Int?
        /// Start signal to the completion of the last lap.
        public let total: Milliseconds?
        /// The last lap.
        public let lastLap: Milliseconds?
        /// The best lap.
        public let bestLap: Milliseconds?
    }

    /// When it was told, UTC.
    public let at: Instant
    /// What stood there before.
    public let was: Values
}

extension PublishedCorrection: Readable {
    init(_ members: Members) throws(Refusal) {
        at = try members.instant("atMs")
        was = try members.object("was")
    }
}

extension PublishedCorrection.Values: Readable {
    init(_ members: Members) throws(Refusal) {
        position = try members.numberIfPresent("position")
        gap = try members.timeIfPresent("gapMs")
        gapLaps = try members.numberIfPresent("gapLaps")
        interval = try members.timeIfPresent("intervalMs")
        intervalLaps = try members.numberIfPresent("intervalLaps")
        status = try members.wordIfPresent("status")
        laps = try members.numberIfPresent("laps")
        total = try members.timeIfPresent("totalMs")
        lastLap = try members.timeIfPresent("lastLapMs")
        bestLap = try members.timeIfPresent("bestLapMs")
    }
}
