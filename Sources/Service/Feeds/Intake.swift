import Glibc
import Linux
import Logging
import Rulebook
import Synchronization
import Timing
import Wire
import ZeroMQ

/// The door of the crossings: one thread that reads every feed, finds missing numbers, asks for them, and writes whole
/// crossings into the record.
struct Intake: ~Copyable {
    var links: [FeedLink]
    var followers: [FeedFollower]
    private var decoder = FeedDecoder()
    /// Of all feeds: two may carry the same decoder.
    private var runs: BoxRuns
    private var restarts: RestartLog
    var losses: LossLog
    private var healths: HealthLog
    var message: Message
    private var poller: Poller
    /// Rung by lanes that propose something.
    private let bell: Bell
    private let bellPlace: Int
    var refused: Refused
    var record: Record
    /// Of each feed: inputs for which the lanes had no room. The feed is not read on before they are handed over.
    var held: [[FeedInput]]
    /// Of each feed: an answer of its recovery of which not all is read.
    var answers: [RecoveryAnswer?]
    /// The feed with which the turn over all begins.
    private var first = 0
    /// Inputs handed on in this turn of a feed, and how many it may bring in this turn.
    var handed = 0
    var most = Int.max
    private var shares: [FeedShare]
    /// Of each feed: messages of its last turn.
    private var brought: [Int]
    /// The only feed brings what it likes, as dense as it likes.
    private let isOnly: Bool
    /// A feed has more than its share.
    private var isHeldBack = false
    private var isEnding = false
    /// Transponders of the entry list.
    private let entered: Set<Transponder>
    let board: IntakeBoard
    let silentAfter: Int64
    let log: Logger
    /// How well transponders were read since they were last shown: no lock is taken for each crossing.
    var readings: [TransponderReading] = []
    private static let mostReadings = 10_000
    var waits = 0
    var carriedAt: Int64
    var wasSilent: [Bool]
    /// Nil once the crossings missed during a restart are there.
    private var catchUp: CatchUp?

    /// Messages and inputs of one feed before the next has its turn.
    private static let batch = 512
    static let inputs = 512

    init(
        _ configuration: DaemonConfiguration, entered: Set<Transponder>, into record: consuming Record,
        bell: Bell, in context: Context, board: IntakeBoard, reopened: Reopened, keys: KeyKeeper, log: Logger
    ) throws(ZeroMQError) {
        var links: [FeedLink] = []
        var poller = Poller()
        for feed in configuration.feeds {
            let link = try FeedLink(feed, in: context, limits: configuration.limits, keys: keys, log: log)
            link.watch(in: &poller)
            links.append(link)
        }
        bellPlace = poller.add(fileDescriptor: bell.descriptor)
        self.bell = bell
        self.links = links
        self.poller = poller
        message = Message()
        let isOnly = configuration.feeds.count == 1
        self.isOnly = isOnly
        followers = configuration.feeds.map {
            FeedFollower(
                name: $0.name, connect: $0.connect, known: reopened.known ?? [:], isOnly: isOnly,
                isRecoverable: $0.recovery != nil, begunAt: MachineClock.monotonic)
        }
        held = followers.map { _ in [] }
        shares = followers.map { _ in FeedShare() }
        brought = followers.map { _ in 0 }
        answers = followers.map { _ in nil }
        self.entered = entered
        runs = reopened.runs
        restarts = RestartLog(log)
        losses = LossLog(log)
        healths = HealthLog(log)
        if let known = reopened.known {
            catchUp = CatchUp(awaiting: Set(known.keys.map(\.decoder)))
            for feed in followers.indices { followers[feed].isCatchingUp = true }
        }
        refused = Refused(at: "feed", log: log)
        self.record = record
        self.board = board
        self.log = log
        silentAfter = configuration.feedSilentAfter.count
        carriedAt = MachineClock.monotonic
        wasSilent = followers.map { _ in false }
    }

