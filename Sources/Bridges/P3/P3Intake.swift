package import Wire

/// Between the bytes of a box and its feed: reads, follows the numbers, keeps on disk.
///
/// Pure but for the ring: bytes and times come in, bytes for the box and crossings to be fed come out.
package struct P3Intake: ~Copyable {
    /// What is to be done, in order.
    package enum Turn: Hashable, Sendable {
        /// To the box.
        case send([UInt8])
        /// To the daemons; it is in the ring.
        case feed(FedCrossing)
        case say(String)
    }

    package private(set) var ring: FeedRing
    private var reader = P3Reader()
    private var follower = P3Follower()
    private let loop: UInt16
    private var timeAsked: Int64?
    /// Questions for the time since the box answered one on this connection.
    private var unanswered = 0
    private var nextQuestion: Int64 = 0
    private var nextSync: Int64 = 0
    package private(set) var clock = BoxClock()
    package private(set) var status = P3Status()
    /// Frames by what was wrong with them.
    package private(set) var faults: [P3Fault.Reason: Int] = [:]
    /// The average of hits and strength since they were last told.
    package private(set) var readings = (count: 0, hits: 0, strength: 0)
    private var latest = LatestReadings()
    private let noiseMost: UInt16?
    /// Whether the box has told its health since this was fed last.
    private var hasHealth = false

    /// The background noise of a loop that is laid well, by the handbook of MYLAPS' RC4 decoder (version 2.0 of October
    /// 2017, section 3.3): from 0 to 40 points.
    package static let usualNoiseMost: UInt16 = 40

    private static let betweenQuestions: Int64 = 10_000
    /// The question for the time at which the box's silence about it is told, once a connection.
    private static let askedInVain = 3
    private static let untold =
        "the box does not answer for its time: heartbeats begin with its first passing, and say its time by passings"

    /// - Parameters:
    ///   - loop: the loop of the circuit that the box reads.
    ///   - noiseMost: the noise above which the daemon is to warn; nil for none.
    package init(_ ring: consuming FeedRing, loop: UInt16, noiseMost: UInt16? = usualNoiseMost) {
        self.ring = ring
        self.loop = loop
        self.noiseMost = noiseMost
    }

    package var history: FedHistory { ring.history }

    /// What was counted, for the log.
    package var counts: (repeated: Int, lost: Int, foreign: Int, pulses: Int) {
        (follower.repeated, follower.lost, follower.foreign, follower.pulses)
    }

    /// A connection to the box is there.
    /// - Parameter times: the machine's, as everywhere here.
    package mutating func connected(_ times: MachineTimes) -> [Turn] {
        reader = P3Reader()
        clock.forget()
        (timeAsked, unanswered) = (nil, 0)
        nextQuestion = times.milliseconds
        return tick(times) + perform(follower.connected(ring.history, now: times.milliseconds), times)
    }

    /// Bytes came from the box.
    package mutating func take(_ bytes: some Sequence<UInt8>, _ times: MachineTimes) -> [Turn] {
        var turns: [Turn] = []
        for found in reader.take(bytes) {
            do throws(P3Fault) {
                turns += take(try P3Record(try found.get()), times)
            } catch {
                faults[error.reason, default: 0] += 1
                follower.broken(now: times.milliseconds)
                turns.append(.say("a frame was refused: \(error)"))
            }
        }
        return turns
    }

    private mutating func take(_ record: P3Record, _ times: MachineTimes) -> [Turn] {
        switch record {
        case .passing(let passing):
            // By its passings alone a box's time is known too late: one of an hour ago may be told now.
            let boxNow = clock.isAnswered ? clock.boxTime(at: times.microseconds) : nil
            let steps = follower.take(passing, ring.history, boxNow: boxNow, now: times.milliseconds)
            return perform(steps, times)
        case .status(let told): (status, hasHealth) = (told, true)
        case .time(let box, _):
            // An answer that came late belongs to an older question.
            if let asked = timeAsked, let box = Int64(exactly: box) {
                clock.take(box, arrived: times.microseconds, asked: asked)
            }
            (timeAsked, unanswered) = (nil, 0)
        case .resend, .timeAsked, .other: break
        }
        return []
    }

    /// Time goes on.
    package mutating func tick(_ times: MachineTimes) -> [Turn] {
        let now = times.milliseconds
        if now >= nextSync {
            ring.sync()
            nextSync = now + 1000
        }
        return perform(follower.tick(ring.history, now: now), times)
    }

    /// The same, while there is a connection: the box is asked for its time.
    package mutating func tickConnected(_ times: MachineTimes) -> [Turn] {
        let turns = tick(times)
        guard times.milliseconds >= nextQuestion, let question = P3Record.timeAsked.frame else { return turns }
        nextQuestion = times.milliseconds + Self.betweenQuestions
        timeAsked = times.microseconds
        unanswered += 1
        return turns + [.send(question.bytes)] + (unanswered == Self.askedInVain ? [.say(Self.untold)] : [])
    }

    private mutating func perform(_ steps: [P3Follower.Step], _ times: MachineTimes) -> [Turn] {
        var turns: [Turn] = []
        for step in steps {
            do throws(FeedingFault) {
                switch step {
                case .ask(let from, let until):
                    if let frame = P3Record.resend(from: from, until: until).frame { turns.append(.send(frame.bytes)) }
                case .begin(let box, let begin):
                    try ring.begin(box: box, at: UInt64(begin), now: times.utc / 1000)
                case .feed(let passing):
                    turns.append(.feed(try ring.append(crossing(of: passing))))
                    // Of a box that does not answer for its time, passings tell it.
                    if !clock.isAnswered { clock.take(passing.clock, arrived: times.microseconds) }
                case .say(let words): turns.append(.say(words))
                }
            } catch {
                turns.append(.say("\(error)"))
            }
        }
        return turns
    }

    private mutating func crossing(of passing: P3Passing) -> FedCrossing {
        var crossing = FedCrossing(
            stamp: passing.clock, boxTime: passing.clock, transponder: passing.transponder, loop: loop)
        crossing.passing = UInt64(passing.number)
        crossing.driver = passing.driver ?? 0
        crossing.hits = passing.hits ?? 0
        crossing.strength = passing.strength ?? 0
        readings.count += 1
        readings.hits += Int(crossing.hits)
        readings.strength += Int(crossing.strength)
        latest.note(hits: crossing.hits, strength: crossing.strength)
        return crossing
    }

    /// What the box has said of itself since this was asked last; nil where nothing.
    package mutating func takeHealth() -> BoxHealth? {
        guard hasHealth else { return nil }
        hasHealth = false
        var health = BoxHealth(status, noiseMost: noiseMost)
        health.note(latest)
        return health
    }

    /// Readings are counted anew.
    package mutating func tellReadings() { readings = (0, 0, 0) }
}
