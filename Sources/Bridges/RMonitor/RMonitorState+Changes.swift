import Timing

extension RMonitorState {
    /// What a client that has been told the state before has to be told now, to be written at once. Nil where no record
    /// can say it (a car is gone, the session has another name): everything is told anew then.
    package func changes(since before: RMonitorState) -> [RMonitorRecord]? {
        let gone = Set(before.cars.map(\.competitor.registration)).subtracting(cars.map(\.competitor.registration))
        guard gone.isEmpty, name == before.name, rows.count >= before.rows.count else { return nil }
        return changedNames(since: before) + changedRows(since: before)
    }

    private func changedNames(since before: RMonitorState) -> [RMonitorRecord] {
        if settings == before.settings, classes == before.classes, cars == before.cars { return [] }
        var records: [RMonitorRecord] = settings.filter { !before.settings.contains($0) }.map { .setting($0) }
        records += classes.filter { !before.classes.contains($0) }.map { .carClass($0) }
        let told = Set(before.cars)
        let known = Dictionary(before.cars.map { ($0.competitor.registration, $0) }) { first, _ in first }
        for car in cars where !told.contains(car) {
            let earlier = known[car.competitor.registration]
            if car.competitor != earlier?.competitor { records.append(.competitor(car.competitor)) }
            if car.additional != earlier?.additional { records.append(.additional(car.additional)) }
        }
        return records
    }

    private func changedRows(since before: RMonitorState) -> [RMonitorRecord] {
        if rows == before.rows { return [] }
        let earlier = Dictionary(before.rows.map { ($0.car, $0) }) { first, _ in first }
        var events: [RMonitorRecord] = []
        var places: [RMonitorRecord] = []
        var bests: [(position: Int, record: RMonitorRecord)] = []
        for row in rows {
            let old = earlier[row.car]
            if old == row { continue }
            if let old { events += row.events(since: old) }
            if row.race != old?.race { places.append(row.race) }
            if row.bestPlace != old?.bestPlace { bests.append((row.bestPosition, row.bestPlace)) }
        }
        return events + places + bests.sorted { $0.position < $1.position }.map(\.record)
    }
}

extension RMonitorState.Row {
    /// A lap that ended, or a result that was corrected. Only a passing can say a last lap's time, so that one is told
    /// also where a correction has changed it.
    fileprivate func events(since before: Self) -> [RMonitorRecord] {
        var events: [RMonitorRecord] = []
        if let total, let old = before.total, total != old, laps <= before.laps {
            events.append(
                .correction(.init(registration: car, number: car, laps: laps, total: total, by: total - old)))
        }
        if let last, let total, laps != before.laps || last != before.last {
            events.append(.passing(.init(registration: car, lap: last, total: total)))
        }
        return events
    }
}
