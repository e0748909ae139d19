import Journal
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
    let tray: AnswerTray
    let desk: RecordDesk
    let doors: DoorBoard
    let intake: IntakeBoard
    let record: RecordBoard
    let keys: KeyKeeper
    let clock: RecordClock
    /// For a daemon of a pair.
    let pair: PairBoard?
    let log: Logger
}
