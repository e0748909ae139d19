import Timing

/// What a result sheet of practice or qualifying says of the times: each car's best lap, and how many it drove.
///
/// A lap that is quicker than the car's best on the sheet, and could be its best, was deleted there.
struct BestLapSheet {
    private struct Best {
        let lap: Int?
        let time: Milliseconds?
        let laps: Int?
        let row: Table.Row
    }

    private var bests: [String: Best] = [:]
    /// Numbers in the order of the sheet.
    private(set) var order: [String] = []
    private let hasTimes: Bool

    /// Columns of a sheet that is ordered by best laps.
    static func isOfBestLaps(_ sheet: Table) -> Bool {
        if sheet.has("TIME"), !sheet.has("TOTAL_TIME") { return true }
        // The same columns as of a race, yet in the order of the fastest laps, and not in that of laps.
        let best = sheet.rows.compactMap { ClockText.milliseconds($0["FL_TIME"]) }
        let laps = sheet.rows.compactMap { Int($0["LAPS"]) }
        return best.count > 2 && zip(best, best.dropFirst()).allSatisfy { $0 <= $1 }
            && zip(laps, laps.dropFirst()).contains { $0 < $1 }
    }

    /// The sheet of Al Kamel; of a race the fastest laps.
    init(_ sheet: Table) {
        let (time, lap) = sheet.has("TIME") ? ("TIME", "LAP") : ("FL_TIME", "FL_LAPNUM")
        self.init(sheet, numbers: "NUMBER", time: time, lap: lap, laps: "LAPS")
    }

    /// A sheet with these columns.
    init(_ sheet: Table, numbers: String, time: String, lap: String, laps: String) {
        hasTimes = sheet.has(time)
        for row in sheet.rows where !row[numbers].isEmpty {
            let number = row[numbers]
            order.append(number)
            let best = ClockText.milliseconds(row[time]).flatMap { $0 > .zero ? $0 : nil }
            bests[number] = Best(lap: Int(row[lap]), time: best, laps: Int(row[laps]), row: row)
        }
    }

    /// The lap times that were deleted, and where the sheet and the file of laps disagree.
    func deleted(in cars: [ReportedCar], start: Instant, notes: inout [String]) -> [ReportedRace.DeletedTime] {
        var deleted: [ReportedRace.DeletedTime] = []
        var others: [String] = []
        for car in cars {
            guard let best = bests[car.number.text] else { continue }
            if let laps = best.laps, laps != car.laps.count, !car.laps.isEmpty {
                others.append(
                    "\(best.row.place): car \(car.number) has \(laps) lap(s) on the sheet and \(car.laps.count) in the file."
                )
            }
            guard hasTimes else { continue }
            let times = Self.times(of: car)
            if let time = best.time {
                guard car.laps.isEmpty || Self.isThere(time, best.lap, of: car, start: start) else {
                    others.append(
                        "\(best.row.place): car \(car.number)'s best lap of \(ClockText.text(time)) is not in the file of laps."
                    )
                    continue
                }
                if !times.contains(where: { $0.time == time }), !car.laps.isEmpty {
                    others.append(
                        "\(best.row.place): car \(car.number)'s best lap of \(ClockText.text(time)) begins or ends in the pit "
                            + "lane, or is lap 1; such laps do not count here.")
                }
            }
            let quicker = times.filter { lap in
                guard let time = best.time else { return true }
                // Of equal times the first counts.
                return lap.time < time || lap.time == time && best.lap.map { lap.number < $0 } ?? false
            }
            for lap in quicker {
                deleted.append(
                    .init(
                        car: car.number, lap: lap.number,
                        reason: "not counted by the result sheet, line \(best.row.line)"))
            }
            if !quicker.isEmpty {
                let numbers = quicker.map { "\($0.number)" }.joined(separator: ", ")
                others.append(
                    "\(best.row.place): the sheet does not count the time of lap(s) \(numbers) of car \(car.number), quicker "
                        + "than its best there: deleted.")
            }
        }
        notes += others
        if let line = disorder(of: cars) { notes.append(line) }
        return deleted
    }

    /// Laps that can be best laps: neither lap 1 nor one that begins or ends in the pit lane.
    private static func times(of car: ReportedCar) -> [(number: Int, time: Milliseconds)] {
        zip(car.laps, car.laps.dropFirst()).compactMap { before, lap in
            guard lap.number == before.number + 1, lap.number > 1, !before.isInPit, !lap.isInPit, !lap.isEstimated,
                lap.hasKnownBegin(after: before)
            else { return nil }
            return (lap.number, lap.end - before.end)
        }
    }

    private static func isThere(_ time: Milliseconds, _ number: Int?, of car: ReportedCar, start: Instant) -> Bool {
        car.laps.indices.contains { place in
            let lap = car.laps[place]
            let took = car.begin(of: place, start: start).map { lap.end - $0 }
            return lap.time == time || took == time || number == lap.number && lap.isEstimated
        }
    }

    /// The first place that does not follow from the best laps.
    private func disorder(of cars: [ReportedCar]) -> String? {
        let timed = order.compactMap { number in
            bests[number].flatMap { best in best.time.map { (number, $0, best.row) } }
        }
        for (before, after) in zip(timed, timed.dropFirst()) where after.1 < before.1 {
            return "\(after.2.place): car \(after.0) stands behind car \(before.0) on the sheet though its best lap is "
                + "quicker: the order by best laps is computed."
        }
        return nil
    }
}
