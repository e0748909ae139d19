import Client
import Meeting
import Synchronization
import Timing
import Wire
import ZeroMQ

/// The playing of a meeting, on the thread that has the sockets: one box for each loop, and race control.
struct MeetingPlay: ~Copyable {
    private let race: MeetingRace
    private let shared: Player.Shared
    private let mayForget: Bool
    private let control: MeetingLine
    private let questions: [Questions]
    private let feed: FeedSockets
    private var boxes: [Box.Name: Box] = [:]
    private var said: [MeetingOrder] = []
    private var told: Int64 = 0
    private var beatAt: Int64 = 0

    /// Until something has to have happened.
    private static let patience: Int64 = 30_000_000

    init(_ race: MeetingRace, _ stand: Stand, daemons: Int, _ shared: Player.Shared, mayForget: Bool) throws {
        let context = try Context()
        let control = try MeetingLine((0..<daemons).map { stand.second(stand.control, $0) }, in: context)
        let questions = try (0..<daemons).map { try Questions(stand.second(stand.query, $0), session: "") }
        let feed = try FeedSockets(stand.feeds[0], in: context)
        self.control = control
        self.questions = questions
        self.feed = feed
        self.race = race
        self.shared = shared
        self.mayForget = mayForget
    }

    mutating func run(seconds: Double) throws {
        let patience = microseconds() + Self.patience
        while try !feed.takeSubscription(), !isStopped, microseconds() < patience { rest(microseconds: 500) }
        let step = seconds * 1e6 / Double(race.steps.count)
        var due = Double(microseconds())
        for (place, next) in race.steps.enumerated() {
            due += step
            while Double(microseconds()) + 1000 < due, !isStopped { try serve() }
            if isStopped { return }
            try repeatWhereAsked()
            try take(next)
            // After a wait it goes on at its pace.
            due = max(due, Double(microseconds()) - 1000)
            shared.position.store(place + 1, ordering: .releasing)
        }
        shared.isPlayed.store(true, ordering: .releasing)
        while !isStopped {
            try repeatWhereAsked()
            try serve()
        }
    }

    private mutating func repeatWhereAsked() throws {
        guard shared.isToRepeat.load(ordering: .acquiring) else { return }
        try repeatAll()
        shared.isToRepeat.store(false, ordering: .releasing)
    }

    private var isStopped: Bool { shared.isStopped.load(ordering: .acquiring) }

    private mutating func take(_ step: MeetingRace.Step) throws {
        switch step {
        case .crossing(let crossing):
            boxes[Box.Name(crossing.id), default: Box()].saw(crossing)
            try feed.send(FeedEncoder.packed(CollectionOfOne(crossing)))
        case .beat(let stamp):
            told = stamp
            try beat()
        case .say(let order):
            said.append(order)
            if case .lacking(let what) = try tell(order) {
                guard mayForget else { throw Failure("\(order.id) is refused: \(what)") }
                try repeatAll()
            }
        case .until(let session, let state): try wait(for: session, to: state)
        }
    }

    /// Everything that has been said, in its order: what the daemon knows does nothing.
    private mutating func repeatAll() throws {
        // What an order has made is not undone by one that came before it.
        for order in said where !order.id.hasPrefix("disarm") {
            // A state that an earlier order brings about is there a little later. One that has passed meanwhile is not:
            // the arming of a session that has run needs no second time.
            let deadline = microseconds() + 300_000
            while case .lacking = try tell(order), microseconds() < deadline { try serve() }
        }
    }

    private mutating func tell(_ order: MeetingOrder) throws -> MeetingLine.Answer {
        let answer = try control.say(order, until: microseconds() + Self.patience) {
            if isStopped { throw Failure("stopped while \(order.id) was not acknowledged") }
            try serve()
        }
        let forgotten = control.forgotten
        shared.forgotten.withLock { $0 = forgotten }
        return answer
    }

    private mutating func wait(for session: String, to state: SessionState) throws {
        let deadline = microseconds() + Self.patience
        var repeatAt = microseconds() + 2_000_000
        while !isStopped {
            for line in questions {
                guard let meeting = try line.meeting(), let found = meeting[session]?.state else { continue }
                // Nobody publishes a result while the boxes have crossings that are not there.
                if found.known == state, try hasAll(line, of: session) { return }
                guard microseconds() < deadline else { throw Failure("\(session) is \(found.text), not \(state)") }
            }
            // The order that brings it about may be one of those that a take-over has lost.
            if mayForget, microseconds() > repeatAt {
                repeatAt = microseconds() + 2_000_000
                try repeatAll()
            }
            try serve()
        }
    }

    private func hasAll(_ line: Questions, of session: String) throws -> Bool {
        guard let received = try line.status(of: session)?.received else { return false }
        return boxes.allSatisfy { received[$0.key] ?? 0 >= $0.value.count }
    }

    private func beat() throws {
        for (name, box) in boxes {
            try feed.send(
                FeedEncoder.heartbeat(decoder: name.decoder, epoch: name.epoch, next: box.next, stamp: told))
        }
    }

    /// Answers questions for crossings again, and keeps the boxes alive.
    private mutating func serve() throws {
        try feed.answer(from: boxes)
        if microseconds() > beatAt {
            beatAt = microseconds() + 50_000
            if shared.isPlayed.load(ordering: .acquiring) { told = race.lastStamp }
            try beat()
        }
        rest(microseconds: 300)
    }
}
