import Glibc
import Linux
import ZeroMQ

/// Follows a box that speaks P3 and feeds daemons, on one thread.
package struct P3Bridge: ~Copyable {
    private let context: Context
    private var line: BoxLine
    private var intake: P3Intake
    private var feed: BoxFeed
    private var log = ErrorLines("p3")
    private var nextBeat: Int64 = 0
    private var nextHealth: Int64 = 0
    private var isTroubled = false

    private static let betweenBeats: Int64 = 500
    private static let betweenHealths: Int64 = 60_000

    /// - Parameters:
    ///   - state: the directory in which the ring is.
    ///   - decoder: the box's name in the feed, and `loop`, the loop that it reads.
    ///   - noiseMost: the noise above which the daemon is to warn; nil for none.
    package init(
        _ address: BoxAddress, decoder: UInt32, loop: UInt16, state: String, ends: BoxFeed.Ends,
        noiseMost: UInt16? = P3Intake.usualNoiseMost
    ) throws {
        let ring = try FeedRing(state, decoder: decoder, now: MachineTimes.now.utc / 1000)
        let context = try Context()
        let feed = try BoxFeed(ends, in: context)
        log.say(ring.words(at: ends))
        self.context = context
        self.feed = feed
        intake = P3Intake(ring, loop: loop, noiseMost: noiseMost)
        line = BoxLine(address)
    }

    /// Goes on until the process ends.
    /// - Throws: where the sockets of the feed fail.
    package mutating func run() throws {
        while true { try turn() }
    }

    private mutating func turn() throws {
        try wait()
        let times = MachineTimes.now
        for event in line.turn(now: times.milliseconds) {
            switch event {
            case .connected:
                isTroubled = false
                log.say("\(line.address): connected")
                try perform(intake.connected(times))
            case .heard(let bytes): try perform(intake.take(bytes, times))
            case .ended(let why):
                if !isTroubled { log.say("\(why); it is called again until it answers") }
                isTroubled = true
            }
        }
        try perform(line.isConnected ? intake.tickConnected(times) : intake.tick(times))
        try feed.answer(from: intake.ring)
        try beat(times)
        tellHealth(times)
    }

    private mutating func wait() throws {
        var poller = Poller()
        feed.watch(by: &poller)
        if let polled = line.polled {
            _ = poller.add(fileDescriptor: polled.descriptor, for: polled.writes ? [.readable, .writable] : .readable)
        }
        _ = try poller.wait(timeoutMilliseconds: 50)
    }

    private mutating func perform(_ turns: [P3Intake.Turn]) throws {
        for turn in turns {
            switch turn {
            case .send(let bytes): line.send(bytes)
            case .feed(let crossing): try feed.feed(crossing, of: intake.history)
            case .say(let words): log.say(words)
            }
        }
    }

    /// While the box is there: without it the daemon shall see that its feed is silent.
    private mutating func beat(_ times: MachineTimes) throws {
        guard line.isConnected, times.milliseconds >= nextBeat else { return }
        guard let stamp = intake.clock.boxTime(at: times.microseconds), stamp >= 0 else { return }
        nextBeat = times.milliseconds + Self.betweenBeats
        try feed.beat(intake.history, stamp: stamp, health: intake.takeHealth())
    }

    private mutating func tellHealth(_ times: MachineTimes) {
        guard times.milliseconds >= nextHealth else { return }
        nextHealth = times.milliseconds + Self.betweenHealths
        guard line.isConnected, let health = P3Health(intake, times) else { return }
        log.say(health.description)
        intake.tellReadings()
    }
}
