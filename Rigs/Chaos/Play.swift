import Synchronization
import Timing
import Wire
import ZeroMQ

/// The playing of a script, on the thread that has the sockets.
struct Play: ~Copyable {
    private let script: Script
    private let stand: Stand
    private let seen: Seen
    private let shared: Player.Shared
    private let mayForget: Bool
    private let context: Context
    private let control: RaceControl
    private var feeds: [FeedSockets?] = []
    /// When a feed that is down comes back; nil: never.
    private var backAt: [Int64?] = []
    private var boxes: [Box.Name: Box] = [:]
    private var feedOf: [Box.Name: Int] = [:]
    private var said: [Act] = []
    /// The time that each box told last.
    private var told: [UInt32: Int64] = [:]
    private var repeatedAt: Int64 = 0
    /// When the script went on last.
    private var busyAt = microseconds()

    /// Until something has to have happened.
    private static let patience: Int64 = 20_000_000

    init(_ script: Script, _ stand: Stand, seen: Seen, _ shared: Player.Shared, mayForget: Bool, security: Security)
        throws
    {
        let context = try Context()
        let control = try RaceControl(stand.control, in: context, security: security)
        let feeds = try (0..<script.feeds).map { try FeedSockets(stand.feeds[$0], in: context) }
        self.control = control
        self.feeds = feeds
        backAt = feeds.map { _ in nil }
        self.context = context
        self.script = script
        self.stand = stand
        self.seen = seen
        self.shared = shared
        self.mayForget = mayForget
    }

    mutating func run(seconds: Double) throws {
        try awaitSubscriber()
        let step = seconds * 1e6 / Double(max(script.steps.count, 1))
        var began = microseconds()
        for (place, next) in script.steps.enumerated() {
            busyAt = microseconds()
            let due = began + Int64(Double(place / script.burst * script.burst) * step)
            while microseconds() + 1000 < due, !isStopped { try serve(wait: 1) }
            if isStopped { return }
            let before = microseconds()
            try take(next)
            // After a wait the script goes on at its pace.
            began += max(0, microseconds() - before - 1000)
            if place % 32 == 0 { try serve(wait: 0) }
            shared.position.store(place + 1, ordering: .releasing)
        }
        shared.isPlayed.store(true, ordering: .releasing)
        try stay()
    }

    private var isStopped: Bool { shared.isStopped.load(ordering: .acquiring) }

    private mutating func awaitSubscriber() throws {
        let deadline = microseconds() + Self.patience
        while !isStopped, microseconds() < deadline {
            if try feeds[0]?.takeSubscription() == true { return }
            try serve(wait: 1)
        }
    }

    private mutating func take(_ step: Script.Step) throws {
        switch step {
        case .crossing(let crossing, let feed):
            let name = Box.Name(crossing.id)
            boxes[name, default: Box()].saw(crossing)
            feedOf[name] = feed
            try feeds[feed]?.send(FeedEncoder.packed(CollectionOfOne(crossing)))
        case .beat(let beat):
            try send(beat)
        case .act(let act):
            try awaitSeen()
            try say(act)
        case .pause(let milliseconds):
            let end = microseconds() + Int64(milliseconds) * 1000
            while microseconds() < end { try serve(wait: 1) }
        case .down(let feed, let milliseconds):
            feeds[feed] = nil
            backAt[feed] = milliseconds.map { microseconds() + Int64($0) * 1000 }
        case .allSeen:
            try awaitSeen()
        }
    }

    private mutating func send(_ beat: Script.Beat) throws {
        if beat.stamp < Script.farAway { told[beat.decoder] = max(told[beat.decoder] ?? 0, beat.stamp) }
        try feeds[beat.feed]?.send(
            FeedEncoder.heartbeat(decoder: beat.decoder, epoch: beat.epoch, next: beat.next, stamp: beat.stamp))
    }

    /// Until the subscriber has every crossing so far, so that an act comes after them in every run.
    private mutating func awaitSeen() throws {
        let deadline = microseconds() + Self.patience
        while !isStopped {
            let dead = script.deadFeed
            let isLacking = boxes.contains { name, box in
                feedOf[name] != dead && seen.count(of: name) < box.count
            }
            guard isLacking else { return }
            guard microseconds() < deadline else { throw Failure("crossings never reached the subscriber") }
            try serve(wait: 1)
        }
    }

    private mutating func say(_ act: Act) throws {
        said.append(act)
        guard try tell(act) == .unknownAct else { return }
        guard mayForget else { throw Failure("act \(act.id) speaks of one that is not known any more") }
        for earlier in said { _ = try tell(earlier) }
    }

    private mutating func tell(_ act: Act) throws -> RaceControl.Answer {
        let deadline = microseconds() + Self.patience
        let answer = try control.say(act, until: deadline) {
            if isStopped { throw Failure("stopped while act \(act.id) was not acknowledged") }
            try serve(wait: 1)
        }
        let forgotten = control.forgotten
        shared.forgotten.withLock { $0 = forgotten }
        return answer
    }

    /// Keeps the boxes alive for subscribers that still miss crossings.
    private mutating func stay() throws {
        var beatAt: Int64 = 0
        while !isStopped {
            let now = microseconds()
            if now >= beatAt, feeds.indices.allSatisfy({ feeds[$0] != nil || backAt[$0] == nil }) {
                beatAt = now + 50_000
                // The last time of all.
                for beat in script.closing { try send(beat) }
            }
            if shared.isToRepeat.load(ordering: .acquiring) {
                for act in said { _ = try tell(act) }
                shared.isToRepeat.store(false, ordering: .releasing)
            }
            try serve(wait: 2)
        }
    }

    /// Boxes are never silent for long: they say again what they have said, in no new time.
    private mutating func repeatBeats() throws {
        let now = microseconds()
        guard now >= repeatedAt + 50_000 else { return }
        repeatedAt = now
        for (name, box) in boxes {
            guard let feed = feedOf[name], !boxes.keys.contains(where: { $0.isLater(than: name) }) else { continue }
            try feeds[feed]?.send(
                FeedEncoder.heartbeat(
                    decoder: name.decoder, epoch: name.epoch, next: box.next, stamp: told[name.decoder] ?? 0))
        }
    }

    /// Answers questions, and brings back feeds that were down long enough.
    private mutating func serve(wait: Int) throws {
        for place in feeds.indices {
            if let due = backAt[place], microseconds() >= due {
                backAt[place] = nil
                feeds[place] = try FeedSockets(stand.feeds[place], in: context)
            }
            try feeds[place]?.answer(from: boxes)
        }
        if microseconds() > busyAt + 100_000 { try repeatBeats() }
        if wait > 0 { rest(microseconds: wait * 500) }
    }
}
