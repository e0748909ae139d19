public import Timing

/// A session that is put into the timetable on the day: one that is run again, or its second part.
public struct AddedSession: Hashable, Sendable {
    /// Its own id.
    public let id: String
    /// The session that it is like: kind, series, rulebook and entry list are that one's.
    public let origin: PlannedSession.Origin
    /// Its name; nil: made of the name of the other.
    public let name: String?
    /// When it is to start; nil: without a time.
    public let start: Instant?

    public init(id: String, origin: PlannedSession.Origin, name: String? = nil, start: Instant? = nil) {
        self.id = id
        self.origin = origin
        self.name = name
        self.start = start
    }

    /// As the timetable has it.
    func planned(like other: PlannedSession) -> PlannedSession {
        let made = other.name + (origin.mode == .replace ? ", run again" : ", second part")
        return PlannedSession(
            id: id, name: name ?? made, kind: other.kind, series: other.series, start: start, origin: origin)
    }
}
