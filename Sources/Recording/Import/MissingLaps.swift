import Timing

/// Laps that have a number but no row in the file.
///
/// Where the lap after them states its time, that gives the instant at which it began. What remains is shared out
/// evenly. All of them are estimates, and the time of a lap that begins with a shared-out one is no lap time.
enum MissingLaps {
    static func fill(_ race: inout ReportedRace, notes: inout [String]) {
        var filled = Noted()
        var impossible = Noted()
        for car in race.cars.indices {
            var laps: [ReportedLap] = []
            let shortest = shortest(race.cars[car].laps)
            for lap in race.cars[car].laps {
                let missing = missing(before: lap, after: laps.last, start: race.start)
                if let first = missing.first {
                    let begin = laps.last?.end ?? race.start
                    if let shortest, (lap.end - begin).count / Int64(missing.count + 1) < shortest.count / 2 {
                        impossible.add(lap.place)
                    } else {
                        laps += missing
                        if let last = missing.last, !lap.hasKnownBegin(after: last) {
                            race.deleted.append(
                                .init(
                                    car: race.cars[car].number, lap: lap.number,
                                    reason: "its beginning is estimated"))
                        }
                        for _ in first.number..<lap.number { filled.add(lap.place) }
                    }
                }
                laps.append(lap)
            }
            race.cars[car].laps = laps
        }
        notes.note(
            filled,
            "lap(s) have no row in the file: their numbers show that they were driven, and they are estimated. The row "
                + "after each is named.")
        notes.note(
            impossible,
            "lap number(s) follow the one before by more laps than there was time for: no lap is put between them.")
    }

    private static func shortest(_ laps: [ReportedLap]) -> Milliseconds? {
        var times = laps.compactMap(\.time)
        for (before, lap) in zip(laps, laps.dropFirst()) where lap.number == before.number + 1 {
            times.append(lap.end - before.end)
        }
        return times.filter { $0 > .zero }.min()
    }

    private static func missing(before lap: ReportedLap, after last: ReportedLap?, start: Instant) -> [ReportedLap] {
        let number = last?.number ?? 0
        let begin = last?.end ?? start
        guard lap.number > number + 1, lap.number - number < 1000 else { return [] }
        let count = Int64(lap.number - number - 1)
        let stated = lap.time.map { lap.end - $0 }.flatMap { $0 > begin + Milliseconds(count) ? $0 : nil }
        let share = stated.map { ($0 - begin).count / count } ?? (lap.end - begin).count / (count + 1)
        guard share > 0 else { return [] }
        return (1...count).map { place in
            let end =
                place == count ? stated ?? begin + Milliseconds(share * place) : begin + Milliseconds(share * place)
            return ReportedLap(
                number: number + Int(place), end: end, time: nil,
                sectors: lap.sectors.map { _ in nil }, driver: lap.driver, endsInPit: place == count && lap.leavesPit,
                isEstimated: true, place: lap.place)
        }
    }
}
