package import Wire

/// Between the messages of an OpenStint box and its feed: gives them what the box lacks, numbers, epoch and UTC.
///
/// The box counts milliseconds since its own beginning. Their distance from UTC is the least of (arrival − the box's
/// time), measured before the first crossing of a run is fed, and kept for the run: lap times are differences of the
/// box's own clock. The stamps in the ring tell a bridge that is started again which distance its run has.
///
/// Pure but for the ring.
package struct OpenStintIntake: ~Copyable {
    /// What is to be done, in order.
    package enum Turn: Hashable, Sendable {
        /// To the daemons; it is in the ring.
        case feed(FedCrossing)
        case say(String)
    }

    package private(set) var ring: FeedRing
    private let loop: UInt16
    /// UTC − the box's time in microseconds, as the run's crossings are stamped; nil before it is settled.
    package private(set) var offset: Int64?
    package private(set) var clock = BoxClock()
    /// The box's latest time, in milliseconds.
    private var latest = Int64.min
    /// Passings that wait until it is clear how their clock stands to UTC.
    private var held: [OpenStintPassing] = []
    /// Since when the run's distance from UTC has been measured; nil once it is settled.
    private var settlingSince: Int64?
    /// Since when messages have come late, or of another clock, and how that stands.
    private var doubted: (since: Int64, clock: BoxClock)?
    private var nextSync: Int64 = 0
    private var heardAt: Int64?

    package private(set) var status: OpenStintStatus?
    private var readings = LatestReadings()
    /// Whether the box has told its health since this was fed last.
    private var hasHealth = false
    package private(set) var refused = 0
    package private(set) var repeated = 0
    package private(set) var synchronizations = 0
    package private(set) var passings = 0

    /// A box's clock that goes back by more than this many milliseconds has begun anew; less is the order of messages.
    private static let step: Int64 = 2000
    /// So many microseconds of messages are measured before the first crossing.
    private static let settling: Int64 = 2_000_000
    /// Microseconds that a message may come later than the quickest before the clock is doubted, and for how long. None
    /// comes earlier, but for what both clocks have drifted.
    private static let late: Int64 = 3_000_000
    private static let early: Int64 = 2_000_000
    private static let doubt: Int64 = 3_000_000
    private static let mostHeld = 10_000
    /// From here on, in milliseconds, a time is UTC and no count from the box's beginning (2001).
    private static let isUTC: Int64 = 1_000_000_000_000

    package init(_ ring: consuming FeedRing, loop: UInt16) {
        self.ring = ring
        self.loop = loop
        guard let last = self.ring.history[self.ring.history.next - 1] else { return }
        offset = last.stamp - last.boxTime
        latest = self.ring.history.latest / 1000
    }

    package var history: FedHistory { ring.history }

    /// Whether the box has said something lately, and the time that a heartbeat tells, in microseconds of UTC.
    package func beat(_ times: MachineTimes) -> Int64? {
        guard let heardAt, times.microseconds - heardAt < 15_000_000, doubted == nil, let offset,
            let box = clock.boxTime(at: times.microseconds)
        else { return nil }
        return max(0, box + offset)
    }

    /// By how much the box's clock, as it is fed, is ahead of this machine's by now: its drift since the run began.
    package func ahead(_ times: MachineTimes) -> Int64? {
        guard let offset, let measured = clock.offset else { return nil }
        return offset - (measured + times.utc - times.microseconds)
    }

    /// What the box has said of itself since this was asked last; nil where nothing.
    package mutating func takeHealth() -> BoxHealth? {
        guard hasHealth, let status else { return nil }
        hasHealth = false
        return BoxHealth(status, readings)
    }

    /// A message came from the box.
    package mutating func take(_ bytes: some Collection<UInt8>, _ times: MachineTimes) -> [Turn] {
        let message: OpenStintMessage
        do throws(OpenStintFault) {
            message = try OpenStintMessage(bytes)
        } catch {
            refused += 1
            return [.say("a message was refused: \(error)")]
        }
        switch message {
        case .passing(let passing):
            let turns = note(passing.time, times)
            if held.count < Self.mostHeld { held.append(passing) }
            return turns + settle(times)
        case .synchronization(let time, _, _):
            synchronizations += 1
            return note(time, times) + settle(times)
        case .status(let status):
            (self.status, hasHealth) = (status, true)
            return note(status.time, times) + settle(times)
        case .other: return []
        }
    }

    /// Time goes on.
    package mutating func tick(_ times: MachineTimes) -> [Turn] {
        if times.milliseconds >= nextSync {
            ring.sync()
            nextSync = times.milliseconds + 1000
        }
        return settle(times)
    }

    // MARK: Time

    /// The box has told its time: is it the same run's?
    private mutating func note(_ time: Int64, _ times: MachineTimes) -> [Turn] {
        heardAt = times.microseconds
        var turns: [Turn] = []
        if time >= Self.isUTC {
            (offset, settlingSince, doubted) = (0, nil, nil)
        } else if let expected = clock.offset ?? offset.map({ $0 - times.utc + times.microseconds }) {
            let late = times.microseconds - time * 1000 - expected
            if latest != .min && time < latest - Self.step || late < -Self.early {
                turns = begin("its clock went from \(latest) to \(time) ms", times)
            } else if late > Self.late {
                var clock = doubted?.clock ?? BoxClock()
                clock.take(time * 1000, arrived: times.microseconds)
                doubted = (doubted?.since ?? times.microseconds, clock)
                return []
            } else {
                doubted = nil
            }
        }
        if offset == nil, settlingSince == nil { settlingSince = times.microseconds }
        latest = max(latest, time)
        clock.take(time * 1000, arrived: times.microseconds)
        return turns
    }

    /// Feeds what waits, once it is clear how the box's clock stands to UTC.
    private mutating func settle(_ times: MachineTimes) -> [Turn] {
        var turns: [Turn] = []
        if let doubted {
            guard times.microseconds - doubted.since >= Self.doubt else { return [] }
            // Not late: all of its messages are, by as much.
            let waiting = held
            held = []
            turns = begin("its clock stands otherwise to this machine's", times)
            (held, clock, settlingSince) = (waiting, doubted.clock, doubted.since)
        }
        if let since = settlingSince, offset == nil, times.microseconds - since >= Self.settling {
            offset = clock.offset.map { $0 + times.utc - times.microseconds }
            settlingSince = nil
        }
        guard let offset else { return turns }
        for passing in held { turns += feed(passing, offset) }
        held = []
        return turns
    }

    private mutating func begin(_ why: String, _ times: MachineTimes) -> [Turn] {
        var turns: [Turn] = []
        // What waits is of the old run.
        if let offset = offset ?? clock.offset.map({ $0 + times.utc - times.microseconds }) {
            for passing in held { turns += feed(passing, offset) }
        }
        held = []
        (offset, latest, doubted, settlingSince) = (nil, .min, nil, times.microseconds)
        clock.forget()
        turns.append(.say("the box has begun anew (\(why)): a new epoch"))
        do throws(FeedingFault) {
            try ring.begin(box: 0, at: nil, now: times.utc / 1000)
        } catch {
            turns.append(.say("\(error)"))
        }
        return turns
    }

    private mutating func feed(_ passing: OpenStintPassing, _ offset: Int64) -> [Turn] {
        guard passing.transponder != 0 else { return [.say("a passing without a transponder (0) is left out")] }
        var crossing = FedCrossing(
            stamp: max(0, passing.time * 1000 + offset), boxTime: passing.time * 1000,
            transponder: passing.transponder, loop: loop)
        crossing.hits = UInt16(clamping: passing.hits)
        crossing.strength = passing.strength
        if history.latestCrossings.contains(where: crossing.isSame) {
            repeated += 1
            return []
        }
        passings += 1
        readings.note(hits: crossing.hits, strength: crossing.strength)
        do throws(FeedingFault) {
            return [.feed(try ring.append(crossing))]
        } catch {
            return [.say("\(error)")]
        }
    }
}
