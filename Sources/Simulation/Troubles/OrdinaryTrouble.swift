import Timing

/// The troubles of a race beside its driving: wrong names, readings and entries.
struct OrdinaryTrouble {
    let drivers: DriversHeld
    let weak: WeakLoops
    private(set) var again: [ReadAgain] = []
    private(set) var misreadings: [Misreadings.Misreading] = []
    private(set) var inserted: [InsertedBeside.Inserted] = []
    private(set) var toldOut: [ToldOut.Told] = []

    init(_ drives: Drives, setting: RaceSetting) {
        drivers = DriversHeld(drives, setting: setting)
        weak = WeakLoops(drives, setting: setting)
    }

    /// Further readings of the boxes, beside the passages that they report. A car whose passage was missed is not read
    /// again.
    mutating func read(_ drives: Drives, _ reads: MissedReads, setting: RaceSetting) -> [Passage] {
        let missed = Set(reads.missed.map { "\($0.passage.car) \($0.passage.stamp)" })
        again = drives.again.map { ReadAgain(drivers.named($0.readings), of: $0.of) }.filter { again in
            !missed.contains("\(again.readings.first?.car ?? 0) \(again.of)")
                && !again.readings.contains { reads.isDead($0) }
        }
        guard setting.kind == .race else { return [] }
        misreadings = Misreadings(reads.reported, drives, setting: setting).misreadings.filter { misreading in
            !misreading.readings.contains { reads.isDead($0) }
        }
        inserted = InsertedBeside(reads.reported, drives, setting: setting).inserted
        toldOut = ToldOut(reads.reported, drives, setting: setting).told
        return again.flatMap(\.readings) + misreadings.flatMap(\.readings)
    }

    /// The acts of timekeepers, stewards and race control on it: name, instant and act.
    func told(
        _ drives: Drives, _ entries: [Entry], starts: [(car: Int, id: CrossingID)]
    ) -> [(id: String, at: Int64, kind: Act.Kind)] {
        var told: [(id: String, at: Int64, kind: Act.Kind)] = []
        for (place, held) in drivers.held.enumerated() {
            told.append(("driver-\(place + 1)", held.told, .driver(entries[held.car].number, driver: held.driver)))
        }
        for (place, insert) in inserted.enumerated() {
            let kind = Act.Kind.insert(entries[insert.passage.car].number, insert.passage.loop, driver: 0)
            told.append(("insert-\(place + 1)", insert.stamp, kind))
        }
        for (place, out) in toldOut.enumerated() {
            told.append(("retired-\(place + 1)", out.at, .retired(entries[out.car].number)))
        }
        for (car, at) in drives.disqualified.sorted(by: { $0.key < $1.key }) {
            let kind = Act.Kind.penalty(entries[car].number, .disqualified, reason: "simulated")
            told.append(("disqualified-\(entries[car].number.text)", at, kind))
        }
        if let prolonged = drives.prolonged { told.append(("prolonged", prolonged.at, .duration(prolonged.to))) }
        for (place, start) in starts.enumerated() {
            guard case .straggler(let late, true) = drives.lateStarts[start.car] else { continue }
            told.append(("void-\(place + 1)", drives.schedule.start + late + 60_000_000, .void(start.id)))
        }
        return told
    }
}
