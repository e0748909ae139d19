package import Client
package import Timing
import Wire

/// What a board shows that no single table tells: it is learned from the deltas, in their order.
package struct BoardMemory: Sendable {
    /// The latest corrections of what was shown, in their order.
    private(set) var corrections: [JSON] = []
    /// The latest laps of each car, in their order.
    package private(set) var laps: [CarNumber: [KeptLap]] = [:]
    /// How many sectors of the lap under way are behind a car; after the Line all of the lap before.
    private(set) var behind: [CarNumber: Int] = [:]
    /// Which sector, from 0, ends at a loop.
    private var sectorAt: [LoopID: Int] = [:]

    private static let mostLaps = 60
    private static let mostCorrections = 20

    package init() {}

    /// Takes a table that was not reached by deltas.
    package mutating func join(_ table: RaceTable) {
        corrections = []
        let corrected = table.classification.compactMap { row in row.corrected.map { (at: $0.at, row: row) } }
        for (_, row) in corrected.sorted(by: { $0.at < $1.at }) { note(row) }
        for row in table.classification {
            if let at = row.lastLoop, let sector = sectorAt[at] {
                behind[row.car] = sector + 1
            } else {
                behind[row.car] = nil
            }
            laps[row.car]?.removeAll { $0.lap >= row.laps }
            guard row.laps > 0, let time = row.lastLap, let total = row.total else { continue }
            keep(
                KeptLap(
                    lap: row.laps, time: time, ended: total - row.penalty, sectors: [],
                    flag: max(0, table.flags.count - 1)),
                of: row.car)
        }
    }

    /// Takes a delta, with the table before it.
    package mutating func take(_ delta: PublishedDelta, before table: RaceTable) {
        for car in delta.gone {
            laps[car] = nil
            behind[car] = nil
        }
        for change in delta.rows {
            let row = table.row(of: change.car)
            learnSectors(change, delta, before: row)
            // A row holds both also where a sector alone is new: the lap keeps the sectors that it ended with.
            let isLap = change.members.contains(.laps) && change.values.laps != row?.laps
            let isTime = change.members.contains(.lastLap) && change.values.lastLap != row?.lastLap
            if isLap || isTime {
                takeLap(change, delta, table, before: row)
            }
            if change.members.contains(.corrected), var row {
                row.apply(change)
                note(row)
            }
        }
    }

    // MARK: Sectors

    private mutating func learnSectors(_ change: RowChange, _ delta: PublishedDelta, before row: PublishedRow?) {
        guard !delta.isCorrection, case .crossing(let crossing) = delta.input, crossing.car == change.car else {
            return
        }
        if delta.outcome == .lap {
            behind[change.car] = .max
        } else if delta.outcome == .sector {
            let changed = zip(change.values.sectors, row?.sectors ?? []).enumerated().filter { $1.0 != $1.1 }
            if change.members.contains(.sectors), changed.count == 1, let place = changed.first?.offset {
                sectorAt[crossing.loop] = place
            }
            behind[change.car] = sectorAt[crossing.loop].map { $0 + 1 }
        }
    }

    // MARK: Laps

    private mutating func takeLap(
        _ change: RowChange, _ delta: PublishedDelta, _ table: RaceTable, before row: PublishedRow?
    ) {
        func after<Value>(_ member: RowMember, _ value: KeyPath<PublishedRow, Value>) -> Value? {
            change.members.contains(member) ? change.values[keyPath: value] : row?[keyPath: value]
        }
        let count = after(.laps, \.laps) ?? 0
        laps[change.car]?.removeAll { $0.lap >= count }
        guard count > 0, let time = after(.lastLap, \.lastLap) ?? nil, let total = after(.total, \.total) ?? nil else {
            return
        }
        keep(
            KeptLap(
                lap: count, time: time, ended: total - (after(.penalty, \.penalty) ?? .zero),
                sectors: after(.sectors, \.sectors) ?? [], flag: max(0, (delta.flags ?? table.flags).count - 1)),
            of: change.car)
    }

    private mutating func keep(_ lap: KeptLap, of car: CarNumber) {
        laps[car, default: []].append(lap)
        if let count = laps[car]?.count, count > Self.mostLaps { laps[car]?.removeFirst(count - Self.mostLaps) }
    }

    /// Takes the laps that were run before those that are known.
    mutating func takeLaps(of earlier: BoardMemory) {
        for (car, found) in earlier.laps {
            let known = laps[car] ?? []
            // The first that is known was joined with: it has no sectors.
            let from = (known.first?.lap ?? .max) == found.last?.lap ? known.dropFirst() : known[...]
            let all = found.filter { lap in from.first.map { lap.lap < $0.lap } ?? true } + from
            laps[car] = all.suffix(Self.mostLaps)
        }
    }

    // MARK: Corrections

    /// What stood on the board, and what stands there now.
    private mutating func note(_ row: PublishedRow) {
        guard let corrected = row.corrected else { return }
        let was = corrected.was
        let compared: [(BoardColumn, JSON, JSON)] = [
            (.position, .of(was.position), .of(row.position)), (.laps, .of(was.laps), .of(row.laps)),
            (.totalMs, .of(was.total), .of(row.total)), (.gapMs, .of(was.gap), .of(row.gap)),
            (.gapLaps, .of(was.gapLaps), .of(row.gapLaps)),
            (.lastLapMs, .of(was.lastLap), .of(row.lastLap)), (.bestLapMs, .of(was.bestLap), .of(row.bestLap)),
            (.status, was.status.map { .string($0.text) } ?? .null, .string(row.status.text)),
        ]
        let changes = compared.filter { $0.1 != .null && $0.1 != $0.2 }
        guard !changes.isEmpty else { return }
        corrections.append(
            .members([
                "atMs": .of(corrected.at), "car": .string(row.car.text),
                "text": .string(changes.map { CorrectionText.words($0.0, $0.1, $0.2) }.joined(separator: ", ")),
                "changes": .array(changes.map { .array([.string($0.0.rawValue), $0.1, $0.2]) }),
            ]))
        corrections.removeFirst(max(0, corrections.count - Self.mostCorrections))
    }
}
