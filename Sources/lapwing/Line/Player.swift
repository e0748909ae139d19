import Client
import Glibc
import Linux
import Recording
import Timing
import Wire
import ZeroMQ

/// Plays inputs at a speed: a decoder box with its recovery socket, and race control beside it.
struct Player: ~Copyable {
    struct End {
        let address: String
        let security: Security
    }

    struct Ends {
        let feed: End
        let recovery: End
        /// Nil sends no commands.
        let control: End?
    }

    struct Arrival {
        let said: Said
        let at: Instant
        /// Not sent, only kept for questions.
        let isWithheld: Bool

        var isCommand: Bool { if case .command = said { true } else { false } }

        init(said: Said, at: Instant, isWithheld: Bool) {
            self.said = said
            self.at = at
            self.isWithheld = isWithheld
        }

        /// - Parameter session: which session of a meeting the commands are of.
        init(_ input: Input, of session: String?) {
            switch input {
            case .crossing(let crossing), .late(let crossing): said = .crossing(crossing)
            // A recording that is played fast sends a command ahead of its crossings.
            case .act(let act):
                said = .command(SpokenCommand.bytes(Command(act, session: session), .recorded), name: act.id)
            case .time, .lateTaken: said = .time
            }
            at = input.instant
            isWithheld = false
        }
    }

    enum Said {
        case crossing(Crossing)
        /// A command as it is sent, and what it is told by.
        case command([UInt8], name: String)
        /// Boxes tell how far it has come, though nobody crosses a loop.
        case time
    }

    private let context: Context
    private let feed: Socket
    private let recovery: Socket
    /// Connects only when there is a command to send.
    private let control: End?
    private var poller: Poller
    private var message: Message
    private var boxes: [DecoderBox] = []
    private let isJSON: Bool
    private let showsProgress: Bool
    private let total: Int
    private var sent = 0
    private(set) var refusals = 0
    private var raceTime = Instant.distantPast
    private let start: Instant?
    private var beatAt: Int64 = 0
    private var progressAt: Int64 = 0
    private var askedAt: Int64 = 0

    /// `start` is that of the race clock, which is shown.
    init(_ crossings: [Crossing], start: Instant?, ends: Ends, isJSON: Bool, showsProgress: Bool) throws {
        let context = try Context()
        // The whole recording may wait for a subscriber that is slower than the speed asked for.
        let options = SocketOptions.live.with {
            $0.sendHighWater = max(crossings.count * 2, 10_000)
            $0.linger = .seconds(5)
            $0.routerMandatory = false
        }
        let feed = try Socket(.xpublish, in: context, options: options.with { $0.security = ends.feed.security })
        try feed.bind(ends.feed.address)
        let recovery = try Socket(
            .router, in: context, options: options.with { $0.security = ends.recovery.security })
        try recovery.bind(ends.recovery.address)
        var poller = Poller()
        _ = poller.add(recovery)
        _ = poller.add(feed)
        self.context = context
        self.feed = feed
        self.recovery = recovery
        self.poller = poller
        message = Message()
        control = ends.control
        self.isJSON = isJSON
        self.showsProgress = showsProgress
        total = crossings.count
        self.start = start
        for crossing in crossings {
            DecoderBox.box(of: crossing.id, in: &boxes) { $0.keep(crossing) }
        }
    }

    /// Waits until somebody subscribes. True at once when no time is given.
    mutating func awaitSubscriber(seconds: Int) throws -> Bool {
        guard seconds > 0 else { return true }
        if showsProgress { tell("waiting for a subscriber …") }
        let deadline = now() + Int64(seconds) * 1000
        while now() < deadline {
            _ = try poller.wait(timeoutMilliseconds: 100)
            while try feed.receive(into: &message, wait: false) {
                if message.withUnsafeBytes({ $0.first }) == 1 { return true }
            }
        }
        return false
    }

    // MARK: Playing

    mutating func play(_ arrivals: [Arrival], at speed: Speed, from first: Instant) throws {
        var began: (real: Int64, race: Instant)?
        for arrival in arrivals {
            let due = arrival.at
            if case .times(let times) = speed, due >= first {
                let origin = began ?? (now(), due)
                began = origin
                try wait(until: due, since: origin, times: times)
            }
            raceTime = max(raceTime, due)
            try send(arrival)
            try tick()
        }
        try beat()
        progress(isLast: true)
    }

    private mutating func wait(until due: Instant, since origin: (real: Int64, race: Instant), times: Double) throws {
        while true {
            let passed = Double(now() - origin.real) * times
            let ahead = Double((due - origin.race).count) - passed
            guard ahead > 0 else { return }
            raceTime = max(raceTime, origin.race + Milliseconds(Int64(passed)))
            let pause = min(max(ahead / times, 1), 100)
            if try poller.wait(timeoutMilliseconds: Int(pause)) > 0 { try answer() }
            try tick()
        }
    }

    private mutating func send(_ arrival: Arrival) throws {
        switch arrival.said {
        case .crossing(let crossing):
            DecoderBox.box(of: crossing.id, in: &boxes) { $0.passed(crossing.id.number) }
            guard !arrival.isWithheld else { return }
            sent += 1
            _ = try feed.send(isJSON ? FeedEncoder.json(crossing) : FeedEncoder.packed([crossing]))
            if sent % 64 == 0 { try answer() }
        case .command(let bytes, let name):
            try command(bytes, name)
        case .time: break
        }
    }