    /// Reads until told to stop, then the messages that have already arrived; from then on lanes alone write into the
    /// record, until they have ended too.
    mutating func run(
        until isStopping: StopSign, lanes: StopSign, fenced: StopSign?, progress: Progress
    ) throws(ZeroMQError) {
        try readFeeds(until: isStopping, fenced: fenced, progress: progress)
        report(MachineClock.monotonic, hasEnded: true)
        while !lanes.isShown {
            defer {
                bell.wait(milliseconds: 1)
                bell.silence()
            }
            progress.note()
            if fenced?.isShown == true { continue }
            record.beginTurn(now: MachineClock.monotonic)
            record.tend(now: MachineClock.monotonic)
        }
        record.close()
    }

    private mutating func readFeeds(
        until isStopping: StopSign, fenced: StopSign?, progress: Progress
    ) throws(ZeroMQError) {
        var reportAt: Int64 = 0
        while !isStopping.isShown {
            // The other daemon of the pair runs the session: nothing more is written here.
            if fenced?.isShown == true { return }
            record.beginTurn(now: MachineClock.monotonic)
            let isBusy = try readAll()
            let now = MachineClock.monotonic
            record.tend(now: now)
            try askForMissing(now)
            endCatchUp(now)
            carryTime(now)
            progress.note()
            if now >= reportAt {
                reportAt = now + 200
                for link in links { try link.tend(now: now) }
                report(now)
            }
            if isBusy || record.isBusy { continue }
            // A feed that is held back stays readable: the poller would not wait.
            if !record.hasRoom {
                record.awaitRoom(milliseconds: 20)
            } else if isHeldBack || record.isHeldBack || held.contains(where: { !$0.isEmpty }) {
                usleep(200)
            } else if try poller.wait(timeoutMilliseconds: 50) > 0, poller.isReadable(bellPlace) {
                bell.silence()
            }
        }
        isEnding = true
        let deadline = MachineClock.monotonic + 1000
        while MachineClock.monotonic < deadline {
            record.beginTurn(now: MachineClock.monotonic)
            let isBusy = try readAll()
            if !isBusy, held.allSatisfy(\.isEmpty) { break }
            if !isBusy { usleep(200) }
        }
        endCatchUp(.max)
        record.endFeeds()
    }

    /// One turn over all feeds. False when nothing was waiting anywhere.
    private mutating func readAll() throws(ZeroMQError) -> Bool {
        var isBusy = false
        isHeldBack = false
        // Each turn begins with another: where there is little room the first takes it.
        first = (first + 1) % max(links.count, 1)
        for place in links.indices {
            if try read((first + place) % links.count) { isBusy = true }
        }
        return isBusy
    }

    /// A feed's turn. False when nothing was waiting, or the lane has no room for more of it.
    private mutating func read(_ feed: Int) throws(ZeroMQError) -> Bool {
        let now = MachineClock.monotonic
        let isBesideOthers = isOneHeard(beside: feed, now: now)
        let share = shares[feed].now(now, areLanesBehind: record.isBehind)
        most = record.isFullOfLate ? 0 : isBesideOthers ? share : .max
        guard most > 0 else {
            isHeldBack = true
            return false
        }
        handed = 0
        defer { if isBesideOthers { shares[feed].spend(handed) } }
        // Also where a socket fails: lanes have been handed what was read.
        defer { record.commit() }
        guard handOver(feed) else { return false }
        var count = 0
        while count < Self.batch, handed < min(most, Self.inputs), held[feed].isEmpty,
            try links[feed].receive(into: &message)
        {
            count += 1
            take(from: feed, now: now)
            // A message that comes alone is written and scored before the feed is asked for more.
            if count == 1, brought[feed] <= 1 { record.commit() }
        }
        brought[feed] = count
        let hasAnswer = try readRecovery(feed)
        return count > 0 || hasAnswer
    }

