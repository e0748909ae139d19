public import Timing

/// A session as the timetable has it.
public struct PlannedSession: Hashable, Sendable {
    /// What becomes of the results of a session and of the one that it stands for.
    public enum Parts: String, CaseIterable, Hashable, Sendable {
        /// This one counts, the earlier one does not.
        case replace
        /// They are added up: two parts of one.
        case add
    }

    /// An earlier session that is run again, or goes on in this one.
    public struct Rerun: Hashable, Sendable {
        /// Id of the earlier session.
        public let session: String
        public let parts: Parts

        public init(of session: String, parts: Parts) {
            self.session = session
            self.parts = parts
        }
    }

    /// Short name, as in topics.
    public let id: String
    /// As sheets name it.
    public let name: String
    public let kind: Session.Kind
    /// The series that runs it, as its rulebook names it.
    public let series: String
    /// When it is planned to begin, in UTC; nil: the timetable does not say. It advises; nothing begins by it.
    public let planned: Instant?
    /// The session that it stands for.
    public let of: Rerun?

    public init(
        id: String, name: String, kind: Session.Kind, series: String, planned: Instant? = nil, of: Rerun? = nil
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.series = series
        self.planned = planned
        self.of = of
    }
}
