import Meeting
import Timing

/// A small timetable, and acts on it by number.
enum Weekend {
    static let planned = [
        planned("practice", .practice, at: 0), planned("q1", .qualifying, at: 60), planned("support", .race, at: 75),
        planned("race1", .race, at: 120), planned("race2", .race, at: nil),
    ]

    static func planned(_ id: String, _ kind: Session.Kind, at minute: Int64?) -> PlannedSession {
        PlannedSession(id: id, name: "The \(id)", kind: kind, series: "gt", start: minute.map(at))
    }

    /// So many minutes after the first planned start.
    static func at(_ minute: Int64) -> Instant {
        Instant(milliseconds: 1_526_700_000_000) + .minutes(minute)
    }

    static func meeting() -> RaceMeeting { RaceMeeting(planned) }

    static func act(_ id: String, _ minute: Int64, _ kind: MeetingAct.Kind) -> MeetingAct {
        MeetingAct(id: id, at: at(minute), by: "race control", kind: kind)
    }
}

extension RaceMeeting {
    /// Gives acts one by one, one a minute.
    mutating func give(_ kinds: MeetingAct.Kind..., from minute: Int64 = 0) throws {
        for (index, kind) in kinds.enumerated() {
            try take(Weekend.act("a\(acts.count + 1)", minute + Int64(index), kind))
        }
    }

    /// Why the act is refused; nil where it is taken.
    func refusal(_ kind: MeetingAct.Kind) -> MeetingRefusal? {
        var meeting = self
        do throws(MeetingRefusal) {
            try meeting.take(Weekend.act("x", 500, kind))
            return nil
        } catch { return error }
    }
}
