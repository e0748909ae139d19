import Linux
import ZeroMQ

/// Hears an OpenStint box and feeds daemons, on one thread.
package struct OpenStintBridge: ~Copyable {
    private let context: Context
    private let box: Socket
    private var message = Message()
    private var intake: OpenStintIntake
    private var feed: BoxFeed
    private var log = ErrorLines("openstint")
    private var nextBeat: Int64 = 0
    private var nextHealth: Int64 = 0
    private var isHeard = false

    private static let betweenBeats: Int64 = 500
    private static let betweenHealths: Int64 = 60_000

    /// - Parameters:
    ///   - address: the box's PUB socket.
    ///   - state: the directory in which the ring is.
    ///   - decoder: the box's name in the feed, and `loop`, the loop that it reads.
    package init(_ address: String, decoder: UInt32, loop: UInt16, state: String, ends: BoxFeed.Ends) throws {
        let ring = try FeedRing(state, decoder: decoder, now: MachineTimes.now.utc / 1000)
        let context = try Context()
        let feed = try BoxFeed(ends, in: context)
        let box = try Socket(.subscribe, in: context, options: .live.with { $0.maxMessageBytes = 4096 })
        try box.subscribe()
        try box.connect(address)
        log.say("hears \(address)")
        log.say(ring.words(at: ends))
        self.context = context
        self.feed = feed
        self.box = box
        intake = OpenStintIntake(ring, loop: loop)
    }

    /// Goes on until the process ends.
    /// - Throws: where the sockets fail.
    package mutating func run() throws {
        while true { try turn() }
    }

    private mutating func turn() throws {
        var poller = Poller()
        feed.watch(by: &poller)
        _ = poller.add(box)
        _ = try poller.wait(timeoutMilliseconds: 50)
        // Not for ever: a box that talks without end must not keep daemons waiting.
        for _ in 0..<1000 {
            guard try box.receive(into: &message, wait: false) else { break }
            let bytes = message.withUnsafeBytes { Array($0) }
            try perform(intake.take(bytes, MachineTimes.now))
        }
        let times = MachineTimes.now
        try perform(intake.tick(times))
        try feed.answer(from: intake.ring)
        try beat(times)
        tellHealth(times)
    }

    private mutating func perform(_ turns: [OpenStintIntake.Turn]) throws {
        for turn in turns {
            switch turn {
            case .feed(let crossing): try feed.feed(crossing, of: intake.history)
            case .say(let words): log.say(words)
            }
        }
    }

    private mutating func beat(_ times: MachineTimes) throws {
        guard times.milliseconds >= nextBeat else { return }
        nextBeat = times.milliseconds + Self.betweenBeats
        let stamp = intake.beat(times)
        if isHeard != (stamp != nil) {
            isHeard.toggle()
            log.say(isHeard ? "the box is heard" : "the box is silent: no heartbeats until it is heard")
        }
        if let stamp { try feed.beat(intake.history, stamp: stamp, health: intake.takeHealth()) }
    }

    private mutating func tellHealth(_ times: MachineTimes) {
        guard times.milliseconds >= nextHealth, let status = intake.status else { return }
        nextHealth = times.milliseconds + Self.betweenHealths
        let drift = intake.ahead(times).map { "clock \($0 >= 0 ? "+" : "")\($0 / 1000) ms · " } ?? ""
        log.say(
            "\(drift)\(status) · \(intake.passings) passings, repeated \(intake.repeated), "
                + "refused \(intake.refused), time marks \(intake.synchronizations)")
    }
}
