public import Timing

/// A session's place in the timetable: what the event's file says of it beside its rules.
public struct Slot: Hashable, Sendable {
    /// What becomes of the results of a session and of one that was run for it before.
    public enum Parts: String, CaseIterable, Hashable, Sendable {
        /// This one counts, the earlier one does not.
        case replace
        /// They are added up: two parts of one.
        case add
    }

    /// Another session that is run again, or gone on with.
    public struct Rerun: Hashable, Sendable {
        /// Id of the earlier session.
        public let of: String
        public let parts: Parts

        public init(of session: String, parts: Parts) {
            of = session
            self.parts = parts
        }
    }

    /// Id of the session's series; nil where the event has one that has none.
    public let series: String?
    /// When it is planned to begin. It advises; nothing begins by it.
    public let planned: Instant?
    /// The session that it stands for, or is the second part of.
    public let rerun: Rerun?
    /// Of a race: the session in which who drives a car starts the race in it.
    public let starterFrom: String?

    public init(series: String? = nil, planned: Instant? = nil, rerun: Rerun? = nil, starterFrom: String? = nil) {
        self.series = series
        self.planned = planned
        self.rerun = rerun
        self.starterFrom = starterFrom
    }
}
