import Client
import Timing
import Wire

/// The values of a car's row, in the order of the columns.
struct BoardRow {
    let table: RaceTable
    let memory: BoardMemory
    let now: Instant
    /// Faults are told before the stewards have decided on them.
    let isOpenToAll: Bool
    /// By car.
    let net: [CarNumber: PublishedNet]
    /// Net gap of the net leader of a class.
    let classLeaders: [String: Milliseconds]
    let infringements: [CarNumber: [PublishedInfringement]]
    let cupPlaces: [CarNumber: Int]
    /// Places on the grid, overall and in the class.
    let grid: [CarNumber: Int]
    let classGrid: [CarNumber: Int]
    /// The best time of each sector of all cars.
    let bestSectors: [Milliseconds?]

    init(_ table: RaceTable, _ memory: BoardMemory, now: Instant, isOpenToAll: Bool) {
        self.table = table
        self.memory = memory
        self.now = now
        self.isOpenToAll = isOpenToAll
        net = Dictionary(table.net.map { ($0.car, $0) }) { _, last in last }
        classLeaders = Dictionary(
            table.net.compactMap { one in table.entry(of: one.car).map { ($0.carClass, one.gap) } }
        ) { min($0, $1) }
        infringements = Dictionary(grouping: table.infringements, by: \.car)
        cupPlaces = Self.cupPlaces(table)
        grid = Dictionary(zip(table.grid, 1...)) { first, _ in first }
        var counts: [String: Int] = [:]
        classGrid = Dictionary(
            table.grid.map { car in
                let name = table.entry(of: car)?.carClass ?? ""
                counts[name, default: 0] += 1
                return (car, counts[name] ?? 0)
            }
        ) { first, _ in first }
        let rows = table.classification
        let count = rows.map(\.bestSectors.count).max() ?? 0
        bestSectors = (0..<count).map { place in
            rows.compactMap { $0.bestSectors.indices.contains(place) ? $0.bestSectors[place] : nil }.min()
        }
    }

    /// Places among the cars of a cup in a class: cars that share a place overall share it there.
    private static func cupPlaces(_ table: RaceTable) -> [CarNumber: Int] {
        var counts: [String: (count: Int, place: Int, overall: Int)] = [:]
        var places: [CarNumber: Int] = [:]
        for row in table.classification {
            guard let overall = row.position, let cup = table.entry(of: row.car)?.cup else { continue }
            let name = row.carClass + "\n" + cup
            var counted = counts[name] ?? (0, 0, 0)
            counted.count += 1
            if counted.overall != overall { counted.place = counted.count }
            counted.overall = overall
            counts[name] = counted
            places[row.car] = counted.place
        }
        return places
    }

    /// The values of an entry; all null where the table has no row for it.
    func values(of entry: PublishedEntry) -> [JSON] {
        guard let row = table.row(of: entry.car) else { return BoardColumn.allCases.map { _ in .null } }
        return BoardColumn.allCases.map { value($0, row, entry) }
    }

