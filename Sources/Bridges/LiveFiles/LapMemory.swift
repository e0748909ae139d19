package import Client
package import Timing

/// The laps of a session, learned from its deltas: a table has the last one of each car alone.
package struct LapMemory: Hashable, Sendable {
    /// A lap as files tell it.
    package struct Lap: Hashable, Sendable {
        /// From 1.
        package let lap: Int
        package let time: Milliseconds
        /// Since the start signal, without penalties.
        package let ended: Milliseconds
        package let sectors: [Milliseconds?]
        package let driver: String?
        /// What was shown at its end.
        package let flag: Flag?
    }

    /// By car, in their order. A lap that was never heard is missing.
    package private(set) var laps: [CarNumber: [Lap]] = [:]

    private static let mostLaps = 2000

    package init() {}

    /// Takes a table that was not reached by deltas: of each car the last lap is known.
    package mutating func join(_ table: RaceTable) {
        for row in table.classification { keep(row, sectors: [], flag: table.race.flag.known) }
    }

    /// Takes a delta, and the table after it.
    package mutating func take(_ delta: PublishedDelta, after table: RaceTable) {
        for car in delta.gone { laps[car] = nil }
        for change in delta.rows where !Self.lapMembers.isDisjoint(with: change.members) {
            guard let row = table.row(of: change.car) else { continue }
            let last = laps[row.car]?.last
            // A row holds both also where a sector alone is new: the lap keeps the sectors that it ended with.
            if last?.lap == row.laps, last?.time == row.lastLap,
                last?.ended == row.total.map({ $0 - row.penaltyWithin })
            {
                continue
            }
            keep(row, sectors: row.sectors, flag: table.race.flag.known)
        }
    }

    private static let lapMembers: Set<RowMember> = [.laps, .lastLap, .total]

    private mutating func keep(_ row: PublishedRow, sectors: [Milliseconds?], flag: Flag?) {
        let same = laps[row.car]?.last { $0.lap == row.laps }
        laps[row.car]?.removeAll { $0.lap >= row.laps }
        guard row.laps > 0, let time = row.lastLap, let total = row.total else { return }
        let ended = total - row.penaltyWithin
        let isSame = same?.time == time
        laps[row.car, default: []].append(
            Lap(
                lap: row.laps, time: time, ended: ended, sectors: isSame ? same?.sectors ?? sectors : sectors,
                driver: isSame ? same?.driver ?? row.driver : row.driver, flag: isSame ? same?.flag : flag))
        if let count = laps[row.car]?.count, count > Self.mostLaps { laps[row.car]?.removeFirst() }
    }

    /// Takes the laps that were run before those that are known.
    package mutating func take(earlier: LapMemory) {
        for (car, found) in earlier.laps {
            let known = laps[car] ?? []
            // The first that is known was joined with: it has no sectors.
            let from = (known.first?.lap ?? .max) == found.last?.lap ? known.dropFirst() : known[...]
            laps[car] = found.filter { lap in from.first.map { lap.lap < $0.lap } ?? true } + from
        }
    }
}

extension PublishedRow {
    /// The penalties that are in its total: those of a car that has finished.
    var penaltyWithin: Milliseconds { status.known == .finished ? penalty : .zero }
}
