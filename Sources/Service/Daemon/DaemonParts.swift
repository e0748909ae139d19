package import Wire

/// All that the daemon's threads share: signs to stop, boards, desks.
package struct DaemonParts: Sendable {
    // The order in which they are shown.
    let feedsStop = StopSign()
    package let lanesStop = StopSign()
    let recordStop = StopSign()
    let doorsStop = StopSign()

    /// The addresses are ours: the feeds may be read.
    let doorsAreOpen = StopSign()

    let intake = IntakeBoard()
    package let record = RecordBoard()
    let doors = DoorBoard()
    package let desk = RecordDesk()
    let tray = AnswerTray()
    package let clock = RecordClock()
    package let takers: TopicTakers
    let milestones: MilestoneShelf
    let end = Ending()
    /// Of the thread that reads the feeds.
    let health = Progress()

    package init(takers: TopicTakers, milestones: MilestoneShelf) {
        self.takers = takers
        self.milestones = milestones
    }
}

/// The record, open to be written on, and what its journal says to the feeds.
struct OpenedRecord: ~Copyable {
    var record: Record
    let known: Reopened
}
