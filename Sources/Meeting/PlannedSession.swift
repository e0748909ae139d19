public import Timing

/// A session as the timetable has it.
public struct PlannedSession: Hashable, Sendable {
    /// Short name used in topics, files and commands, for example `race2`.
    public let id: String
    /// As the event file writes it.
    public let name: String
    /// What it is run for.
    public let kind: Session.Kind
    /// Name of the series, whose rulebook and entry list it has.
    public let series: String
    /// When it is to start; nil: without a time.
    public let start: Instant?
    /// The session that it is run again of; nil for one that stands for itself.
    public let origin: Origin?

    /// The session that another one goes back to.
    public struct Origin: Hashable, Sendable {
        /// What becomes of the results of both.
        public enum Mode: String, CaseIterable, Sendable {
            /// The later one stands in place of the earlier.
            case replace
            /// Both are parts of one session: the results are added up.
            case aggregate
        }

        /// Id of the earlier session.
        public let session: String
        /// What becomes of the results of both.
        public let mode: Mode

        public init(session: String, mode: Mode) {
            self.session = session
            self.mode = mode
        }
    }

    public init(
        id: String, name: String, kind: Session.Kind, series: String, start: Instant? = nil, origin: Origin? = nil
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.series = series
        self.start = start
        self.origin = origin
    }
}
