import Timing

/// The state that acts make of a timetable, without the memory of the acts.
struct MeetingFold: Hashable, Sendable {
    /// In order of the timetable after all shifts.
    private(set) var sessions: [SessionStanding] = []
    /// The session that boards were told to follow.
    private(set) var commanded: String?
    /// What overlays show, in the order in which it was first shown.
    private(set) var graphics: [ShownGraphic] = []
    /// As the event file has them, added ones behind the one that they are like.
    private var order: [String] = []

    /// So far a timetable can be shifted at once: a week.
    private static let mostShift: Int64 = 604_800_000

    init(_ timetable: [PlannedSession]) {
        for session in timetable where self[session.id] == nil {
            order.append(session.id)
            sessions.append(SessionStanding(session))
        }
        arrange()
    }

    subscript(_ id: String) -> SessionStanding? { sessions.first { $0.id == id } }

    func session(_ id: String) throws(MeetingRefusal) -> SessionStanding {
        guard let session = self[id] else { throw .unknownSession(id, sessions) }
        return session
    }

    /// Takes an act that withdraws nothing.
    mutating func take(_ act: MeetingAct) throws(MeetingRefusal) {
        switch act.kind {
        case .arm(let id): try change(id, to: .armed, at: act.at, from: [.planned])
        case .disarm(let id): try change(id, to: .planned, at: act.at, from: [.armed])
        case .provisional(let id, let sequence):
            try change(id, to: .provisional, at: act.at, from: [.finished])
            update(id) { $0.publishedSequence = sequence }
        case .abandon(let id, let reason):
            guard !reason.isEmpty else { throw .noReason }
            try change(
                id, to: .abandoned, at: act.at, from: [.planned, .armed, .running, .finished, .provisional])
            update(id) { $0.reason = reason }
        case .reached(let id, let state): try reach(id, state, at: act.at)
        case .shift(let id, let time): try shift(from: id, by: time)
        case .show(let id):
            if let id { _ = try session(id) }
            commanded = id
        case .add(let added): try add(added)
        case .issue(let issue):
            if let origin = issue.document.origin { _ = try session(origin.session) }
        case .showGraphic(let graphic): try show(graphic, by: act)
        case .hideGraphic(let subject): try hide(subject)
        case .withdraw: break
        }
    }

    private mutating func change(
        _ id: String, to state: SessionState, at instant: Instant, from states: Set<SessionState>
    ) throws(MeetingRefusal) {
        let session = try session(id)
        guard states.contains(session.state) else { throw .wrongState(session, to: state, from: states) }
        update(id) { $0.enter(state, at: instant) }
    }

    /// The core's own word. It may say the same state again with another instant: a start signal that was put right.
    private mutating func reach(_ id: String, _ state: SessionState, at instant: Instant) throws(MeetingRefusal) {
        let session = try session(id)
        guard [.armed, .running, .finished, .final].contains(state) else { throw .notReached(state) }
        // Not final any more, it is what it was before.
        let wasPublished = session.state == .final && session.instants[.provisional] != nil
        if state == .finished, wasPublished {
            return update(id) { $0.enter(.provisional, at: $0.instants[.provisional] ?? instant) }
        }
        // A result that is published stays so when the end is put right.
        if state == .finished, session.state == .provisional {
            return update(id) { $0.instants[.finished] = instant }
        }
        guard session.state == state || session.state.next.contains(state), session.state != .planned else {
            let before = Set(SessionState.allCases.filter { $0 == state || $0.next.contains(state) })
            throw .wrongState(session, to: state, from: before)
        }
        update(id) { $0.enter(state, at: instant) }
    }

    private mutating func shift(from id: String, by time: Milliseconds) throws(MeetingRefusal) {
        let first = try session(id)
        guard (-Self.mostShift...Self.mostShift).contains(time.count) else { throw .shiftTooFar(time) }
        guard first.state.isAhead else { throw .wrongState(first, to: nil, from: [.planned, .armed]) }
        guard let start = first.start else { throw .withoutTime(first) }
        for place in sessions.indices where sessions[place].state.isAhead {
            guard let other = sessions[place].start, other >= start else { continue }
            sessions[place].start = other + time
        }
        arrange()
    }

    private mutating func add(_ added: AddedSession) throws(MeetingRefusal) {
        guard self[added.id] == nil else { throw .idInUse(added.id) }
        let other = try session(added.origin.session)
        sessions.append(SessionStanding(added.planned(like: other.planned)))
        var place = (order.firstIndex(of: other.id) ?? order.count - 1) + 1
        while place < order.count, self[order[place]]?.planned.origin?.session == other.id { place += 1 }
        order.insert(added.id, at: place)
        arrange()
    }

    private mutating func show(_ graphic: Graphic, by act: MeetingAct) throws(MeetingRefusal) {
        if let id = graphic.session { _ = try session(id) }
        let shown = ShownGraphic(graphic: graphic, since: act.at, by: act.by)
        if let place = graphics.firstIndex(where: { $0.graphic.subject == graphic.subject }) {
            graphics[place] = shown
            return
        }
        guard graphics.count < ShownGraphic.most else { throw .tooManyGraphics(ShownGraphic.most) }
        graphics.append(shown)
    }

    private mutating func hide(_ subject: String?) throws(MeetingRefusal) {
        guard let subject else { return graphics = [] }
        guard let place = graphics.firstIndex(where: { $0.graphic.subject == subject }) else {
            throw .notShown(subject, graphics.map(\.graphic.subject))
        }
        graphics.remove(at: place)
    }

    private mutating func update(_ id: String, _ change: (inout SessionStanding) -> Void) {
        guard let place = sessions.firstIndex(where: { $0.id == id }) else { return }
        change(&sessions[place])
    }

    /// By start; one without a time stays behind the one that it is written behind.
    private mutating func arrange() {
        var latest = Instant.distantPast
        var keys: [String: (start: Instant, place: Int)] = [:]
        for (place, id) in order.enumerated() {
            if let start = self[id]?.start { latest = start }
            keys[id] = (latest, place)
        }
        sessions.sort { left, right in
            guard let left = keys[left.id], let right = keys[right.id] else { return false }
            return left.start == right.start ? left.place < right.place : left.start < right.start
        }
    }
}
