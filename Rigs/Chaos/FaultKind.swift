import ArgumentParser

/// A fault in a race.
enum FaultKind: String, CaseIterable, ExpressibleByArgument {
    case undisturbed
    /// `kill -9` at a random instant: once, twice, right after the start, while it catches up.
    case kill
    /// The same, and the end of the journal is gone with it, as after a power cut.
    case torn
    /// The journal's disk is full for a while; some are killed meanwhile.
    case fullDisk = "full-disk"
    /// The feed is gone and comes back, its boxes with the same numbers or as new runs.
    case feed
    /// The network between feed and daemon freezes or breaks.
    case feedLine = "feed-line"
    /// The same between daemon and subscriber.
    case subscriberLine = "subscriber-line"
    /// A feed that stops and starts, repeats itself and mixes up the order.
    case stutter
    /// A box is cut off for a good part of the race, and gives its crossings all at once; killed on the way.
    case lateBox = "late-box"
    /// Heartbeats with false numbers and old times.
    case lies
    /// Two boxes at the Line on two feeds, one of which dies.
    case twoFeeds = "two-feeds"
    /// The machine's clock is stepped, over restarts too.
    case machineClock = "machine-clock"
    /// A box's clock steps, and the timekeeper's command puts it right.
    case boxClock = "box-clock"
    /// Boxes tell times that are years ahead.
    case farTime = "far-time"
    /// Strangers make noise at every door: messages without an end, prefixes, answers that are never taken.
    case noise
    /// A stolen key is replaced while its thief is connected at every door.
    case replacedKey = "replaced-key"
    /// The journal's head is damaged while the daemon is down.
    case head
    /// The journal is moved away and comes back, or is deleted and the daemon killed.
    case journalGone = "journal-gone"
    /// The standby's disk is full; it takes over all the same.
    case standbyDisk = "standby-disk"
    /// Some of all that at once, with kills.
    case mixed
    /// A whole meeting, three races: killed while sessions are armed, run, are decided and closed.
    case meeting
    /// The same with a pair: the standby takes over, and back.
    case takeOver = "take-over"

    /// How often it is done when nothing else is asked for.
    var usual: Int {
        switch self {
        case .undisturbed: 4
        case .kill: 300
        case .torn: 50
        case .fullDisk, .mixed, .meeting: 20
        default: 10
        }
    }

    /// Enough to see that the harness and the daemon still go together.
    var few: Int {
        switch self {
        case .undisturbed: 2
        case .kill: 6
        case .torn: 4
        case .fullDisk, .mixed, .meeting: 2
        default: 1
        }
    }

    /// Published inputs may be missing in the journal: then a new epoch is right, and race control repeats the acts
    /// that are lost.
    var mayForget: Bool { [.torn, .fullDisk, .head, .journalGone].contains(self) }

    /// What the disk held is gone, acts that were acknowledged with it.
    var losesJournal: Bool { self == .torn || self == .journalGone }

    /// All sessions of a meeting are played, not one alone.
    var isOfMeeting: Bool { self == .meeting || self == .takeOver }

    /// A disk has to be mounted for it.
    var needsDisk: Bool { self == .fullDisk || self == .standbyDisk }

    /// All comes in the order in which it comes without the fault, so that the deltas can be the same to the byte.
    var keepsOrder: Bool {
        switch self {
        case .feed, .feedLine, .stutter, .lateBox, .lies, .twoFeeds, .boxClock, .mixed: false
        default: true
        }
    }
}