    /// Whether another feed is heard: then none brings more than its share.
    private func isOneHeard(beside feed: Int, now: Int64) -> Bool {
        !isEnding
            && followers.indices.contains {
                $0 != feed && followers[$0].state(now: now, silentAfter: silentAfter) == .live
            }
    }

    /// Hands over what was held of a feed. False when there is no room for all of it.
    private mutating func handOver(_ feed: Int) -> Bool {
        guard !held[feed].isEmpty else { return true }
        var count = 0
        while count < min(held[feed].count, most), record.hasRoom {
            record.take(held[feed][count])
            count += 1
        }
        handed += count
        held[feed].removeFirst(count)
        record.commit()
        return held[feed].isEmpty
    }

    private mutating func take(from feed: Int, now: Int64) {
        followers[feed].heard(now: now)
        do throws(Refusal) {
            guard !message.hasMore else {
                while message.hasMore,
                    (try? links[feed].receive(into: &message)) == true
                {}
                throw Refusal(
                    .badLength, "more than one frame", expected: "one frame a message",
                    remedy: "publish without a topic frame")
            }
            try read(from: feed, isRecovered: false, now: now)
        } catch {
            refused.note(error, now: now)
        }
    }

    /// Reads the message just received and hands on its contents.
    mutating func read(from feed: Int, isRecovered: Bool, now: Int64) throws(Refusal) {
        switch try Self.decode(message, with: &decoder) {
        case .crossings(let id, let epoch):
            if !followers[feed].hears(id, now: now) {
                let crossings = decoder.crossings
                let hasEntered = crossings.contains { entered.contains($0.transponder) }
                try followers[feed].admit(id, hasEntered: hasEntered, now: now)
            }
            try followers[feed].admit(id, epoch: epoch, now: now)
            for place in decoder.crossings.indices {
                try take(decoder.crossings[place], from: feed, isRecovered: isRecovered, now: now)
            }
            if !decoder.readings.isEmpty, readings.count < Self.mostReadings { readings += decoder.readings }
            catchUp?.heard(id, now: now)
        case .heartbeat(let id, let epoch, let next, let stamp):
            guard let place = try place(of: id, epoch, at: stamp, on: feed) else { return }
            if let health = decoder.health {
                let name = followers[feed].name
                followers[feed].withDecoder(place) { follower in
                    guard follower.health.note(health, now: now) else { return }
                    healths.note(follower.health, of: id, feed: name, now: now)
                }
            }
            let hasStarted = followers[feed].withDecoder(place) { $0.heartbeat(next: next, stamp: stamp, now: now) }
            if hasStarted { try beginRun(after: place, on: feed, next: next, stamp: stamp, now: now) }
            catchUp?.heard(id, now: now)
            hand(.time(decoder: id, Instant(cutting: stamp)), stamp: stamp, from: feed)
        }
    }

    /// Names a crossing and hands it on, unless it has come before.
    private mutating func take(
        _ crossing: Crossing, from feed: Int, isRecovered: Bool, now: Int64
    ) throws(Refusal) {
        let (id, number) = (crossing.id, crossing.id.number)
        let name = runs.name(crossing)
        if name.finding == .begun {
            restarts.note(
                decoder: id.decoder, epoch: id.epoch, run: name.run,
                "number \(number) of epoch \(id.epoch) has come with another content", now: now)
        }
        var isNew = true
        if let place = try followers[feed].follow(decoder: id.decoder, epoch: id.epoch, run: name.run) {
            isNew = followers[feed].withDecoder(place) {
                $0.note(number, stamp: crossing.stamp, isRecovered: isRecovered, now: now)
            }
            if !followers[feed].decoders[place].hasSeenEntered, entered.contains(crossing.transponder) {
                followers[feed].withDecoder(place) { $0.hasSeenEntered = true }
            }
        } else if isRecovered, name.finding == .repeated,
            let place = followers[feed].place(of: id.decoder, epoch: id.epoch)
        {
            followers[feed].withDecoder(place) { $0.lacks(number) }
        } else {
            isNew = followers[feed].noteOfEnded(id, stamp: crossing.stamp, now: now)
        }
        guard isNew, name.finding != .repeated else { return }
        let named = name.run == 1 ? crossing : crossing.called(name.id)
        let isTooMuch = !isOnly && catchUp == nil && !isRecovered && shares[feed].isTooMuch(named, now: now)
        hand(isTooMuch ? .excess(named) : .crossing(named), stamp: crossing.stamp, from: feed)
    }

