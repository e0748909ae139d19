import Timing

extension Truth {
    /// The classification of cars whose every lap is known.
    init(records: [CarRecord], entries: [Entry], setting: RaceSetting, startMs: Int64, chequered: Int64?) {
        let rows =
            setting.kind == .race
            ? Self.race(records, entries, setting.rules(entries)) : Self.byBestLap(records, entries)
        self.init(startMs: startMs, chequeredMs: chequered.map { startMs + $0 }, classification: rows)
    }

    /// By laps and time (R18).
    private static func race(_ records: [CarRecord], _ entries: [Entry], _ rules: RaceRules) -> [Row] {
        let order = records.enumerated().map { ($0.offset, $0.element) }.sorted(by: CarRecord.precedes)
        let eligible = order.filter { _, record in
            !record.laps.isEmpty && !record.isDisqualified && (record.isFinished || !rules.mustTakeFlag)
        }
        var rows = order.map { car, record in
            Row(number: car, record: record, of: entries[car])
        }
        let isClassified = order.map { car, record in
            let winner =
                switch rules.classifiedBasis {
                case .overall: eligible.first
                case .carClass: eligible.first { entries[$0.0].carClass == entries[car].carClass }
                }
            let needed = rules.classifiedPercent * (winner?.1.laps.count ?? 0) / 100
            return !record.laps.isEmpty && !record.isDisqualified && record.laps.count >= needed
                && (record.isFinished || !rules.mustTakeFlag)
        }
        for index in rows.indices {
            let isFinished = order[index].1.isFinished
            rows[index].status =
                isClassified[index] ? (isFinished ? "finished" : "retired") : "notClassified"
        }
        for index in rows.indices where order[index].1.isUnseen { rows[index].status = "notStarted" }
        for index in rows.indices where order[index].1.isDisqualified { rows[index].status = "disqualified" }
        let isOut = order.map(\.1.isDisqualified)
        let places =
            rows.indices.filter { isClassified[$0] } + rows.indices.filter { !isClassified[$0] && !isOut[$0] }
            + rows.indices.filter { isOut[$0] }
        rows = places.map { rows[$0] }
        number(&rows)
        measure(&rows)
        return rows
    }

    /// Gives the classified cars their places, overall and in their classes. Cars of one total share theirs.
    private static func number(_ rows: inout [Row]) {
        var inClass: [String: (count: Int, last: Row)] = [:]
        for index in rows.indices where rows[index].isClassified {
            let row = rows[index]
            let ahead = index > 0 ? rows[index - 1] : nil
            rows[index].position = ahead.flatMap { $0.hasResult(of: row) ? $0.position : nil } ?? index + 1
            let before = inClass[row.carClass]
            let count = (before?.count ?? 0) + 1
            rows[index].classPosition =
                before.flatMap { $0.last.hasResult(of: row) ? $0.last.classPosition : nil } ?? count
            inClass[row.carClass] = (count, rows[index])
        }
    }

    /// Gaps to the first row, intervals to the row ahead.
    private static func measure(_ rows: inout [Row]) {
        for index in rows.indices where rows[index].status != "disqualified" {
            (rows[index].gapMs, rows[index].gapLaps) = distance(from: rows[0], to: rows[index])
            guard rows[index].position != nil else { continue }
            let ahead = rows[max(index - 1, 0)]
            (rows[index].intervalMs, rows[index].intervalLaps) = distance(from: ahead, to: rows[index])
        }
    }

    private static func distance(from ahead: Row, to row: Row) -> (Int64?, Int) {
        guard ahead.laps == row.laps, let lead = ahead.totalMs, let total = row.totalMs else {
            return (nil, ahead.laps - row.laps)
        }
        return (total - lead, 0)
    }
}

extension Truth.Row {
    /// The row of a car's own record; its place follows from the others'.
    init(number car: Int, record: CarRecord, of entry: Entry) {
        let best = record.best
        self.init(
            number: entry.number, carClass: entry.carClass, position: nil, classPosition: nil,
            laps: record.laps.count, totalMs: record.laps.last?.since,
            isTotalMissed: record.laps.last?.isMissed ?? false, gapMs: nil, gapLaps: 0, intervalMs: nil,
            intervalLaps: nil, bestLapMs: best?.time, bestLap: best?.lap, stops: record.stops, status: "")
    }

    fileprivate var isClassified: Bool {
        status == "finished" || status == "retired"
    }

    fileprivate func hasResult(of other: Truth.Row) -> Bool {
        laps == other.laps && totalMs == other.totalMs
    }
}
