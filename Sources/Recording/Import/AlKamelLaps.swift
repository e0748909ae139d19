import Timing

/// Makes laps of the rows of a car.
///
/// A lap ends where ELAPSED says. Where that cannot be read, or is not after the lap before, LAP_TIME or else HOUR
/// gives the end; a row with neither is left out, and its lap is one of those that are missing.
struct AlKamelLaps {
    let start: Instant
    let midnight: Instant
    let sectorColumns: [String]
    private var unread = UnreadTimes()
    private var moved = Noted()
    private var dropped = Noted()
    private var repeated = Noted()

    init(start: Instant, midnight: Instant, sectorColumns: [String]) {
        self.start = start
        self.midnight = midnight
        self.sectorColumns = sectorColumns
    }

    /// The laps, and the rows that they are of, in the same order.
    mutating func laps(of car: CarRows) throws(ImportFault) -> (laps: [ReportedLap], rows: CarRows) {
        repeated.add(contentsOf: car.repeated)
        let stated = car.rows.map { unread.time("ELAPSED", $0.row) }
        let times = car.rows.map { unread.time("LAP_TIME", $0.row) }
        let isSound = Self.sound(stated, times: times)
        var laps: [ReportedLap] = []
        var kept: [(lap: Int, row: Table.Row)] = []
        for (place, (number, row)) in car.rows.enumerated() {
            let begin = laps.last?.end ?? start
            let next = (place + 1..<stated.count).first { isSound[$0] }.flatMap { stated[$0] }.map { start + $0 }
            var end = isSound[place] ? stated[place].map { start + $0 } : nil
            if end == nil {
                let isNext = number == (laps.last?.number ?? 0) + 1
                end = another(row, begin: begin, before: next, time: isNext ? times[place] : nil)
                if end == nil { dropped.add(row) } else { moved.add(row) }
            }
            guard let end else { continue }
            kept.append((number, row))
            laps.append(
                ReportedLap(
                    number: number, end: end, time: times[place], sectors: sectorColumns.map { unread.time($0, row) },
                    driver: try AlKamelResults.driverID(row),
                    endsInPit: Self.isMarked(row["CROSSING_FINISH_LINE_IN_PIT"]),
                    leavesPit: !row["PIT_TIME"].isEmpty, place: row.place))
        }
        return (laps, CarRows(number: car.number, rows: kept))
    }

    /// `B` for the French word; other exports say 1 or yes.
    private static func isMarked(_ text: String) -> Bool {
        ["B", "1", "Y", "YES", "TRUE", "P", "PIT", "X"].contains(text.uppercased())
    }

    /// The end of a lap whose ELAPSED is of no use.
    private func another(_ row: Table.Row, begin: Instant, before next: Instant?, time: Milliseconds?) -> Instant? {
        var ends: [Instant] = []
        if let time, time > .zero { ends.append(begin + time) }
        if let hour = ClockText.milliseconds(row["HOUR"]) {
            ends.append(begin.next(timeOfDay: hour, midnight: midnight))
        }
        return ends.first { end in end > begin && next.map { end < $0 } ?? true }
    }

    /// Which of the elapsed times go up from lap to lap. Of two that do not, the one that does not agree with its lap
    /// time is wrong.
    private static func sound(_ stated: [Milliseconds?], times: [Milliseconds?]) -> [Bool] {
        var isSound = stated.map { $0 != nil }
        var last: Int?
        var beforeLast: Int?
        for place in stated.indices {
            guard let now = stated[place] else { continue }
            guard let before = last, let then = stated[before] else {
                isSound[place] = now > .zero
                if isSound[place] { last = place }
                continue
            }
            if now > then {
                (beforeLast, last) = (before, place)
                continue
            }
            let start = beforeLast.flatMap { stated[$0] } ?? .zero
            let agrees = times[before].map { start + $0 == then } ?? true
            if agrees || now <= start {
                isSound[place] = false
            } else {
                isSound[before] = false
                last = place
            }
        }
        return isSound
    }

    func note(in notes: inout [String]) {
        unread.note(in: &notes)
        notes.note(repeated, "row(s) stand in the file twice and are taken once.")
        notes.note(
            moved,
            "lap(s) have an elapsed time that is missing, unreadable or not after the lap before: the lap time or the time "
                + "of day gives their end.")
        notes.note(dropped, "row(s) have no time from which the end of the lap follows and are left out.")
    }
}
