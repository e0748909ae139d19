public import Timing

/// The meeting: its sessions, their states, and which of them is shown. A fold of its acts, in the order in which they were
/// given; an act that is taken back was never given.
public struct RaceMeeting: Hashable, Sendable {
    /// The event's name.
    public let name: String
    private let plan: [PlannedSession]
    private var acts: [MeetingAct] = []
    private var withdrawn: Set<String> = []
    /// In order of the timetable; those that were added after the one that they stand for.
    public private(set) var sessions: [MeetingSession]
    private var shownByCommand: String?

    public init(name: String, sessions: [PlannedSession]) {
        self.name = name
        plan = sessions
        self.sessions = sessions.map { MeetingSession($0) }
    }

    public func session(_ id: String) -> MeetingSession? { sessions.first { $0.id == id } }

    /// Whether an act of this name is known.
    public func act(named id: String) -> MeetingAct? { acts.first { $0.id == id } }

    /// Takes an act. The same once more changes nothing.
    /// - Throws: why it is refused; nothing is changed then.
    public mutating func take(_ act: MeetingAct) throws(MeetingRefusal) {
        if let known = self.act(named: act.id) {
            guard known == act else { throw .nameInUse(act.id) }
            return
        }
        guard case .withdraw(let name) = act.kind else {
            try apply(act)
            acts.append(act)
            return
        }
        try withdraw(name, by: act)
    }

    /// All that was given is taken again without the one: what rests on it does not stand without it.
    private mutating func withdraw(_ name: String, by act: MeetingAct) throws(MeetingRefusal) {
        guard let target = self.act(named: name) else { throw .unknownAct(name) }
        if withdrawn.contains(name) { throw .cannotWithdraw(name, because: "it is taken back already") }
        if case .withdraw = target.kind {
            throw .cannotWithdraw(name, because: "it takes back another: give that again")
        }
        if case .reached = target.kind { throw .cannotWithdraw(name, because: "the session's own inputs say so") }
        var without = RaceMeeting(name: self.name, sessions: plan)
        for other in acts where other.id != name && !withdrawn.contains(other.id) {
            if case .withdraw = other.kind { continue }
            do throws(MeetingRefusal) {
                try without.apply(other)
            } catch {
                // What its core says of a session holds whatever people said of it.
                if case .reached = other.kind { continue }
                throw .cannotWithdraw(name, because: "\(other.id) rests on it: take that back first")
            }
        }
        withdrawn.insert(name)
        acts.append(act)
        sessions = without.sessions
        shownByCommand = without.shownByCommand
    }

    // MARK: One act

    private mutating func apply(_ act: MeetingAct) throws(MeetingRefusal) {
        switch act.kind {
        case .arm(let id):
            try change(id, from: [.planned, .armed]) {
                $0.state = .armed
                $0.armedAt = act.at
            }
        case .disarm(let id):
            try change(id, from: [.armed]) {
                $0.state = .planned
                $0.armedAt = nil
            }
        case .provisional(let id):
            try change(id, from: [.running, .finished, .provisional]) {
                $0.state = .provisional
                $0.provisionalAt = act.at
            }
        case .abandon(let id, let reason):
            try change(id, from: [.planned, .armed, .running, .finished, .provisional]) {
                $0.state = .abandoned
                $0.reason = reason
            }
        case .reached(let id, let reached):
            let place = try place(of: id)
            sessions[place].reach(reached, at: act.at)
        case .shift(let id, let time): try shift(from: id, by: time)
        case .show(let id):
            if let id { _ = try place(of: id) }
            shownByCommand = id
        case .add(let planned): try add(planned)
        case .withdraw: break
        }
    }

    private mutating func change(
        _ id: String, from states: [SessionState], _ body: (inout MeetingSession) -> Void
    ) throws(MeetingRefusal) {
        let place = try place(of: id)
        guard states.contains(sessions[place].state) else {
            throw .wrongState(id, sessions[place].state, expected: states)
        }
        body(&sessions[place])
    }