    /// The place of the decoder that tells its time, in the run in which it is followed.
    private mutating func place(
        of decoder: UInt32, _ epoch: UInt64, at stamp: Int64, on feed: Int
    ) throws(Refusal) -> Int? {
        if let place = followers[feed].place(of: decoder, epoch: epoch) { return place }
        try followers[feed].admit(decoder, now: MachineClock.monotonic)
        let run = runs.run(of: decoder, epoch: epoch, at: stamp)
        return try followers[feed].follow(decoder: decoder, epoch: epoch, run: run)
    }

    /// A heartbeat has shown that a box has started again: its awaited numbers are given up, and the numbers sent since
    /// are asked for.
    private mutating func beginRun(
        after place: Int, on feed: Int, next: UInt64, stamp: Int64, now: Int64
    ) throws(Refusal) {
        let follower = followers[feed].decoders[place]
        let (id, epoch) = (follower.decoder, follower.epoch)
        let (run, isNews) = runs.hasStarted(id, epoch: epoch, after: follower.run, next: next, stamp: stamp)
        if isNews {
            restarts.note(
                decoder: id, epoch: epoch, run: run,
                "its next number is \(next), though it had come to \(follower.next - 1)", now: now)
        }
        guard run > follower.run, let place = try followers[feed].follow(decoder: id, epoch: epoch, run: run) else {
            return
        }
        _ = followers[feed].withDecoder(place) { $0.heartbeat(next: next, stamp: stamp, now: now) }
    }

    private static func decode(
        _ message: borrowing Message, with decoder: inout FeedDecoder
    ) throws(Refusal) -> FeedMessage {
        try message.withUnsafeBytes { bytes throws(Refusal) in try decoder.decode(bytes) }
    }

    static func answer(_ message: borrowing Message) throws(Refusal) -> (range: FeedRange, count: Int) {
        try message.withUnsafeBytes { bytes throws(Refusal) in try FeedRange.reply(bytes) }
    }

    /// Hands an input of a feed to the record, or holds it until there is room: no feed waits for another.
    private mutating func hand(_ input: FeedInput, stamp: Int64, from feed: Int) {
        guard catchUp == nil else {
            // It counts for the turn: an answer of any length is read some hundred at a time here, too.
            handed += 1
            catchUp?.hold(input, stamp: stamp)
            return
        }
        if held[feed].isEmpty, handed < most, record.hasRoom {
            handed += 1
            return record.take(input)
        }
        if held[feed].isEmpty { waits += 1 }
        held[feed].append(input)
    }

    private mutating func endCatchUp(_ now: Int64) {
        let isMissingSome = followers.contains(where: \.isMissingSome)
        guard let ending = catchUp, ending.isOver(isMissingSome: isMissingSome, now: now) else { return }
        catchUp = nil
        for feed in followers.indices { followers[feed].isCatchingUp = false }
        for input in ending.inOrder() { write(input) }
        record.commit()
    }

    /// What is of all feeds waits for a full lane: meanwhile their own queues hold new crossings, recovery the rest.
    mutating func write(_ input: FeedInput) {
        if !record.hasRoom { waits += 1 }
        while !record.hasRoom {
            record.commit()
            record.awaitRoom(milliseconds: 20)
            record.takeProposals()
            record.beginTurn(now: MachineClock.monotonic)
        }
        record.take(input)
    }
}
