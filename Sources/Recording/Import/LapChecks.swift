import Timing

/// What is common to reading laps of either format.
enum LapChecks {
    /// The value seen most often; the smallest among equals. Nil where there is none.
    static func mode(_ values: [Milliseconds]) -> Milliseconds? {
        var counts: [Milliseconds: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// A lap has to end after the one before.
    static func inOrder(_ lap: ReportedLap, after laps: [ReportedLap], row: Table.Row) throws(ImportFault) {
        guard let before = laps.last, lap.end <= before.end else { return }
        throw row.fault(
            "lap \(lap.number) ending \(ClockText.text(before.end - lap.end)) before lap \(before.number)",
            expected: "each lap of a car to end after the one before", remedy: "correct the times of the row")
    }

    /// Notes where the file's own figures disagree with each other.
    static func note(_ race: ReportedRace, in notes: inout [String]) {
        var times = Noted()
        for car in race.cars {
            for (place, lap) in car.laps.enumerated() {
                let follows = lap.number == (place == 0 ? 1 : car.laps[place - 1].number + 1)
                let isKnown = place == 0 || !car.laps[place - 1].isEstimated
                guard follows, isKnown, !lap.isEstimated else { continue }
                if let time = lap.time, let begin = car.begin(of: place, start: race.start), time != lap.end - begin {
                    times.add(lap.place)
                }
            }
        }
        notes.note(times, "lap time(s) differ from the time between crossings of the Line; the crossings count.")
    }
}
