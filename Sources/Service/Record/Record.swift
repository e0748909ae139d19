package import DayRecord
import Journal
import Linux
package import Logging
package import Meeting
import Timing
import Wire

/// The record: every input in one journal, in one order, and from there to the lanes. Belongs to the thread that reads
/// the feeds; lanes propose what they want written down (`RecordDesk`).
///
/// An input is in the journal before a lane has it, so before anything that follows from it leaves. What a lane takes,
/// and in which order, is what the journal says: law 5 rests on that.
package struct Record: ~Copyable {
    private let journal: RecordJournal
    private let desk: RecordDesk
    private let board: RecordBoard
    private var state: RecordState
    private var lanes: [OpenLane] = []
    /// The windows of the sessions as the lanes know them.
    private var generation = 0
    /// Told that a session needs a lane: its window is open, or a late crossing falls into it.
    private let wanted: @Sendable (String) -> Void
    /// Told of the meeting with every act of it.
    private let shown: @Sendable (RaceMeeting) -> Void
    /// Official time, for other threads.
    private let clock: RecordClock
    /// How many inputs are in the journal's next block. They lie in the lanes' inboxes already; the lanes can take them
    /// once the block is in the file.
    private var written = 0
    /// Closed sessions that need a lane for some of them.
    private var closed: [String] = []

    /// Official time, with all that is written.
    private var reached: Instant
    private var far = FarTimes()
    private var gate = LateGate()
    /// A decoder's time that is hardly ahead of the record's.
    private var waitingTime: (instant: Instant, decoder: UInt32)?
    private var refused: Refused
    private var room = 0
    /// Inputs that wait for the lane which is furthest behind, of the lanes for which feeds are held back.
    private var waiting = 0
    private var beatAt: Int64 = 0
    private var lookAt: Int64 = 0
    /// Where the lanes are told the next time how far the journal is.
    private var tellAt: JournalPlace

    /// A heartbeat is an input at once when it is ahead of the record's time by at least this.
    private static let tick = Milliseconds(500)
    /// Bytes of the journal between two places that lanes are told of, for their milestones.
    private static let stretch: UInt64 = 1 << 19
    /// Inputs that may wait for a lane before what floods is held back.
    private static let little = 64
    /// Late crossings that may wait to be written down before what floods is held back.
    private static let mostLate = 1 << 16

    package init(
        _ journal: RecordJournal, _ state: consuming RecordState, desk: RecordDesk, board: RecordBoard, log: Logger,
        clock: RecordClock = RecordClock(), wanted: @escaping @Sendable (String) -> Void = { _ in },
        shown: @escaping @Sendable (RaceMeeting) -> Void = { _ in }
    ) {
        self.clock = clock
        self.wanted = wanted
        self.shown = shown
        self.journal = journal
        self.desk = desk
        self.board = board
        tellAt = (journal.end ?? .beginning).after(Self.stretch)
        reached = state.reached
        clock.show(state.reached)
        self.state = state
        refused = Refused(at: "feed", log: log)
        // A question may come before the first turn.
        report(MachineClock.monotonic)
    }

    /// A lane takes inputs from here on.
    package mutating func open(_ inbox: LaneInbox, session: String?) {
        lanes.append(OpenLane(inbox, session: session, slots: slots(of: session)))
    }

    private func slots(of session: String?) -> UInt64 {
        guard let session else { return .max }
        return state.meeting?.windows.slot(of: session).map { 1 << $0 } ?? 0
    }

    /// Windows have opened or closed.
    private mutating func refreshLanes() {
        guard let windows = state.meeting?.windows, windows.generation != generation else { return }
        generation = windows.generation
        for place in lanes.indices { lanes[place].slots = slots(of: lanes[place].session) }
        for session in windows.open where !lanes.contains(where: { $0.session == session }) { wanted(session) }
    }

    // MARK: Inputs

    /// Before the feeds have their turn: how much may come, and where time stands.
    package mutating func beginTurn(now: Int64) {
        assert(written == 0, "what lanes have been handed is in the file before they are woken")
        var isCaughtUp = true
        room = .max
        waiting = 0
        for place in lanes.indices { lanes[place].tend(now: now) }
        let othersGoOn = lanes.contains(where: \.hasRoom)
        for place in lanes.indices {
            room = min(room, lanes[place].room(now: now, othersGoOn: othersGoOn))
            if lanes[place].hasBegun, lanes[place].isWaitedFor(now: now, othersGoOn: othersGoOn) {
                waiting = max(waiting, lanes[place].waiting)
            }
            if !lanes[place].isCaughtUp { isCaughtUp = false }
        }
        // A command can put a clock right: then time goes back, and only the lane knows to where.
        if isCaughtUp, let now = lanes.lazy.map(\.inbox.now).max(), now > .distantPast { reached = now }
    }

    /// Whether a feed may bring more; else it has to wait.
    package var hasRoom: Bool { room > 0 }

    /// Whether the lanes keep up: only then are late crossings written down. A live crossing has little before it.
    private var lanesKeepUp: Bool { waiting <= Self.little }

    /// Whether a feed that brings much beside others is to wait.
    package var isBehind: Bool { !lanesKeepUp || isFullOfLate }

    /// So many late crossings wait to be written down that no feed is to bring more.
    var isFullOfLate: Bool { gate.count > Self.mostLate }

    /// Waits until a lane has scored some of what waits for it or all of it, or proposes something; at most so long. So
    /// a lane that has nothing left does not wait for one that is behind.
    package func awaitRoom(milliseconds: Int32) {
        let busy = lanes.filter { $0.waiting > 0 }
        guard !busy.isEmpty else { return }
        for lane in busy { lane.awaitRoom(desk.bell) }
        desk.bell.wait(milliseconds: milliseconds)
        desk.bell.silence()
    }

    /// Writes down a new input: a crossing that the record does not have, or a time well ahead of the record's.
    package mutating func take(_ input: FeedInput) {
        room -= 1
        switch input {
        case .crossing(let crossing): take(crossing, isTooMuch: false)
        case .excess(let crossing): take(crossing, isTooMuch: true)
        case .time(let decoder, let instant): take(instant, of: decoder)
        case .carry(let passed):
            if reached > .distantPast { write(reached + passed, of: 0) }
        }
    }

    private mutating func take(_ crossing: Crossing, isTooMuch: Bool) {
        if far.isFar(crossing, reached: reached, state.clocks) {
            if far.hold(crossing) { refuse(crossing.at, of: crossing.id.decoder, field: "timeUs") }
            return
        }
        let isWorn = state.isWorn(crossing.transponder)
        if isWorn, isTooMuch { return gate.add(crossing) }
        if isWorn, crossing.at < reached {
            let after = state.passed.count(after: crossing.at)
            if after > 0, !gate.mayFold(after, of: crossing.id.decoder, now: MachineClock.monotonic) {
                return gate.add(crossing)
            }
        }
        guard let route = state.note(crossing, isLate: false, isWorn: isWorn) else { return }
        journal.append(crossing)
        stage(.crossing(crossing), route)
        if isWorn { reached = max(reached, crossing.at) }
    }

    private mutating func take(_ instant: Instant, of decoder: UInt32) {
        guard state.trusts(decoder), instant > reached else { return }
        if far.isFar(instant, of: decoder, reached: reached, state.clocks) {
            return refuse(instant, of: decoder, field: "timeUs")
        }
        // Many boxes tell the time in turn, and crossings carry it on as well: a time hardly ahead waits a little.
        guard instant >= reached + Self.tick else {
            if instant > waitingTime?.instant ?? .distantPast { waitingTime = (instant, decoder) }
            return
        }
        write(instant, of: decoder)
    }

    private mutating func write(_ instant: Instant, of decoder: UInt32) {
        let route = state.note(time: instant, of: decoder)
        write(.time(instant, decoder: decoder), route)
        reached = max(reached, instant)
    }

    private mutating func write(_ input: LaneInput, _ route: RecordRoute) {
        if let input = input.input { journal.append(JournalRecord(input, speaker: "")) }
        stage(input, route)
    }

    private mutating func refuse(_ instant: Instant, of decoder: UInt32, field: String) {
        refused.note(FarTimes.refusal(instant, of: decoder, field: field), now: MachineClock.monotonic)
    }

    /// What is written is in the journal's file, and then with the lanes.
    package mutating func commit() {
        guard written > 0 else { return }
        written = 0
        clock.show(reached)
        journal.commit()
        for session in closed where !lanes.contains(where: { $0.session == session }) { wanted(session) }
        closed.removeAll()
        tellPlace()
        let isAlone = lanes.count(where: \.hasNews) == 1
        for place in lanes.indices { lanes[place].wake(isAlone: isAlone) }
    }

    /// The lanes have all that is in the journal: now and then they are told how far that is.
    private mutating func tellPlace() {
        guard let end = journal.end, end >= tellAt else { return }
        tellAt = end.after(Self.stretch)
        // Its files are looked at for this: not with every crossing, also where they are gone.
        guard journal.isWritten else { return }
        for place in lanes.indices { lanes[place].hand(.place(end, isDue: true)) }
    }

    private mutating func stage(_ input: LaneInput, _ route: RecordRoute) {
        written += 1
        for place in lanes.indices where lanes[place].takes(route) { lanes[place].hand(input) }
        if !route.closed.isEmpty { closed += route.closed }
    }

    // MARK: Proposals

    /// Writes down what lanes have proposed, and gives it back to them.
    mutating func takeProposals() {
        let notes = desk.take()
        guard !notes.isEmpty else { return }
        commit()
        for note in notes { take(note.proposal, of: note.session) }
        for place in lanes.indices { lanes[place].wake() }
    }

    private mutating func take(_ proposal: RecordDesk.Proposal, of session: String?) {
        switch proposal {
        case .act(let act, let speaker):
            let before = journal.progress?.committed ?? .beginning
            append(.act(act, speaker: speaker), of: session)
            let route = state.note(act, of: session)
            refreshLanes()
            far.lookAgain()
            let search = session.flatMap { RecordSearch(route, of: $0, before: before, state) }
            hand(
                .act(RecordedAct(act, speaker: speaker, isJournalled: journal.isWritten, search: search)),
                of: session)
            handPlace(to: session)
        case .lateTaken(let count, let instant):
            append(.lateTaken(count: count, at: instant), of: session)
            hand(.lateTaken(count: count, at: instant), of: session)
            handPlace(to: session)
        case .refused(let act): append(.refused(act: act), of: session)
        case .meeting(let act, let speaker): take(act, by: speaker)
        case .open(let inbox):
            open(inbox, session: session)
            inbox.begin(at: journal.progress?.committed ?? .beginning)
        case .close:
            // It ends once it has what it was handed.
            for place in lanes.indices where lanes[place].session == session { lanes[place].wake() }
            lanes.removeAll { $0.session == session }
        }
    }

    /// A restart need not repeat what was much work: the lane knows whether it was.
    private mutating func handPlace(to session: String?) {
        if let end = journal.end, journal.isWritten { hand(.place(end, isDue: false), of: session) }
    }

    /// The act is written down where it is not refused; its lane knows why it is.
    private mutating func take(_ act: MeetingAct, by speaker: String) {
        append(.meeting(act, speaker: speaker), of: nil)
        state.note(act)
        refreshLanes()
        if let meeting = state.meeting?.meeting { shown(meeting) }
        hand(.meeting(RecordedMeetingAct(act, speaker: speaker, isJournalled: journal.isWritten)), of: Self.meeting)
    }

    /// The id by which the lane of the meeting's acts is told.
    static let meeting = EpochRecord.meeting

    private mutating func hand(_ input: LaneInput, of session: String?) {
        for place in lanes.indices where lanes[place].session == session { lanes[place].hand(input) }
    }

    private func append(_ record: JournalRecord, of session: String?) {
        journal.append(session.map { .of(session: $0, record) } ?? record)
        journal.commit()
    }

    // MARK: Its own time

    /// To be called each turn: what waited is written down.
    package mutating func tend(now: Int64) {
        takeProposals()
        for crossing in far.taken() { take(.crossing(crossing)) }
        if lanesKeepUp { takeLate() }
        if now >= beatAt {
            beatAt = now + 500
            takeWaitingTime()
        }
        commit()
        if now >= lookAt {
            lookAt = now + 200
            journal.look(now: now)
            report(now)
        }
    }

    private mutating func takeLate() {
        for crossing in gate.next() {
            if let route = state.note(crossing, isLate: true) { write(.late(crossing), route) }
        }
    }

    private mutating func takeWaitingTime() {
        guard let (instant, decoder) = waitingTime else { return }
        waitingTime = nil
        guard instant > reached else { return }
        write(instant, of: decoder)
    }

    /// Whether something waits to be written down: the next turn is to follow at once.
    var isBusy: Bool { !gate.isEmpty && lanesKeepUp }

    /// Late crossings wait for the lanes: the next turn is to follow soon.
    var isHeldBack: Bool { !gate.isEmpty && !lanesKeepUp }

    private func report(_ now: Int64) {
        var state = RecordBoard.State()
        state.journal = journal.health(now: now)
        state.isWritten = journal.isWritten
        state.progress = journal.progress
        state.late = gate.count
        state.refused = refused.byReason
        state.shared = self.state.meeting?.shared.all ?? []
        board.show(state)
    }

    /// The feeds have ended: all that came is written down.
    mutating func endFeeds() {
        while !gate.isEmpty { takeLate() }
        takeWaitingTime()
        commit()
        for place in lanes.indices { lanes[place].tend(now: MachineClock.monotonic) }
    }

    package mutating func close() {
        takeProposals()
        commit()
        journal.close()
    }
}