    private func value(_ column: BoardColumn, _ row: PublishedRow, _ entry: PublishedEntry) -> JSON {
        switch column {
        case .position: .of(row.position)
        case .gained: .of(gained(row))
        case .classPosition: .of(row.classPosition)
        case .classGained: .of(classGained(row))
        case .status: .string(row.status.text)
        case .laps: .of(row.laps)
        case .gapMs: .of(row.gap)
        case .gapLaps: .of(row.gapLaps)
        case .gapIsNow: .bool(row.isGapNow)
        case .intervalMs: .of(row.interval)
        case .intervalLaps: .of(row.intervalLaps)
        case .classGapMs: .of(row.classGap)
        case .classGapLaps: .of(row.classGapLaps)
        case .classIntervalMs: .of(row.classInterval)
        case .classIntervalLaps: .of(row.classIntervalLaps)
        case .cupPosition: .of(cupPlaces[row.car])
        case .lastLapMs: .of(row.lastLap)
        case .lastSign: .of(lastSign(row))
        case .bestLapMs: .of(row.bestLap)
        case .bestLap: .of(row.bestLapNumber)
        case .bestSign: .of(bestSign(row))
        case .sectorsMs: .array(row.sectors.map { .of($0) })
        case .sectorSigns: .array(row.sectors.indices.map { .of(sectorSign($0, row)) })
        case .driver: .of(row.driver.flatMap { name in entry.drivers.firstIndex { $0.name == name } })
        case .stop: stop(row) ?? .null
        case .stopInMs: .of(stopEntry(row))
        case .stopHistory: stopHistory(row, entry)
        case .netPosition: .of(net[row.car]?.position)
        case .netClassPosition: .of(net[row.car]?.classPosition)
        case .netGapMs: .of(net[row.car]?.gap)
        case .netClassGapMs: .of(netClassGap(row))
        case .netOwedMs: .of(net[row.car]?.owed)
        case .stintFromMs: .of(row.stintBegan)
        case .stintToMs: .of(row.stintEnd(in: table.race))
        case .driverFromMs: .of(row.driverBegan)
        case .stops: .of(row.stops.count { $0.counts })
        case .totalMs: .of(row.total)
        case .estimated: .array(row.estimated.map { .string($0.name) })
        case .corrected: .of(row.corrected?.at)
        case .lastLoop: .of(row.lastLoop?.value)
        case .lastMs: .of(row.lastSeen)
        }
    }

    private func gained(_ row: PublishedRow) -> Int? {
        guard let before = grid[row.car], let position = row.position, table.race.start != nil else {
            return nil
        }
        return before - position
    }

    private func classGained(_ row: PublishedRow) -> Int? {
        guard let before = classGrid[row.car], let position = row.classPosition, table.race.start != nil else {
            return nil
        }
        return before - position
    }

    /// Entry of the visit by which a mandatory stop was judged, or else of the latest that counts.
    private func stopEntry(_ row: PublishedRow) -> Milliseconds? {
        let judged = table.verdicts(of: row.car).last { $0.obligation?.kind == .stop && $0.visit != nil }?.visit
        if let judged, row.stops.indices.contains(judged - 1) { return row.stops[judged - 1].entered }
        return row.stops.last { $0.counts }?.entered
    }

    private func netClassGap(_ row: PublishedRow) -> Milliseconds? {
        guard let own = net[row.car], let first = classLeaders[row.carClass] else { return nil }
        return own.gap - first
    }

    private func lastSign(_ row: PublishedRow) -> Int {
        guard let last = row.lastLap, row.bestLapNumber == row.laps, last == row.bestLap else { return 0 }
        return bestSign(row) == 2 ? 2 : 1
    }

    private func bestSign(_ row: PublishedRow) -> Int {
        guard row.bestLap != nil else { return 0 }
        if table.race.bestLap?.car == row.car { return 2 }
        return table.race.classBestLaps.contains { $0.best.car == row.car } ? 3 : 0
    }

    private func sectorSign(_ place: Int, _ row: PublishedRow) -> Int {
        if let behind = memory.behind[row.car], place >= behind { return -1 }
        guard let time = row.sectors[place], row.bestSectors.indices.contains(place), time == row.bestSectors[place]
        else { return 0 }
        return time == bestSectors[place] ? 2 : 1
    }

    private func stopHistory(_ row: PublishedRow, _ entry: PublishedEntry) -> JSON {
        StopHistory(
            row, entry, table.verdicts(of: row.car), infringements[row.car] ?? [], table.race,
            PublicView(showsVerdicts: isOpenToAll)
        ).json
    }

    func stop(_ row: PublishedRow) -> JSON? {
        let verdicts = table.verdicts(of: row.car)
        guard !verdicts.isEmpty else { return nil }
        let cell = StopCell(
            verdicts, infringements[row.car] ?? [], now: table.race.start.map { now - $0 }, isOpenToAll: isOpenToAll)
        return cell.json
    }
}
