package import DayRecord
package import Linux
import Timing

/// The record's end of a lane that takes inputs: what does not fit into the lane's inbox waits here.
package struct OpenLane {
    let inbox: LaneInbox
    /// The id by which the lane is told in the record; nil: it is the only one.
    let session: String?
    /// The bits of its routes; none while its window is closed.
    var slots: UInt64
    private var overflow: [LaneInput] = []
    /// It has been handed something since it was woken last: one without is left asleep, however much others get.
    package private(set) var hasNews = false
    private var handedOver = 0
    /// Since when the lane has had no room; nil while it has.
    private var fullSince: Int64?

    /// Inputs that may wait for a lane before the feeds are held back: some milliseconds of it. What a feed floods with
    /// is not in front of another feed's crossing by more than that.
    private static let enough = 4096
    /// Feeds that were held back bring more once a lane has scored so many, or all that it had.
    private static let some = enough / 2
    /// A lane without room for so long goes on by itself: the feeds are no more held back for it, nor other lanes.
    private static let patience: Int64 = 2000
    /// Inputs that wait for such a lane; beyond, the feeds wait after all.
    private static let most = 1 << 19

    package init(_ inbox: LaneInbox, session: String?, slots: UInt64) {
        self.inbox = inbox
        self.session = session
        self.slots = slots
    }

    /// Whether an entry goes to this lane.
    package func takes(_ route: RecordRoute) -> Bool {
        route.slots & slots != 0 || (!route.closed.isEmpty && route.closed.contains { $0 == session })
    }

    /// An input that the lane has once it is woken: until then it may not be in the journal's file.
    package mutating func hand(_ input: LaneInput) {
        hasNews = true
        if overflow.isEmpty, inbox.stage(input) { return }
        overflow.append(input)
    }

    /// Hands over what waited, as far as there is room.
    package mutating func tend(now: Int64) {
        while handedOver < overflow.count, inbox.stage(overflow[handedOver]) {
            handedOver += 1
            hasNews = true
        }
        if handedOver == overflow.count {
            if !overflow.isEmpty { overflow.removeAll(keepingCapacity: overflow.count < 1 << 14) }
            handedOver = 0
        }
        wake()
        if waiting < Self.enough {
            fullSince = nil
        } else if fullSince == nil {
            fullSince = now
        }
    }

    /// The lane has what it was handed. If it sleeps it is woken, or its work is done by the caller where that is
    /// little.
    /// - Parameter isAlone: no other lane was handed anything.
    package mutating func wake(isAlone: Bool = false) {
        guard hasNews else { return }
        hasNews = false
        inbox.wake(isAlone: isAlone)
    }

    /// Inputs that the lane has not scored.
    package var waiting: Int { inbox.waiting + overflow.count - handedOver }

    /// Rings the bell once the lane has scored some of what waits for it, or all.
    package func awaitRoom(_ bell: Bell) { inbox.awaitRoom(bell, atMost: Self.some) }

    /// It has read what stands before its first input, and scores.
    var hasBegun: Bool { inbox.hasScored }

    /// It takes what the feeds bring, and may have some of it.
    package var hasRoom: Bool { slots != 0 && waiting < Self.enough }

    /// How many more inputs the feeds may bring before the lane has to be waited for. It goes on by itself only where
    /// another lane has room (`othersGoOn`): else what a feed floods with would be in front of all that others bring.
    package func room(now: Int64, othersGoOn: Bool) -> Int {
        (isWaitedFor(now: now, othersGoOn: othersGoOn) ? Self.enough : Self.most) - waiting
    }

    /// Whether others are held back for this lane.
    func isWaitedFor(now: Int64, othersGoOn: Bool) -> Bool {
        guard othersGoOn, let fullSince else { return true }
        return now - fullSince <= Self.patience
    }

    /// Whether all is scored that was handed over.
    var isCaughtUp: Bool { overflow.isEmpty && inbox.waiting == 0 }
}
