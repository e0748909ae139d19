package import Logging
package import Rulebook

/// All that a lane shares with the rest of the daemon. A lane shares nothing with another lane but the record.
package struct LaneSurroundings: Sendable {
    /// The places in the files where the rules are written.
    let event: Event
    package let limits: DaemonConfiguration.Limits
    /// Where the journal lies; nil without one.
    let journalFolder: String?
    let publisher: Publisher
    package let parts: DaemonParts
    let keys: KeyKeeper
    /// For a daemon of a pair.
    let pair: PairBoard?
    let log: Logger
    /// What each session of a meeting has reported.
    var results = ResultBoard()

    package init(
        event: Event, limits: DaemonConfiguration.Limits, journalFolder: String?, publisher: Publisher,
        parts: DaemonParts, keys: KeyKeeper, pair: PairBoard?, log: Logger
    ) {
        self.event = event
        self.limits = limits
        self.journalFolder = journalFolder
        self.publisher = publisher
        self.parts = parts
        self.keys = keys
        self.pair = pair
        self.log = log
    }

    var desk: RecordDesk { parts.desk }
    var tray: AnswerTray { parts.tray }
    var clock: RecordClock { parts.clock }
    var doors: DoorBoard { parts.doors }
    var intake: IntakeBoard { parts.intake }
    var record: RecordBoard { parts.record }
}
