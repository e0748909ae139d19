import Wire

/// All that the daemon's threads share: signs to stop, boards, desks.
struct DaemonParts: Sendable {
    // The order in which they are shown.
    let feedsStop = StopSign()
    let lanesStop = StopSign()
    let recordStop = StopSign()
    let doorsStop = StopSign()

    /// The addresses are ours: the feeds may be read.
    let doorsAreOpen = StopSign()

    let intake = IntakeBoard()
    let record = RecordBoard()
    let doors = DoorBoard()
    let desk = RecordDesk()
    let tray = AnswerTray()
    let clock = RecordClock()
    let takers: TopicTakers
    let milestones: MilestoneShelf
    let end = Ending()
    /// Of the thread that reads the feeds.
    let health = Progress()
}

/// The record, open to be written on, and what its journal says to the feeds.
struct OpenedRecord: ~Copyable {
    var record: Record
    let known: Reopened
}