    private mutating func command(_ command: [UInt8], _ name: String) throws {
        guard let control else { return }
        // A daemon that was killed at this moment is there again soon, and knows a command by its name.
        for _ in 1..<Self.attempts {
            do { return try self.command(command, name, to: control, timeout: 3) } catch { try tick() }
        }
        try self.command(command, name, to: control, timeout: 10)
    }

    private static let attempts = 4

    private mutating func command(_ command: [UInt8], _ name: String, to control: End, timeout: Int) throws {
        let ask = try Ask(control.address, timeout: timeout, security: control.security, context: context)
        let patience = now() + 5000
        while case .refused(let refused) = try ask.outcome(command) {
            // Played fast, a recording sends more in a second than any other sender.
            if refused.reason == .tooFast {
                usleep(20_000)
                continue
            }
            // The crossing that it is about is still on its way, or asked for again; or the end of the session is; or
            // the daemon reads its record.
            let mayPass = [Refusal.Reason.unknownCrossing, .wrongState, .notYet].contains { refused.reason == $0 }
            if mayPass, now() < patience {
                usleep(20_000)
                try answer()
                try tick()
                continue
            }
            refusals += 1
            tell("\(name): \(Ask.words(refused))")
            return
        }
    }

    // MARK: Heartbeat, recovery, progress

    private mutating func tick() throws {
        let time = now()
        if time >= beatAt {
            beatAt = time + 250
            try beat()
        }
        if time >= progressAt {
            progressAt = time + 500
            progress(isLast: false)
        }
    }

    private mutating func beat() throws {
        for box in boxes {
            let stamp = max(0, raceTime.milliseconds) * 1000
            _ = try feed.send(
                FeedEncoder.heartbeat(decoder: box.decoder, epoch: box.epoch, next: box.next, stamp: stamp))
        }
    }

    /// Answers the questions at the recovery socket.
    private mutating func answer() throws {
        var envelope: [[UInt8]] = []
        while try recovery.receive(into: &message, wait: false) {
            envelope.removeAll()
            while message.hasMore {
                envelope.append(message.withUnsafeBytes { Array($0) })
                guard try recovery.receive(into: &message) else { return }
            }
            askedAt = now()
            guard let asked = try? Self.request(message) else { continue }
            let answer = DecoderBox.answer(asked, from: boxes)
            for frame in envelope { _ = try recovery.send(frame, more: true, wait: false) }
            let count = answer.crossings.count
            _ = try recovery.send(answer.range.reply(count: count), more: count > 0, wait: false)
            for (place, crossing) in answer.crossings.enumerated() {
                _ = try recovery.send(FeedEncoder.packed([crossing]), more: place + 1 < count, wait: false)
            }
        }
        // Subscriptions that come and go do not matter here, but must not pile up.
        while try feed.receive(into: &message, wait: false) {}
    }

    private static func request(_ message: borrowing Message) throws -> FeedRange {
        try message.withUnsafeBytes { bytes in try FeedRange(request: bytes) }
    }

    /// Keeps the box alive for subscribers that still miss crossings.
    mutating func stay(seconds: Int) throws {
        askedAt = now()
        while now() < askedAt + Int64(seconds) * 1000 {
            if try poller.wait(timeoutMilliseconds: 50) > 0 { try answer() }
            if now() >= beatAt {
                beatAt = now() + 250
                try beat()
            }
        }
    }

    private func progress(isLast: Bool) {
        guard showsProgress else { return }
        let elapsed = start.map { ClockText.clock(raceTime - $0) } ?? ""
        let share = total == 0 ? 100 : sent * 100 / total
        let line = "\(elapsed)  \(sent) of \(total) crossings  \(share) %"
        if isatty(2) == 1 {
            tell("\r\(line)\u{1B}[K", end: isLast ? "\n" : "")
        } else if isLast {
            tell(line)
        }
    }

    private func tell(_ text: String, end: String = "\n") {
        let bytes = Array((text + end).utf8)
        _ = write(2, bytes, bytes.count)
    }

    private func now() -> Int64 { MachineClock.monotonic }
}

/// One decoder of a recording: its crossings, for questions.
struct DecoderBox {
    let decoder: UInt32
    let epoch: UInt64
    private var crossings: [UInt64: Crossing] = [:]
    private var highest: UInt64 = 0

    /// The number the next crossing will have.
    var next: UInt64 { highest + 1 }

    mutating func keep(_ crossing: Crossing) { crossings[crossing.id.number] = crossing }

    mutating func passed(_ number: UInt64) { highest = max(highest, number) }

    static func box(of id: CrossingID, in boxes: inout [DecoderBox], _ body: (inout DecoderBox) -> Void) {
        if let place = boxes.firstIndex(where: { $0.decoder == id.decoder && $0.epoch == id.epoch }) {
            body(&boxes[place])
        } else {
            var box = DecoderBox(decoder: id.decoder, epoch: id.epoch)
            body(&box)
            boxes.append(box)
        }
    }

    /// The crossings of the asked range that have been sent, at most a thousand numbers.
    static func answer(_ asked: FeedRange, from boxes: [DecoderBox]) -> (range: FeedRange, crossings: [Crossing]) {
        guard let box = boxes.first(where: { $0.decoder == asked.decoder && $0.epoch == asked.epoch }),
            asked.from <= box.highest
        else { return (asked, []) }
        let to = min(asked.to, box.highest, asked.from + 999)
        let range = FeedRange(decoder: asked.decoder, epoch: asked.epoch, from: asked.from, to: to)
        return (range, (asked.from...to).compactMap { box.crossings[$0] })
    }

    private init(decoder: UInt32, epoch: UInt64) {
        self.decoder = decoder
        self.epoch = epoch
    }
}
