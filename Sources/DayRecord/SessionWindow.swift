package import Timing

/// A session's window on the record: the crossings that are its own.
package struct SessionWindow {
    /// Official time from which crossings are its own: of its arming, or of an earlier start signal.
    package private(set) var opened: Instant
    /// Official time from which it was said to be armed: what came between is taken with the start signal.
    package private(set) var armed: Instant?
    /// Official time from which they are no more; nil while the session takes inputs.
    package private(set) var closed: Instant?
    /// It stands, and late crossings change it no more.
    package private(set) var isSettled = false
    /// Transponders of its entry list, and those that were assigned in it.
    package private(set) var worn: Set<Transponder>

    package init(opened: Instant, armed: Instant? = nil, worn: Set<Transponder>) {
        self.opened = opened
        // A moment is the way that the command took.
        if let armed, armed + .seconds(1) < opened { self.armed = armed }
        self.worn = worn
    }

    /// Whether the instant lies in it.
    package func contains(_ instant: Instant) -> Bool { instant >= opened && instant < closed ?? .distantFuture }

    /// Whether crossings and times come to it now.
    package var isOpen: Bool { closed == nil }

    package mutating func wear(_ transponder: Transponder) { worn.insert(transponder) }

    /// The session began earlier than it was armed.
    /// - Returns: the part of the record that is its own as well.
    package mutating func reachBack(to instant: Instant) -> Range<Instant>? {
        guard instant < opened else { return nil }
        defer { opened = instant }
        return instant..<opened
    }

    package mutating func close(at instant: Instant, isSettled: Bool) {
        closed = closed ?? max(instant, opened)
        self.isSettled = isSettled
    }

    /// It takes inputs again.
    package mutating func open() {
        closed = nil
        isSettled = false
    }
}
