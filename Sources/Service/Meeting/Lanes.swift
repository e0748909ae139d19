import DayRecord
import Linux
import Logging
import Meeting
import Rulebook
import Synchronization
import Timing
import Wire

/// The lanes of a meeting, each on a thread of its own. A session has one while its window is open, and for a while
/// after somebody has asked for it or commanded something of it; then it is closed, and costs nothing.
final class Lanes: LaneDirectory {
    private final class Opened: Sendable {
        let inbox = LaneInbox()
        let stop = StopSign()
        let progress = Progress()
        /// It reads the record still: nothing is expected of it.
        let isReading = Atomic<Bool>(true)
        let usedAt = Atomic<Int64>(MachineClock.monotonic)
        let thread = Mutex<OwnThread?>(nil)
    }

    private let lanes = Mutex<[String: Opened]>([:])
    private let leaving = Mutex<[Opened]>([])
    /// Sessions whose lanes are opened when all that read the record have read it.
    private let later = Mutex<[String]>([])
    private let board: MeetingBoard
    private let meetingInbox: LaneInbox
    private let around: LaneSurroundings
    private let takers: TopicTakers
    /// The record's state before its first entry.
    private let beginning: RecordState
    private let end: Ending

    /// How long a lane stays open that nobody uses.
    private static let idle: Int64 = 60_000

    init(
        _ board: MeetingBoard, meeting inbox: LaneInbox, _ around: LaneSurroundings, beginning: RecordState
    ) {
        self.board = board
        meetingInbox = inbox
        self.around = around
        takers = around.parts.takers
        self.beginning = beginning
        end = around.parts.end
    }

    // MARK: Who is asked

    func inbox(of question: MeetingQuestion) throws(Refusal) -> LaneInbox {
        guard case .session(_, let named) = question else { return meetingInbox }
        let meeting = board.latest
        guard let id = named ?? meeting.shown else {
            throw Refusal(
                .whichSession, field: "session", "no session has been armed",
                expected: meeting.sessions.map(\.id).joined(separator: ", "), remedy: "name one of these")
        }
        return try open(id)
    }

    func inbox(ofCommand command: JSON) throws(Refusal) -> LaneInbox {
        let meeting = board.latest
        switch try ControlOrder(command, isOfMeeting: { meeting.act($0) != nil }) {
        case .meeting: return meetingInbox
        case .session(_, let named?, _): return try open(named)
        case .session(_, nil, let meant):
            // The race that it is for has not begun, while another session may run.
            if command["command"]?["startList"] != nil { throw Self.noRace }
            let session: SessionStanding
            do throws(MeetingRefusal) {
                session = try meeting.meant(by: meant)
            } catch {
                throw Refusal(error)
            }
            return try open(session.id)
        }
    }

    private static let noRace = Refusal(
        .missingField, field: "session", "is missing", expected: "the race that starts so", remedy: "name it")

    // MARK: Opening and closing

    /// Opens the lane of a session, if it is not open.
    /// - Throws: where the meeting has no such session.
    @discardableResult
    func open(_ id: String) throws(Refusal) -> LaneInbox {
        do throws(MeetingRefusal) { _ = try board.latest.session(id) } catch { throw Refusal(error) }
        guard let session = board.session(id) else { throw .unknownSession(id, running: "another") }
        let (opened, isNew) = lanes.withLock { lanes in
            if let there = lanes[id] { return (there, false) }
            let new = Opened()
            lanes[id] = new
            return (new, true)
        }
        opened.usedAt.store(MachineClock.monotonic, ordering: .relaxed)
        if isNew {
            // Later the lane itself tells how its entry list changes.
            takers.learn(session)
            start(opened, session)
        }
        return opened.inbox
    }

    /// Opens the lanes of the first sessions, and those of the others when the first have read the record: until then
    /// they have the machine to themselves.
    func open(first: [String], then others: [String]) {
        later.withLock { $0 = others }
        for id in first { _ = try? open(id) }
        openLater()
    }

    private func openLater() {
        let isReading = lanes.withLock { $0.values.contains { $0.isReading.load(ordering: .acquiring) } }
        guard !isReading else { return }
        let waiting = later.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for id in waiting { _ = try? open(id) }
    }

    private func start(_ opened: Opened, _ session: Session) {
        let thread = OwnThread("lane-\(session.id)") { [self] in
            do {
                try run(opened, session)
            } catch {
                end.note("\(session.id): \(error)")
            }
        }
        opened.thread.withLock { $0 = thread }
    }

    private func run(_ opened: Opened, _ session: Session) throws {
        let began = MachineClock.monotonic
        guard let folder = around.journalFolder else { throw Daemon.Failure(description: "no journal") }
        around.desk.propose(.open(opened.inbox), of: session.id)
        guard let place = opened.inbox.awaitBeginning(until: opened.stop) else { return }
        var scorer = Scorer(session, epoch: 0, limits: around.limits, takers: takers, isOfMeeting: true)
        let reader = SessionReader(
            directory: folder, session: session.id, beginning: beginning, milestones: around.parts.milestones)
        for act in try reader.read(upTo: place, into: &scorer) { around.log.error("\(session.id): \(act.words)") }
        around.log.notice(
            "\(session.id): \(scorer.timekeeper.counts.crossings) crossings, \(scorer.timekeeper.counts.acts) acts read in \(MachineClock.monotonic - began) ms; goes on with \(scorer.publication.sequence + 1)"
        )
        opened.isReading.store(false, ordering: .releasing)
        openLater()
        let lane = SharedLane(
            Lane(scorer, opened.inbox, address: session.id, around, of: (board, beginning)))
        try lane.run(until: opened.stop, progress: opened.progress)
    }

    /// To be called now and then, by the doors' thread: closes the lanes that nobody uses.
    func tend(now: Int64) {
        let meeting = board.latest
        let left = lanes.withLock { lanes in
            let idle = lanes.filter { id, lane in
                meeting[id]?.state.isOpen != true && now - lane.usedAt.load(ordering: .relaxed) > Self.idle
                    && lane.inbox.asking == 0 && !lane.isReading.load(ordering: .acquiring)
            }
            for id in idle.keys { lanes[id] = nil }
            return idle
        }
        for (id, lane) in left {
            around.desk.propose(.close, of: id)
            lane.stop.show()
            lane.inbox.bell.ring()
            leaving.withLock { $0.append(lane) }
            around.log.info("\(id): its lane is closed")
        }
    }

    /// The sequence of each session's last delta, as far as it is known.
    var sequences: [String: UInt64] { lanes.withLock { $0.mapValues(\.inbox.sequence) } }

    /// Those of which signs of life are expected.
    var health: [Progress] {
        lanes.withLock { $0.values.filter { !$0.isReading.load(ordering: .acquiring) }.map(\.progress) }
    }

    /// Ends all of them; each finishes what it holds.
    func stop() {
        let all = lanes.withLock { Array($0.values) } + leaving.withLock { $0 }
        for lane in all {
            lane.stop.show()
            lane.inbox.bell.ring()
        }
        for lane in all { lane.thread.withLock { $0 }?.join() }
    }
}
