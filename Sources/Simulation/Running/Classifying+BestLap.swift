import Timing

/// The true result of practice and qualifying.
extension Truth {
    /// Practice and qualifying: by best lap; of equal ones who set it first, then the second-best lap, then the
    /// entry list. Cars without a lap time come last (R19).
    static func byBestLap(_ records: [CarRecord], _ entries: [Entry]) -> [Row] {
        func precedes(_ left: Int, _ right: Int) -> Bool {
            guard let best = records[left].best else { return false }
            guard let other = records[right].best else { return true }
            guard best.time == other.time else { return best.time < other.time }
            let (set, otherSet) = (records[left].laps[best.lap - 1].since, records[right].laps[other.lap - 1].since)
            guard set == otherSet else { return set < otherSet }
            let (second, otherSecond) = (records[left].secondBest ?? .max, records[right].secondBest ?? .max)
            return (second, left) < (otherSecond, right)
        }
        let timed = records.indices.filter { records[$0].best != nil }.sorted(by: precedes)
        var rows = (timed + records.indices.filter { records[$0].best == nil }).map { car in
            var row = Row(number: car, record: records[car], of: entries[car])
            row.status = records[car].isUnseen ? "notStarted" : "finished"
            return row
        }
        var inClass: [String: Int] = [:]
        for index in timed.indices {
            let row = rows[index]
            guard let best = row.bestLapMs, let pole = rows[0].bestLapMs else { continue }
            inClass[row.carClass, default: 0] += 1
            rows[index].position = index + 1
            rows[index].classPosition = inClass[row.carClass]
            rows[index].gapMs = best - pole
            rows[index].intervalMs = best - (rows[max(index - 1, 0)].bestLapMs ?? pole)
            rows[index].intervalLaps = 0
        }
        return rows
    }
}

extension CarRecord {
    /// The second of its lap times, in order of time.
    fileprivate var secondBest: Int64? {
        measured.map(\.time).sorted().dropFirst().first
    }
}
