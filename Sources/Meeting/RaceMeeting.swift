public import Timing

/// The state of the meeting: the fold of its acts over the planned sessions.
///
/// It is a value without a clock. The acts count in the order in which they are given, which is that of the journal.
public struct RaceMeeting: Hashable, Sendable {
    /// What came of an act that was taken.
    public enum Taken: Hashable, Sendable {
        /// It holds from now on.
        case new
        /// It was known.
        case repeated
    }

    private let timetable: [PlannedSession]
    /// The acts that were taken, in order; those that were withdrawn among them.
    public private(set) var acts: [MeetingAct] = []
    private var places: [String: Int] = [:]
    private var state: MeetingFold

    /// - Parameter timetable: the sessions of the event file; of two with one id the first counts.
    public init(_ timetable: [PlannedSession]) {
        self.timetable = timetable
        state = MeetingFold(timetable)
    }

    // MARK: Taking acts

    /// Takes an act. An act that was taken before changes nothing.
    /// - Throws: why it cannot be; nothing is changed then.
    @discardableResult
    public mutating func take(_ act: MeetingAct) throws(MeetingRefusal) -> Taken {
        if let place = places[act.id] {
            guard acts[place].kind == act.kind else { throw .idInUse(act.id) }
            return .repeated
        }
        if case .withdraw(let id) = act.kind {
            state = try without(id, by: act)
        } else {
            if case .issue(let issue) = act.kind { try check(issue) }
            try state.take(act)
        }
        places[act.id] = acts.count
        acts.append(act)
        return .new
    }

    /// The names of the acts that hold: not withdrawn, and not withdrawing.
    public var holding: Set<String> { Set(Self.holding(acts).map(\.id)) }

    /// The act of this name; nil where there is none.
    public func act(_ id: String) -> MeetingAct? { places[id].map { acts[$0] } }

    // MARK: Documents

    /// The documents issued so far, in order of their numbers; those that were taken back among them.
    public var documents: [IssuedDocument] {
        let holding = holding
        return acts.compactMap { act in
            guard case .issue(let issue) = act.kind else { return nil }
            return IssuedDocument(issue: issue, act: act, isWithdrawn: !holding.contains(act.id))
        }
    }

    /// The act as it is to be written down: a document that is issued has its number and version, a result that is
    /// published the sequence of its session. An act that is known has what it got.
    /// - Parameter sequences: that of the last delta of each session, as far as it is known.
    public func completed(_ act: MeetingAct, sequences: [String: UInt64]) -> MeetingAct {
        let kind: MeetingAct.Kind
        switch (act.kind, self.act(act.id)?.kind) {
        case (.issue(let issue), .issue(let known)) where issue.document == known.document: kind = .issue(known)
        case (.issue(let issue), _) where issue.number == 0: kind = .issue(next(issue.document))
        case (.provisional(let id, nil), .provisional(let other, let sequence)) where id == other:
            kind = .provisional(id, sequence: sequence)
        case (.provisional(let id, nil), _): kind = .provisional(id, sequence: sequences[id])
        default: return act
        }
        return MeetingAct(id: act.id, at: act.at, by: act.by, kind: kind)
    }

    /// Every number is given once, also that of a document which was taken back.
    private func next(_ document: MeetingDocument) -> MeetingDocument.Issue {
        var (number, version) = (1, 1)
        for act in acts {
            guard case .issue(let issue) = act.kind else { continue }
            number = max(number, issue.number + 1)
            if issue.document.kind == document.kind, issue.document.subject == document.subject {
                version = max(version, issue.version + 1)
            }
        }
        return MeetingDocument.Issue(document, number: number, version: version)
    }

    private func check(_ issue: MeetingDocument.Issue) throws(MeetingRefusal) {
        let last = documents.last { known in
            let other = known.issue.document
            return !known.isWithdrawn && other.kind == issue.document.kind && other.subject == issue.document.subject
        }
        if let last, last.issue.document.hash == issue.document.hash { throw .samePaper(last.issue) }
        let expected = next(issue.document)
        guard issue == expected else { throw .numbered(issue, expected: expected) }
    }

