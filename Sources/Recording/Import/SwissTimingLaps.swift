import Timing

/// Makes laps of the rows of a car: each ends at the sum of the times so far.
struct SwissTimingLaps {
    let start: Instant
    let sectorColumns: [String]
    let result: Table?
    private var unread = UnreadTimes()
    private var unfinished = Noted()
    private var untimed = Noted()
    private var renumbered = Noted()
    private var joined = Noted()

    init(start: Instant, sectorColumns: [String], result: Table?) {
        self.start = start
        self.sectorColumns = sectorColumns
        self.result = result
    }

    mutating func laps(of car: CarRows) throws(ImportFault) -> [ReportedLap] {
        var rows = car.rows
        if let last = rows.last, isUnfinished(last.row, of: car) {
            unfinished.add(last.row)
            rows.removeLast()
        }
        let official = result?.rows.first { $0["Bib"] == car.number }.flatMap { Int($0["LapCount"]) }
        let joins = official == Set(rows.map(\.lap)).count
        var laps: [ReportedLap] = []
        var end = start
        for (number, row) in rows {
            let sectors = sectorColumns.map { unread.time($0, row) }
            guard let time = unread.time("Time", row) ?? Self.sum(sectors), time > .zero else {
                untimed.add(row)
                continue
            }
            end = end + time
            var lap = ReportedLap(
                number: number, end: end, time: time, sectors: sectors, driver: 0, endsInPit: false, place: row.place)
            if let before = laps.last, number <= before.number {
                if joins, number == before.number {
                    joined.add(row)
                    lap = ReportedLap(
                        number: number, end: end, time: (before.time ?? .zero) + time,
                        sectors: sectors.map { _ in nil },
                        driver: 0, endsInPit: false, place: before.place)
                    laps.removeLast()
                } else {
                    renumbered.add(row)
                    lap = ReportedLap(
                        number: before.number + 1, end: end, time: time, sectors: sectors, driver: 0, endsInPit: false,
                        place: row.place)
                }
            }
            laps.append(lap)
        }
        return laps
    }

    /// The last row of a car that did not come round: it has no time, or no time of its last sector, or the result does
    /// not count it.
    private func isUnfinished(_ row: Table.Row, of car: CarRows) -> Bool {
        guard let time = ClockText.milliseconds(row["Time"]) else { return true }
        let sectors = sectorColumns.map { ClockText.milliseconds(row[$0]) }
        if let last = sectors.last, last == nil, sectors.contains(where: { $0 != nil }) {
            let known = sectors.compactMap(\.self).reduce(Milliseconds.zero, +)
            if time <= known { return true }
        }
        guard let official = result?.rows.first(where: { $0["Bib"] == car.number }),
            let laps = Int(official["LapCount"]), let total = ClockText.milliseconds(official["TotalTime"])
        else { return false }
        let before = car.rows.dropLast().compactMap { ClockText.milliseconds($0.row["Time"]) }
            .reduce(Milliseconds.zero, +)
        return laps == car.rows.count - 1 && total == before
    }

    private static func sum(_ sectors: [Milliseconds?]) -> Milliseconds? {
        guard !sectors.isEmpty, sectors.allSatisfy({ $0 != nil }) else { return nil }
        return sectors.compactMap(\.self).reduce(.zero, +)
    }

    func note(in notes: inout [String]) {
        unread.note(in: &notes)
        notes.note(unfinished, "lap(s) at the end of a car's list are unfinished and are left out.")
        notes.note(
            untimed,
            "row(s) have no lap time and are left out: all later laps of the car end too early by that time."
        )
        notes.note(renumbered, "row(s) have the number of a lap before and are counted as the next one.")
        notes.note(
            joined, "row(s) have the number of the lap before, and the result counts both as one: they are joined.")
    }
}
