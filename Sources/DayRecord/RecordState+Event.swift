package import Meeting
package import Rulebook
import Timing

extension RecordState {
    /// Of a meeting, before its first entry.
    package init(meetingOf event: Event) {
        self.init(
            entered: Set(event.entries.flatMap(\.transponders)),
            meeting: MeetingRecord(RaceMeeting(event.planned), MeetingSessions(event)))
    }
}

extension Event {
    /// The sessions as the timetable has them.
    package var planned: [PlannedSession] {
        sessions.map { session in
            PlannedSession(
                id: session.id, name: session.name, kind: session.kind, series: series(of: session.id)?.name ?? "",
                start: slot(of: session.id).planned,
                origin: slot(of: session.id).rerun.map { rerun in
                    .init(session: rerun.of, mode: rerun.parts == .add ? .aggregate : .replace)
                })
        }
    }

    /// The event with the sessions that were added to the meeting.
    package func grown(by record: MeetingRecord) -> Event {
        record.sessions.sessions.reduce(self) { event, session in
            guard event.session(session.id) == nil else { return event }
            let origin = record.meeting[session.id]?.planned.origin
            return event.adding(
                session, series: origin.flatMap { event.slot(of: $0.session).series },
                rerun: origin.map { .init(of: $0.session, parts: $0.mode == .aggregate ? .add : .replace) })
        }
    }
}