    /// What overlays show, in the order in which it was first shown.
    public var graphics: [ShownGraphic] { state.graphics }

    private func without(_ id: String, by act: MeetingAct) throws(MeetingRefusal) -> MeetingFold {
        guard let place = places[id] else { throw .unknownAct(id) }
        if case .reached = acts[place].kind { throw .notWithdrawn(id) }
        let stood = Self.holding(acts)
        var fold = MeetingFold(timetable)
        for other in Self.holding(acts + [act]) {
            do throws(MeetingRefusal) {
                try fold.take(other)
            } catch {
                // What has been built on it stands in the way, unless it did not hold before either.
                throw stood.contains(other) ? .builtOn(id, other, error) : error
            }
        }
        return fold
    }

    /// Without those that are withdrawn and the withdrawing ones. A withdrawing act that is withdrawn withdraws
    /// nothing, so they are read from the last to the first.
    private static func holding(_ acts: [MeetingAct]) -> [MeetingAct] {
        var withdrawn: Set<String> = []
        var holding: [MeetingAct] = []
        for act in acts.reversed() where !withdrawn.contains(act.id) {
            if case .withdraw(let id) = act.kind { withdrawn.insert(id) } else { holding.append(act) }
        }
        return holding.reversed()
    }

    // MARK: Reading

    /// All sessions, in order of the timetable after all shifts.
    public var sessions: [SessionStanding] { state.sessions }

    /// The session of this id; nil where there is none.
    public subscript(_ id: String) -> SessionStanding? { state[id] }

    /// The session of this id.
    /// - Throws: that there is none, with the nearest id.
    public func session(_ id: String) throws(MeetingRefusal) -> SessionStanding { try state.session(id) }

    /// The sessions whose window is open, in order of the timetable.
    public var open: [SessionStanding] { sessions.filter(\.state.isOpen) }

    /// The session that `show` named; nil: boards go along by themselves.
    public var commandedToShow: String? { state.commanded }

    /// The session that boards follow: the one commanded; else the running one that started last; else the armed one
    /// that is next; else the one that ran last. Nil before anything was armed.
    public var shown: String? {
        if let commanded = state.commanded { return commanded }
        let sessions = sessions
        let running = Self.last(sessions.filter { $0.state == .running }, by: .running)
        if let running { return running.id }
        if let armed = sessions.first(where: { $0.state == .armed }) { return armed.id }
        return Self.last(sessions.filter(\.hasStarted), by: .finished)?.id
    }

    /// The one that came last into the state, or else into the state before it.
    private static func last(_ sessions: [SessionStanding], by state: SessionState) -> SessionStanding? {
        func instant(_ session: SessionStanding) -> Instant {
            session.instants[state] ?? session.instants[.running] ?? .distantPast
        }
        return sessions.max { instant($0) < instant($1) }
    }

    /// The next session that has not started and has a time: the one whose lateness matters.
    public var next: SessionStanding? { sessions.first { $0.state.isAhead && $0.start != nil } }

    /// By how much the next session is late; nil where it is not.
    public func lateness(at now: Instant) -> Milliseconds? {
        guard let start = next?.start, now > start else { return nil }
        return now - start
    }

    /// The session that a command means which names none.
    /// - Throws: that none could be meant, or which ones.
    public func meant(by command: MeantBy) throws(MeetingRefusal) -> SessionStanding {
        let sessions = sessions
        for states in command.states {
            let candidates = sessions.filter { states.contains($0.state) }
            guard let first = candidates.first else { continue }
            guard candidates.count == 1 || command.takesNext else { throw .ambiguous(candidates) }
            return first
        }
        throw .nothingMeant(command, sessions)
    }
}
