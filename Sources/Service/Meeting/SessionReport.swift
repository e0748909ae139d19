import Timing
import Wire

/// What the meeting, and other sessions, need to know of a session: written by its lane, and kept when that is closed.
struct SessionReport: Sendable {
    /// Id of the session.
    let session: String
    /// The session with the entries that it has now.
    let rules: RaceRules
    /// Those that are not withdrawn.
    let entries: [Entry]
    /// What has been taken over for its start, and holds.
    let startLists: [Timekeeper.TakenStartList]
    /// Nil before its flag and its end.
    let result: SettledResult?
    /// Where the result comes from; nil without one.
    let origin: ResultOrigin?

    init(_ scorer: borrowing Scorer) {
        session = scorer.publication.session
        let listed = scorer.timekeeper.session
        rules = listed.rules
        var entries: [Entry] = []
        for (slot, entry) in listed.entries.enumerated() where !scorer.timekeeper.isWithdrawn(CarIndex(slot)) {
            entries.append(entry)
        }
        self.entries = entries
        startLists = scorer.timekeeper.startLists
        result = scorer.result?.settled
        origin = scorer.result.map { [session, epoch = scorer.publication.epoch] in
            ResultOrigin(session, epoch: epoch, sequence: $0.sequence)
        }
    }
}
