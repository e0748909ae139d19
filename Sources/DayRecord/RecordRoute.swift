package import Timing

/// Where an entry of the record goes: which lanes take it.
package struct RecordRoute {
    /// The slots of open windows (`RecordWindows`), a bit each.
    package var slots: UInt64 = 0
    /// Closed sessions whose window it falls in all the same: a crossing that comes late.
    package var closed: [String] = []
    /// What else of the record the session takes before it.
    package var reach: RecordReach?

    package init(slots: UInt64 = 0, closed: [String] = [], reach: RecordReach? = nil) {
        self.slots = slots
        self.closed = closed
        self.reach = reach
    }

    package static let nowhere = RecordRoute()
    package static let everywhere = RecordRoute(slots: .max)

    package var isNowhere: Bool { slots == 0 && closed.isEmpty }
}

/// A part of the record that a session takes afterwards: it began earlier than it was armed, or a car has a transponder
/// whose crossings were another session's.
package struct RecordReach: Sendable {
    /// Official time of the crossings.
    package let times: Range<Instant>
    /// Of these transponders; nil: all that the session would have taken.
    package let transponders: Set<Transponder>?
}
