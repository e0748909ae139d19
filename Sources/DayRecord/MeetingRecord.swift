package import Meeting
package import Timing

/// The meeting as the record tells it: its sessions, their states, and their windows on the record.
package struct MeetingRecord {
    package private(set) var meeting: RaceMeeting
    package private(set) var windows = RecordWindows()
    /// The sessions of the event, and those added since.
    package private(set) var sessions: MeetingSessions
    /// Crossings that more than one running session takes.
    package private(set) var shared = SharedCrossings()
    /// Transponders that acts have given to cars, session by session, its window open or not.
    private var fitted: [String: Set<Transponder>] = [:]
    /// The entry lists of sessions in which acts have changed them.
    private var lists: [String: ListedTransponders] = [:]

    /// An act may be so much later than the last crossing that is written down.
    private static let mostBehind = Milliseconds.minutes(60)

    package init(_ meeting: RaceMeeting, _ sessions: MeetingSessions) {
        self.meeting = meeting
        self.sessions = sessions
    }

    /// An act of the meeting.
    /// - Parameter reached: official time, as the record tells it.
    /// - Throws: why it is refused; nothing is changed then.
    package mutating func take(_ act: MeetingAct, reached: Instant) throws(MeetingRefusal) {
        try meeting.take(act)
        sessions.learn(meeting)
        // The record may be behind: crossings of before the act may come after it, and are whose they were.
        let at = reached > .distantPast ? max(reached, min(act.at, reached + Self.mostBehind)) : reached
        for session in meeting.sessions {
            let isOpen = windows.isOpen(session.id)
            switch session.state {
            case .armed, .running, .finished:
                if !isOpen {
                    let armed = act.kind == .arm(session.id) ? act.at : nil
                    let opens = max(at, RecordWindows.after(reached))
                    windows.open(session.id, at: opens, armed: armed, worn: worn(session.id))
                }
            case .planned: if isOpen { windows.forget(session.id) }
            case .provisional: if isOpen { windows.close(session.id, at: at, isSettled: false) }
            // It may count as a part of a race, or be evidence: crossings that come late are still its own.
            case .abandoned: windows.close(session.id, at: at, isSettled: false)
            case .final: windows.close(session.id, at: at, isSettled: true)
            }
        }
    }

    /// A crossing goes to several sessions. That is as it should be where one of them is over or has not begun.
    mutating func share(_ transponder: Transponder, at instant: Instant, _ route: RecordRoute) {
        let running = windows.open.filter { session in
            windows.slot(of: session).map { route.slots & 1 << $0 != 0 } ?? false
                && meeting[session]?.state == .running && lists[session]?.has(transponder) ?? true
        }
        if running.count > 1 { shared.note(transponder, at: instant, in: running) }
    }

    private func worn(_ session: String) -> Set<Transponder> {
        sessions.worn(session).union(fitted[session] ?? [])
    }

    /// Where an act of a session goes, and what else of the record is its own by it.
    package mutating func route(_ act: Act, to session: String, reached: Instant) -> RecordRoute {
        var reach: RecordReach?
        if case .start = act.kind {
            reach = windows.start(session, at: act.at, reached: reached, worn: worn(session))
        }
        lists[session, default: ListedTransponders(sessions.session(session)?.entries ?? [])].note(act)
        let new = act.kind.fitted
        if !new.isEmpty { fitted[session, default: []].formUnion(new) }
        for transponder in new {
            guard let other = windows.wear(transponder, in: session) else { continue }
            reach = RecordReach(
                times: other.times, transponders: (reach?.transponders ?? []).union(other.transponders ?? []))
        }
        var route = windows.route(to: session)
        route.reach = reach
        return route
    }
}
