import Logging
import Rulebook

/// All that a lane shares with the rest of the daemon. A lane shares nothing with another lane but the record.
struct LaneSurroundings: Sendable {
    /// The places in the files where the rules are written.
    let event: Event
    let limits: DaemonConfiguration.Limits
    /// Where the journal lies; nil without one.
    let journalFolder: String?
    let publisher: Publisher
    let parts: DaemonParts
    let keys: KeyKeeper
    /// For a daemon of a pair.
    let pair: PairBoard?
    let log: Logger
    /// What each session of a meeting has reported.
    var results = ResultBoard()

    var desk: RecordDesk { parts.desk }
    var tray: AnswerTray { parts.tray }
    var clock: RecordClock { parts.clock }
    var doors: DoorBoard { parts.doors }
    var intake: IntakeBoard { parts.intake }
    var record: RecordBoard { parts.record }
}
