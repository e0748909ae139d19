import Meeting
import Timing
import Wire

/// Acts of the meeting in words, for answers and the log.
enum MeetingWords {
    /// What was understood.
    static func of(_ kind: MeetingAct.Kind, in meeting: RaceMeeting) -> String {
        func name(_ id: String) -> String {
            meeting.session(id).map { "\($0.planned.name) (\(id))" } ?? id
        }
        switch kind {
        case .arm(let id): return "\(name(id)) is armed"
        case .disarm(let id): return "\(name(id)) is not armed any more"
        case .provisional(let id): return "the result of \(name(id)) is provisional"
        case .abandon(let id, let reason): return "\(name(id)) is abandoned: \(reason)"
        case .reached(let id, let reached): return "\(name(id)) is \(reached.rawValue)"
        case .shift(let id, let time):
            return "\(name(id)) and all planned after it are \(TimeText.clock(Milliseconds(abs(time.count)))) "
                + (time.count < 0 ? "earlier" : "later")
        case .show(let id): return id.map { "boards follow \(name($0))" } ?? "boards follow the session that runs"
        case .add(let planned):
            let of = planned.of.map {
                " stands for \($0.session), \($0.parts == .add ? "added up with it" : "in its place")"
            }
            return "\(planned.name) (\(planned.id))\(of ?? " is added")"
        case .withdraw(let act): return "\(act) is taken back"
        }
    }

    /// What follows, a line each.
    static func following(_ kind: MeetingAct.Kind, in meeting: RaceMeeting, at now: Instant) -> [String] {
        var lines = [meeting.shown.map { "boards show \($0)" } ?? "boards show no session"]
        let open = meeting.sessions.filter { $0.state.isOpen }.map { "\($0.id) \($0.state.rawValue)" }
        lines.append(open.isEmpty ? "no session takes crossings" : "crossings go to: \(open.joined(separator: ", "))")
        return lines
    }
}
