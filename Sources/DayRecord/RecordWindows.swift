package import Timing

/// The windows of a meeting's sessions on its record, and where a crossing goes (docs/protocol.md, "The meeting").
///
/// A crossing goes to the sessions whose entry list knows its transponder and whose window it falls in. One that no
/// session knows goes to all that are open: they hold it, until it is assigned.
package struct RecordWindows {
    private struct Held {
        let session: String
        var window: SessionWindow
        /// Its bit in a route, while it is open.
        var slot: Int?
    }

    private var held: [Held] = []
    /// Which sessions know a transponder: its place in `sessions`. One look-up a crossing, also after forty sessions.
    /// Made of the windows' own `worn`, and made anew where places move.
    private var wearers = TransponderTable()
    /// Sessions that know the same transponder, as places in `held`.
    private var sessions: [[Int]] = []

    package init() {}

    /// Changes with each opening and closing.
    package private(set) var generation = 0

    private static let mostOpen = 64

    /// The slot of a session; nil while it is closed.
    package func slot(of session: String) -> Int? { held.first { $0.session == session }?.slot }

    /// The sessions that take inputs.
    package var open: [String] { held.filter { $0.slot != nil }.map(\.session) }

    package func isOpen(_ session: String) -> Bool { slot(of: session) != nil }

    /// The session takes inputs from here on. One that was closed goes on.
    /// - Parameter armed: from when on it was said to be its own.
    package mutating func open(_ session: String, at instant: Instant, armed: Instant? = nil, worn: Set<Transponder>) {
        let used = held.compactMap(\.slot)
        guard let slot = (0..<Self.mostOpen).first(where: { !used.contains($0) }) else { return }
        generation += 1
        guard let place = place(of: session) else {
            held.append(
                Held(session: session, window: SessionWindow(opened: instant, armed: armed, worn: worn), slot: slot))
            for transponder in worn { note(transponder, of: held.count - 1) }
            return
        }
        guard held[place].slot == nil else { return }
        held[place].window.open()
        held[place].slot = slot
    }

    /// Where a window opens at the latest crossing's instant: after it. That one has been written already, and went to
    /// no lane of the session: it is found where the session's start reaches back.
    package static func after(_ reached: Instant) -> Instant {
        reached > .distantPast ? reached + Milliseconds(1) : reached
    }

    /// The session takes nothing more. Late crossings of its window are its own still, until it is settled.
    package mutating func close(_ session: String, at instant: Instant, isSettled: Bool) {
        guard let place = place(of: session) else { return }
        held[place].window.close(at: instant, isSettled: isSettled)
        held[place].slot = nil
        generation += 1
    }

    /// It was never meant to be open.
    package mutating func forget(_ session: String) {
        held.removeAll { $0.session == session }
        (wearers, sessions) = (TransponderTable(), [])
        for (place, one) in held.enumerated() {
            for transponder in one.window.worn { note(transponder, of: place) }
        }
        generation += 1
    }

    // MARK: Routes

    package func route(_ transponder: Transponder, at instant: Instant) -> RecordRoute {
        var route = RecordRoute()
        // A car of the event whose session is over, or has not begun, is no stranger in another series' session.
        guard let wearer = wearers[transponder] else {
            for place in held.indices where takes(place, at: instant) {
                if let slot = held[place].slot { route.slots |= 1 << slot }
            }
            return route
        }
        // By place: the list is not retained and released for each crossing.
        for number in sessions[Int(wearer)].indices {
            let place = sessions[Int(wearer)][number]
            guard takes(place, at: instant) else { continue }
            if let slot = held[place].slot {
                route.slots |= 1 << slot
            } else {
                route.closed.append(held[place].session)
            }
        }
        return route
    }

    private func takes(_ place: Int, at instant: Instant) -> Bool {
        held[place].window.contains(instant) && !held[place].window.isSettled
    }

    /// Time goes to all that are open.
    package var all: RecordRoute {
        RecordRoute(slots: held.reduce(0) { slots, one in one.slot.map { slots | 1 << $0 } ?? slots })
    }

    /// An act goes to its session, open or closed.
    package func route(to session: String) -> RecordRoute {
        slot(of: session).map { RecordRoute(slots: 1 << $0) } ?? RecordRoute(closed: [session])
    }

    // MARK: Acts of sessions

    /// A session's start signal. It opens the window of one that was not armed.
    /// - Returns: the part of the record before the window that is its own as well.
    package mutating func start(_ session: String, at instant: Instant, reached: Instant, worn: Set<Transponder>)
        -> RecordReach?
    {
        if !isOpen(session) { open(session, at: Self.after(reached), worn: worn) }
        guard let place = place(of: session) else { return nil }
        let window = held[place].window
        return held[place].window.reachBack(to: min(instant, window.armed ?? instant)).map {
            RecordReach(times: $0, transponders: nil)
        }
    }

    /// The crossings of a transponder are a car's from now on.
    /// - Returns: those of its window that went to other sessions, if there can be any.
    package mutating func wear(_ transponder: Transponder, in session: String) -> RecordReach? {
        guard let place = place(of: session), !held[place].window.worn.contains(transponder) else { return nil }
        held[place].window.wear(transponder)
        note(transponder, of: place)
        let isShared = held.contains { $0.session != session && $0.window.worn.contains(transponder) }
        guard isShared else { return nil }
        let window = held[place].window
        return RecordReach(times: window.opened..<(window.closed ?? .distantFuture), transponders: [transponder])
    }

    /// Whether a crossing is the session's by a reach into the record.
    package func isReached(_ transponder: Transponder, at instant: Instant, of session: String, by reach: RecordReach)
        -> Bool
    {
        guard reach.times.contains(instant) else { return false }
        if let transponders = reach.transponders { return transponders.contains(transponder) }
        guard let place = place(of: session) else { return false }
        return held[place].window.worn.contains(transponder)
            || !held.contains { $0.window.contains(instant) && $0.window.worn.contains(transponder) }
    }

    private mutating func note(_ transponder: Transponder, of place: Int) {
        if let wearer = wearers[transponder] { return sessions[Int(wearer)].append(place) }
        wearers[transponder] = Int32(sessions.count)
        sessions.append([place])
    }

    private func place(of session: String) -> Int? { held.firstIndex { $0.session == session } }
}
