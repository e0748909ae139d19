import Client
import Timing

/// What of a session's course is counted while a bridge follows it, and is in no table: who led for how many laps, and
/// on which lap a car was last in the pit lane. A bridge that joins late counts from there.
struct MultiloopRun: Hashable, Sendable {
    private(set) var leader: CarNumber?
    private(set) var changes = 0
    private var led: [CarNumber: Int] = [:]
    private var lastPit: [CarNumber: Int] = [:]
    private var ids: [CarNumber: Int] = [:]

    func led(_ car: CarNumber) -> Int { led[car] ?? 0 }

    func lastPit(_ car: CarNumber) -> Int { lastPit[car] ?? 0 }

    /// A number that a car keeps for the run.
    mutating func id(of car: CarNumber) -> Int {
        if let id = ids[car] { return id }
        ids[car] = ids.count + 1
        return ids.count
    }

    /// Takes a car's row, and the one before.
    mutating func take(_ row: PublishedRow, before: PublishedRow) {
        if row.laps > before.laps, row.position == 1 { led[row.car, default: 0] += row.laps - before.laps }
        if row.stops.count > before.stops.count { lastPit[row.car] = row.laps + 1 }
    }

    /// Takes the leader. True where it is another than before, and there was one.
    mutating func take(leader now: CarNumber?) -> Bool {
        guard let now, now != leader else { return false }
        let isChange = leader != nil
        if isChange { changes += 1 }
        leader = now
        return isChange
    }
}
