import Client
import Timing

/// A lap with what the car's row says of it.
struct ListedLap {
    let lap: LapMemory.Lap
    /// When it ended, UTC.
    let at: Instant?
    /// Visits to the pit lane that began, and that ended, in it.
    let entered: PublishedStop?
    let left: PublishedStop?
    let driver: PublishedDriver?
    /// The name, also of a driver whom the entry list does not have.
    let driverName: String

    /// Whether it ended while the car was in the pit lane.
    var endsInPit: Bool {
        guard let entered, let from = entered.entered else { return false }
        return from <= lap.ended && (entered.left.map { $0 > lap.ended } ?? true)
    }

    init(_ lap: LapMemory.Lap, of row: PublishedRow, in table: RaceTable) {
        self.lap = lap
        at = table.race.start.map { $0 + lap.ended }
        let began = lap.ended - lap.time
        func isWithin(_ time: Milliseconds?) -> Bool { time.map { $0 > began && $0 <= lap.ended } ?? false }
        entered = row.stops.last { isWithin($0.entered) }
        left = row.stops.last { isWithin($0.left) }
        driverName = lap.driver ?? ""
        driver = table.entry(of: row.car)?.drivers.first { $0.name == lap.driver }
    }

    /// The laps of all cars that are known, in order of the classification.
    static func all(_ table: RaceTable, _ memory: LapMemory) -> [(row: PublishedRow, laps: [ListedLap])] {
        table.classification.map { row in
            (row, (memory.laps[row.car] ?? []).map { ListedLap($0, of: row, in: table) })
        }
    }

    func sector(_ place: Int) -> Milliseconds? { lap.sectors.indices.contains(place) ? lap.sectors[place] : nil }
}
