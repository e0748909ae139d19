import Timing

/// Turns reported laps into crossings.
///
/// A lap gives its pit exit, the boundaries of its sectors, its pit entry and the Line. Boundaries are the
/// instants of the Line plus or minus sectors, because the files state no others.
struct Passages {
    private struct Passage {
        let at: Instant
        let loop: LoopID
        let car: Int
        let driver: UInt8
        let isEstimated: Bool
    }

    private let race: ReportedRace
    private var passages: [Passage] = []
    /// Sector boundaries for which the sectors before and the sectors after give different instants.
    private var differing = Noted()
    /// Sector boundaries that would fall outside of their lap, or before another one.
    private var misplaced = Noted()

    /// Crossings of all cars in order of time, numbered 1, 2, 3 …; a car has the transponder of its place
    /// in `race.cars`.
    static func crossings(of race: ReportedRace, notes: inout [String]) -> [Crossing] {
        var passages = Passages(race: race)
        for car in race.cars.indices { passages.add(car: car) }
        notes.note(
            passages.differing,
            "sector boundaries have another instant counted back from the lap's end than forward from its "
                + "begin; the first of the two that lies inside its lap is taken.")
        notes.note(passages.misplaced, "sector boundaries would fall outside of their lap and are left out.")
        return passages.numbered()
    }

    private init(race: ReportedRace) {
        self.race = race
    }

    private mutating func add(car: Int) {
        let laps = race.cars[car].laps
        for (place, lap) in laps.enumerated() {
            func add(_ at: Instant, _ loop: LoopID, isEstimated: Bool = false) {
                passages.append(
                    Passage(at: at, loop: loop, car: car, driver: lap.driver, isEstimated: isEstimated))
            }
            if let exit = lap.pitExit { add(exit.at, ImportCircuit.pitExit, isEstimated: exit.isEstimated) }
            if let begin = race.cars[car].begin(of: place, start: race.start) {
                let isBeginKnown = place == 0 || !laps[place - 1].isEstimated
                for (sector, at) in boundaries(of: lap, begin: begin, isBeginKnown: isBeginKnown).enumerated() {
                    if let at { add(at, ImportCircuit.end(ofSector: sector + 1)) }
                }
            }
            if let entry = lap.pitEntry {
                add(entry.at, ImportCircuit.pitEntry, isEstimated: entry.isEstimated)
            }
            for passage in lap.passages {
                add(passage.at, passage.isEntry ? ImportCircuit.pitEntry : ImportCircuit.pitExit)
            }
            if let visit = lap.visit {
                add(visit.entry, ImportCircuit.pitEntry, isEstimated: true)
                add(visit.exit, ImportCircuit.pitExit, isEstimated: true)
            }
            add(lap.end, lap.isInPit ? ImportCircuit.linePit : ImportCircuit.line, isEstimated: lap.isEstimated)
        }
    }

    /// Ends of all sectors but the last, each strictly between its neighbours.
    private mutating func boundaries(of lap: ReportedLap, begin: Instant, isBeginKnown: Bool) -> [Instant?] {
        let count = max(0, race.sectors - 1)
        var forward = [Instant?](repeating: nil, count: count)
        var backward = forward
        var at: Instant? = isBeginKnown ? begin : nil
        for sector in 0..<count {
            at = Self.sum(at, lap.sectors[sector], +)
            forward[sector] = at
        }
        at = lap.end
        for sector in (0..<count).reversed() {
            at = Self.sum(at, lap.sectors[sector + 1], -)
            backward[sector] = at
        }
        var floor = max(begin, lap.pitExit?.at ?? begin)
        let ceiling = min(lap.end, lap.pitEntry?.at ?? lap.end)
        return (0..<count).map { sector in
            let ways = [forward[sector], backward[sector]].compactMap(\.self)
            guard let first = ways.first, let last = ways.last else { return nil }
            if first != last { differing.add(lap.place) }
            guard let chosen = ways.first(where: { $0 > floor && $0 < ceiling }) else {
                misplaced.add(lap.place)
                return nil
            }
            floor = chosen
            return chosen
        }
    }

    private static func sum(
        _ at: Instant?, _ sector: Milliseconds?, _ sum: (Instant, Milliseconds) -> Instant
    ) -> Instant? {
        guard let at, let sector else { return nil }
        return sum(at, sector)
    }

    private func numbered() -> [Crossing] {
        let order = passages.indices.sorted {
            (passages[$0].at, passages[$0].car, $0) < (passages[$1].at, passages[$1].car, $1)
        }
        return order.enumerated().map { number, place in
            let passage = passages[place]
            return Crossing(
                id: CrossingID(decoder: 1, epoch: 1, number: UInt64(number + 1)),
                stamp: passage.at.milliseconds * 1000,
                transponder: ImportCircuit.transponder(ofCar: passage.car),
                loop: passage.loop, driver: passage.driver, isEstimated: passage.isEstimated)
        }
    }
}

/// Loops and transponders of an imported race, which the files do not name.
enum ImportCircuit {
    static let line = LoopID(1)
    static let linePit = LoopID(2)
    static let pitEntry = LoopID(10)
    static let pitExit = LoopID(11)
    /// Sector loops are 3 … 9.
    static let mostSectors = 8

    static func end(ofSector sector: Int) -> LoopID {
        LoopID(UInt16(2 + sector))
    }

    static func transponder(ofCar place: Int) -> Transponder {
        Transponder(UInt32(1001 + place))
    }

    /// The circuit as far as the crossings show it.
    static func circuit(name: String, race: ReportedRace) -> Circuit {
        let short = Milliseconds.seconds(2)
        let lineMinimum = min(.seconds(20), Milliseconds((fastestLap(of: race)?.count ?? .max) / 2))
        var loops = [
            Loop(id: line, name: "Line", kind: .line, minimum: lineMinimum),
            Loop(id: linePit, name: "Line in pit lane", kind: .linePit, minimum: lineMinimum),
        ]
        for sector in 1..<max(1, race.sectors) {
            loops.append(
                Loop(id: end(ofSector: sector), name: "S\(sector) end", kind: .sector, minimum: short))
        }
        if race.cars.contains(where: { $0.laps.contains { $0.isInPitLane } }) {
            loops.append(Loop(id: pitEntry, name: "Pit entry", kind: .pitEntry, minimum: short))
            loops.append(Loop(id: pitExit, name: "Pit exit", kind: .pitExit, minimum: short))
        }
        return Circuit(name: name, lengthMetres: nil, loops: loops)
    }

    /// The shortest time between two crossings of the Line, or between the start and the first.
    private static func fastestLap(of race: ReportedRace) -> Milliseconds? {
        race.cars.flatMap { car in
            car.laps.indices.compactMap { place in
                car.begin(of: place, start: race.start).map { car.laps[place].end - $0 }
            }
        }.min()
    }
}