    private func place(of id: String) throws(MeetingRefusal) -> Int {
        guard let place = sessions.firstIndex(where: { $0.id == id }) else {
            throw .unknownSession(id, known: sessions.map(\.id))
        }
        return place
    }

    private mutating func shift(from id: String, by time: Milliseconds) throws(MeetingRefusal) {
        let place = try place(of: id)
        guard let from = sessions[place].due else { throw .notPlanned(id) }
        for other in sessions.indices where sessions[other].state == .planned || sessions[other].state == .armed {
            if let due = sessions[other].due, due >= from { sessions[other].due = due + time }
        }
    }

    private mutating func add(_ planned: PlannedSession) throws(MeetingRefusal) {
        guard session(planned.id) == nil else { throw .idInUse(planned.id) }
        guard let of = planned.of else { return sessions.append(MeetingSession(planned)) }
        sessions.insert(MeetingSession(planned), at: try place(of: of.session) + 1)
    }

    // MARK: Reading

    /// Whether crossings come to a session.
    public func isOpen(_ id: String) -> Bool { session(id)?.state.isOpen ?? false }

    /// The session that boards follow: by command; else the one that was started last of those that run; else the one
    /// armed last; else the one that finished last. Nil before any.
    public var shown: String? {
        if let shownByCommand { return shownByCommand }
        let running = sessions.filter { $0.state == .running }
        if let last = running.max(by: { Self.order($0.startedAt, $1.startedAt) }) { return last.id }
        let armed = sessions.filter { $0.state == .armed }
        if let last = armed.max(by: { Self.order($0.armedAt, $1.armedAt) }) { return last.id }
        return sessions.filter { $0.startedAt != nil && $0.state != .abandoned }
            .max { Self.order($0.finishedAt ?? $0.startedAt, $1.finishedAt ?? $1.startedAt) }?.id
    }

    private static func order(_ one: Instant?, _ other: Instant?) -> Bool {
        (one ?? .distantPast) < (other ?? .distantPast)
    }

    /// The session that is meant where a command names none: the only one in the first of these states in which there is
    /// one.
    /// - Throws: where there is none, or more than one: people have to say it.
    public func meant(in states: [SessionState]) throws(MeetingRefusal) -> String {
        for state in states {
            let candidates = sessions.filter { $0.state == state }.map(\.id)
            if candidates.count == 1 { return candidates[0] }
            if candidates.count > 1 { throw .whichSession(candidates: candidates, expected: states) }
        }
        throw .whichSession(candidates: [], expected: states)
    }

    /// The next session that has not begun, and by how much it is late; negative: so long it has still.
    public func lateness(at now: Instant) -> (session: String, late: Milliseconds)? {
        let waiting = sessions.filter { ($0.state == .planned || $0.state == .armed) && $0.due != nil }
        guard let next = waiting.min(by: { Self.order($0.due, $1.due) }), let due = next.due else { return nil }
        return (next.id, now - due)
    }
}

extension MeetingSession {
    /// Its core has come so far. What was decided of it stands.
    mutating func reach(_ reached: MeetingAct.Reached, at instant: Instant) {
        self.reached = reached
        switch reached {
        case .scheduled: (startedAt, finishedAt) = (nil, nil)
        case .running:
            startedAt = startedAt ?? instant
            finishedAt = nil
        case .finished, .final:
            startedAt = startedAt ?? instant
            finishedAt = finishedAt ?? instant
        }
        finalAt = reached == .final ? finalAt ?? instant : nil
        switch (state, reached) {
        case (.planned, .scheduled), (.abandoned, _): break
        case (_, .final): state = .final
        case (.provisional, _): break
        case (.final, _) where provisionalAt != nil: state = .provisional
        case (_, .scheduled): state = .armed
        case (_, .running): state = .running
        case (_, .finished): state = .finished
        }
    }
}
