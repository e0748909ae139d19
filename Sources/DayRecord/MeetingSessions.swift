package import Meeting
package import Rulebook
package import Timing

/// The sessions of a meeting with their rules and entries: those of the event's file, and those that were added because
/// one is run again or goes on in a second part.
package struct MeetingSessions: Sendable {
    package private(set) var sessions: [Session]

    package init(_ event: Event) { sessions = event.sessions }

    package func session(_ id: String) -> Session? { sessions.first { $0.id == id } }

    /// Transponders of a session's entry list.
    package func worn(_ id: String) -> Set<Transponder> { Set(session(id)?.entries.flatMap(\.transponders) ?? []) }

    /// A session that was added is run by the rules, and with the entries, of the one that it is of.
    package mutating func learn(_ meeting: RaceMeeting) {
        guard meeting.sessions.count != sessions.count else { return }
        for planned in meeting.sessions.map(\.planned) where session(planned.id) == nil {
            guard let of = planned.origin.flatMap({ session($0.session) }) else { continue }
            sessions.append(
                Session(
                    id: planned.id, name: planned.name, kind: of.kind, circuit: of.circuit, rules: of.rules,
                    entries: of.entries))
        }
    }
}
