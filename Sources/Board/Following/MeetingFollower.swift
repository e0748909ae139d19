import Client
import Linux
import NIOCore
import Synchronization
import Timing
import Wire

/// Follows the meeting on a thread of its own: its timetable, and which session is shown.
final class MeetingFollower: Sendable {
    private struct Known {
        var json: JSON?
        /// How many times it was another.
        var changes = 0
        var shown: String?
        var sessions: Set<String>?
    }

    private let known = Mutex(Known())
    private let isOver = Atomic(false)
    private let view: PublicView
    private let outlet: LiveOutlet
    private let sessions: Sessions

    init(_ daemon: DaemonAddresses, _ view: PublicView, _ outlet: LiveOutlet, _ sessions: Sessions) {
        self.view = view
        self.outlet = outlet
        self.sessions = sessions
        _ = OwnThread("meeting") { self.run(daemon) }
    }

    /// The message `meeting`; nil before it is known.
    var json: JSON? { known.withLock { $0.json } }

    /// The message `meeting`, and how many times it was another than before.
    var told: (json: JSON, changes: Int)? { known.withLock { known in known.json.map { ($0, known.changes) } } }

    /// The session that the page shows when it is told none; nil before it is known.
    var shown: String? { known.withLock { $0.shown } }

    /// The daemon runs a meeting; false where it runs one session alone.
    var isOfMeeting: Bool { known.withLock { $0.sessions != nil } }

    /// Name of the circuit; nil before it is known.
    var circuit: String? { shown.flatMap { sessions.latest(of: $0) }?.table.race.circuit }

    /// Whether the meeting has a session.
    func has(_ session: String) -> Bool {
        known.withLock { $0.sessions?.contains(session) ?? (session == $0.shown) }
    }

    func stop() { isOver.store(true, ordering: .relaxed) }

    private func run(_ daemon: DaemonAddresses) {
        while !isOver.load(ordering: .relaxed) {
            do {
                try follow(daemon)
            } catch {
                outlet.note("meeting: \(error)")
                Bell().wait(milliseconds: 1000)
            }
        }
    }

    private func follow(_ daemon: DaemonAddresses) throws {
        var following = try Following(daemon, reader: SessionFinder())
        let asker = try Asker(daemon.query, timeout: 2, security: daemon.querySecurity)
        var told: PublishedMeeting?
        while !isOver.load(ordering: .relaxed) {
            _ = try following.follow(milliseconds: 250)
            if let shown = following.session {
                known.withLock { $0.shown = shown }
                sessions.keep(shown)
            }
            if let meeting = following.meeting {
                if !Self.isSame(meeting, told), tell(asker) { told = meeting }
            } else if let shown = following.session, let alone = sessions.latest(of: shown) {
                take(Self.meeting(of: alone), sessions: nil)
            }
            sessions.forgetIdle(but: following.session)
        }
    }

    private static func isSame(_ one: PublishedMeeting, _ other: PublishedMeeting?) -> Bool {
        guard let other else { return false }
        return (one.epoch, one.sequence) == (other.epoch, other.sequence) && one.shown == other.shown
            && one.proposals == other.proposals && one.sessions == other.sessions
    }

    /// Asks for the whole message, as it is to be handed on.
    private func tell(_ asker: borrowing Asker) -> Bool {
        guard let bytes = try? asker.bytes(MeetingQuestion.meeting.bytes), let json = try? JSON(bytes) else {
            return false
        }
        let ids = json["sessions"]?.elements?.compactMap { $0["id"]?.text } ?? []
        take(view.showsTransponders ? json : json.without("shared"), sessions: Set(ids))
        return true
    }

    private func take(_ json: JSON, sessions: Set<String>?) {
        let hasChanged = known.withLock { known in
            let before = known.json
            known.json = json
            known.sessions = sessions
            let hasChanged = before?.without("nowMs").without("seq") != json.without("nowMs").without("seq")
            if hasChanged { known.changes += 1 }
            return hasChanged
        }
        if hasChanged { outlet.tell(meeting: EventText.chunk("meeting", json.bytes)) }
    }

    /// The same message of a daemon that runs one session alone.
    private static func meeting(of alone: SessionFollower.Latest) -> JSON {
        let race = alone.table.race
        let state: String =
            switch race.phase.known {
            case .scheduled: "armed"
            case .running, .finishing: "running"
            case .ended, nil: race.result.map { $0 == .final } ?? false ? "final" : "finished"
            }
        let session = JSON.members([
            "id": .string(alone.table.session), "name": .string(race.name), "kind": .string(race.kind.text),
            "series": .string(""), "state": .string(state), "plannedMs": .null, "startMs": .of(race.start),
            "armedMs": .null, "startedMs": .of(race.start), "finishedMs": .of(race.end), "provisionalMs": .null,
            "finalMs": .null, "abandonedMs": .null, "reason": .null, "lateMs": .null, "of": .null,
            "seq": .of(alone.table.sequence),
        ])
        var members: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string("meeting")), .init("event", .string(race.circuit)),
            .init("epoch", .of(alone.table.epoch)), .init("seq", .integer(0)),
            .init("nowMs", .of(alone.board.state.now)),
            .init("shown", .string(alone.table.session)), .init("commanded", .bool(false)),
        ]
        if let offset = race.utcOffset { members.append(.init("utcOffsetMs", .of(offset))) }
        members += [
            .init("sessions", .array([session])), .init("proposals", .array([])), .init("issued", .integer(0)),
            .init("documents", .array([])), .init("graphics", .array([])),
        ]
        return .object(members)
    }
}
