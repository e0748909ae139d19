import Timing

/// What the marshals showed, as seen by each car at the Line.
struct AlKamelFlags {
    private static let codes: [String: Flag] = [
        "GF": .green, "YF": .yellow, "FCY": .fullCourseYellow, "SF": .safetyCar, "SC": .safetyCar, "RF": .red,
        "FF": .chequered, "CH": .chequered,
    ]

    private struct Seen {
        let flag: Flag
        let at: Instant
        /// When the lap began.
        let began: Instant
        let carClass: String
        let place: String
    }

    typealias Course = (flags: [(flag: Flag, at: Instant)], chequered: (at: Instant, isEstimated: Bool)?)

    private var seen: [Seen] = []
    private var foreign: [String: Noted] = [:]

    mutating func add(_ code: String, at instant: Instant, began: Instant, carClass: String, place: String) {
        if code.isEmpty { return }
        if let flag = Self.codes[code.uppercased()] {
            seen.append(Seen(flag: flag, at: instant, began: began, carClass: carClass, place: place))
        } else {
            foreign[code, default: Noted()].add(place)
        }
    }

    /// Cars of one instant must not depend on the order of the file: green comes first.
    private var inOrder: [Seen] {
        seen.sorted { ($0.at, Self.rank($0.flag)) < ($1.at, Self.rank($1.flag)) }
    }

    private func noteForeign(in notes: inout [String]) {
        for (code, noted) in foreign.sorted(by: { $0.key < $1.key }) {
            notes.note(noted, "row(s) have the unknown flag \"\(code)\", which is ignored.")
        }
    }

    // MARK: Races

    /// Changes of flag in order of time, and the chequered flag.
    ///
    /// After the first chequered flag nothing else counts: cars farther back may still report green.
    /// - Parameter winner: where the chequered flag fell if no car reports it.
    func changes(start: Instant, winner: Instant?, notes: inout [String]) -> Course {
        noteForeign(in: &notes)
        let order = inOrder
        var changes: [Seen] = []
        for next in order where next.flag != changes.last?.flag {
            if next.flag == .chequered {
                Self.note(changes, in: &notes)
                return (Self.flags(changes, start: start), (next.at, false))
            }
            changes.append(next)
        }
        Self.note(changes, in: &notes)
        if order.last?.flag == .red {
            notes.append(
                "No row shows the chequered flag, and the last ones show red: the race ended under it, and every lap "
                    + "counts. See \(order.last?.place ?? "").")
            return (Self.flags(changes, start: start), nil)
        }
        guard let winner else { return (Self.flags(changes, start: start), nil) }
        notes.append(
            "No row shows the chequered flag: it is estimated at the last crossing of the Line by the car "
                + "with the most laps, \(ClockText.text(winner - start)) after the start.")
        return (Self.flags(changes, start: start).filter { $0.at < winner }, (winner, true))
    }

    // MARK: Practice and qualifying

    /// The same of a session in which the best lap counts. Cars or classes may go out in turns, each with its own
    /// chequered flag: the last of them ends the session. A car crosses the Line once under it; where a file has more
    /// laps after it, or no chequered flag at all, the session ended when the last car came home.
    func changes(start: Instant, laps: [[Instant]], notes: inout [String]) -> Course {
        noteForeign(in: &notes)
        let order = inOrder
        // The Line crossed for the last time but one: a flag before that takes the last lap away.
        let least = laps.compactMap { $0.dropLast().last }.max().map { $0 + Milliseconds(1) }
        var changes: [Seen] = []
        var turns: [Seen] = []
        for next in order {
            if next.flag == .chequered {
                if changes.last?.flag != .chequered || turns.isEmpty { turns.append(next) }
                changes.append(next)
            } else if changes.last?.flag == .chequered {
                // A lap begun after the flag, and not under red: the next cars are out.
                guard let turn = turns.last, next.began >= turn.at, next.flag != .red else { continue }
                changes.append(next)
            } else if next.flag != changes.last?.flag {
                changes.append(next)
            }
        }
        let isOver = changes.last?.flag == .chequered
        let last = isOver ? turns.popLast() : nil
        for turn in turns {
            notes.append(
                "\(turn.place): class \(turn.carClass) saw the chequered flag "
                    + "\(ClockText.text(turn.at - start)) after the start, and other cars began laps after it: "
                    + "the session "
                    + "was run in turns and ended later.")
        }
        var shown: [Seen] = []
        for change in changes where change.flag != .chequered && change.flag != shown.last?.flag {
            shown.append(change)
        }
        Self.note(shown, in: &notes)
        let flags = Self.flags(shown, start: start)
        guard let last else {
            notes.append(
                "No row shows the chequered flag at the end: the session ends with the last crossing of the Line, and every "
                    + "lap of the file counts.")
            return (flags, nil)
        }
        guard let least, least > last.at else { return (flags.filter { $0.at < last.at }, (last.at, false)) }
        notes.append(
            "\(last.place): a car saw the chequered flag \(ClockText.text(last.at - start)) after the start, and a car has "
                + "two laps after it: the flag is put "
                + "\(ClockText.text(least - start)) after the start, so that every lap of "
                + "the file counts.")
        return (flags.filter { $0.at < least }, (least, true))
    }

    // MARK: Shared

    /// The session was started under the flag that the first car saw a lap later.
    private static func flags(_ changes: [Seen], start: Instant) -> [(flag: Flag, at: Instant)] {
        changes.enumerated().map { place, change in (change.flag, place == 0 ? start : change.at) }
    }

    private static func note(_ changes: [Seen], in notes: inout [String]) {
        var noted = Noted()
        for change in changes { noted.add(change.place) }
        notes.note(
            noted,
            "flag(s) are put where the first car crossed the Line under them, the first at the start; "
                + "they were shown up to a lap earlier.")
    }

    private static func rank(_ flag: Flag) -> Int {
        Flag.allCases.firstIndex(of: flag) ?? 0
    }
}
