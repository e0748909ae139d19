package import Timing

/// What a client has been told of a session, as far as RMonitor can say it. A newcomer is told it whole, the others
/// what of it has changed.
package struct RMonitorState: Hashable, Sendable {
    /// A competitor.
    package struct Car: Hashable, Sendable {
        package let competitor: RMonitorRecord.Competitor
        package let additional: RMonitorRecord.Additional
    }

    /// A car's places and times.
    package struct Row: Hashable, Sendable {
        /// The car's number, which is its registration too.
        package let car: String
        /// From 1. Cars without a place in the publication are counted on behind the others.
        package let position: Int
        package let laps: Int
        /// Nil before the first lap, as the last lap's time.
        package let total: Milliseconds?
        package let last: Milliseconds?
        /// By best laps; in practice and qualifying the same as `position`.
        package let bestPosition: Int
        package let bestLap: Int?
        package let best: Milliseconds?
    }

    /// Description of the run.
    package let name: String
    package let settings: [RMonitorRecord.Setting]
    package let classes: [RMonitorRecord.Named]
    /// In order of the entry list.
    package let cars: [Car]
    /// In order of the classification.
    package let rows: [Row]
}
