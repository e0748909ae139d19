import Recording
import Rulebook
import Simulation
import Testing
import Timing

@Suite("Hundreds of generated races")
struct GeneratedRaceTests {
    static let seeds = Array(1...200) as [UInt64]

    @Test("laps, totals and best laps are those of the crossings, counted independently", arguments: seeds)
    func counting(seed: UInt64) throws {
        let race = SimulatedRace.run(.generated(seed: seed))
        let evidence = Evidence(race)
        for (car, entry) in race.event.entries.enumerated() {
            let row = try #require(race.row(of: entry))
            let laps = evidence.laps[car]
            #expect(row.laps == laps.count, "seed \(seed), \(entry.number)")
            #expect(row.totalMs == laps.last, "seed \(seed), \(entry.number)")
            let times = zip(laps, laps.dropFirst()).map { $1 - $0 }
            let best = times.min()
            #expect(row.bestLapMs == best, "seed \(seed), \(entry.number)")
            let number = best.flatMap { times.firstIndex(of: $0) }.map { $0 + 2 }
            #expect(row.bestLap == number, "seed \(seed), \(entry.number)")
        }
    }

    @Test("positions are 1 to n, each once, and gaps and intervals add up", arguments: seeds)
    func addingUp(seed: UInt64) {
        let race = SimulatedRace.run(.generated(seed: seed))
        let rows = race.truth.classification
        #expect(Set(rows.map(\.number)) == Set(race.event.entries.map(\.number)), "seed \(seed)")
        let classified = rows.filter { $0.position != nil }
        #expect(classified.map(\.position) == (0..<classified.count).map { $0 + 1 }, "seed \(seed)")
        #expect(rows.prefix(classified.count).allSatisfy { $0.position != nil }, "seed \(seed)")
        for carClass in Set(rows.map(\.carClass)) {
            let places = classified.filter { $0.carClass == carClass }.map(\.classPosition)
            #expect(places == (0..<places.count).map { $0 + 1 }, "seed \(seed), \(carClass)")
        }
        for (ahead, row) in zip(classified, classified.dropFirst()) {
            #expect(ahead.laps >= row.laps, "seed \(seed), \(row.number)")
            #expect(ahead.gapLaps + (row.intervalLaps ?? 0) == row.gapLaps, "seed \(seed), \(row.number)")
            if let gap = row.gapMs {
                #expect((ahead.gapMs ?? -1) + (row.intervalMs ?? 0) == gap, "seed \(seed), \(row.number)")
            }
            if ahead.laps == row.laps {
                let interval = (row.totalMs ?? 0) - (ahead.totalMs ?? 0)
                #expect(row.intervalMs == interval && interval >= 0, "seed \(seed), \(row.number)")
            }
        }
        for row in rows where row.position == nil {
            #expect(row.status == "notClassified" && row.intervalLaps == nil, "seed \(seed), \(row.number)")
        }
    }

    @Test(
        "the first on the road to complete a lap when time is up wins, the others finish after",
        arguments: seeds)
    func flag(seed: UInt64) throws {
        let setting = RaceSetting.generated(seed: seed)
        let race = SimulatedRace.run(setting)
        var most = 0
        var taken: Int64?
        for line in Evidence(race).lapLines {
            if taken == nil, line.lap > most, line.since >= setting.duration.count { taken = line.since }
            most = max(most, line.lap)
        }
        #expect(race.truth.chequeredMs == taken.map { $0 + race.truth.startMs }, "seed \(seed)")
        guard let taken else { return }
        for row in race.truth.classification {
            if row.status == "finished" {
                #expect((row.totalMs ?? 0) >= taken, "seed \(seed), \(row.number)")
            } else if row.status == "retired" {
                #expect((row.totalMs ?? 0) < taken && !setting.mustTakeFlag, "seed \(seed), \(row.number)")
            }
        }
        #expect(race.truth.classification[0].totalMs == taken, "seed \(seed)")
    }

    @Test("a car is classified from the share of its winner's laps", arguments: seeds)
    func classified(seed: UInt64) {
        let setting = RaceSetting.generated(seed: seed)
        let race = SimulatedRace.run(setting)
        let rows = race.truth.classification
        for row in rows {
            let peers = rows.filter { setting.classifiedBasis == .overall || $0.carClass == row.carClass }
            guard let winner = peers.first, winner.position != nil else {
                #expect(row.position == nil, "seed \(seed), \(row.number)")
                continue
            }
            let needed = setting.classifiedPercent * winner.laps / 100
            let end = (row.totalMs ?? 0) + race.truth.startMs
            let isFinished = row.laps > 0 && end >= race.truth.chequeredMs ?? .max
            let isClassified =
                row.laps >= max(needed, 1) && (isFinished || !setting.mustTakeFlag)
            #expect((row.position != nil) == isClassified, "seed \(seed), \(row.number)")
            let status = isClassified ? (isFinished ? "finished" : "retired") : "notClassified"
            #expect(row.status == status, "seed \(seed), \(row.number)")
        }
    }

    @Test("a car meets the loops of a lap in the circuit's order, never two at once", arguments: seeds)
    func loopOrder(seed: UInt64) {
        let race = SimulatedRace.run(.generated(seed: seed))
        /// Where on a lap a loop may be met: the Line ends it, the pit lane lies around the Line.
        func place(_ loop: LoopID) -> Int {
            switch loop.value {
            case 11: 0
            case 12: 1
            case 10: 100
            case 1, 2: 200
            default: Int(loop.value)
            }
        }
        let sectors = race.event.circuit.sectorLoops.count
        for (car, crossings) in Evidence(race).crossings.enumerated() {
            let number = race.event.entries[car].number
            for (before, after) in zip(crossings, crossings.dropFirst()) {
                #expect(before.at < after.at, "seed \(seed), \(number)")
                let isNextLap = place(before.loop) == 200
                #expect(isNextLap || place(before.loop) < place(after.loop), "seed \(seed), \(number)")
                #expect((after.loop.value == 2) == (before.loop.value == 10), "seed \(seed), \(number)")
                #expect(before.loop.value != 2 || after.loop.value == 11, "seed \(seed), \(number)")
            }
            let lines = crossings.indices.filter { crossings[$0].loop.value <= 2 }
            for (from, to) in zip(lines, lines.dropFirst()) {
                let seen = crossings[from...to].filter { (3...9).contains($0.loop.value) }.count
                #expect(seen == sectors, "seed \(seed), \(number)")
            }
        }
    }

    @Test("stops are the pit entries and exits seen before the finish", arguments: seeds)
    func stops(seed: UInt64) throws {
        let setting = RaceSetting.generated(seed: seed)
        let race = SimulatedRace.run(setting)
        let evidence = Evidence(race)
        for (car, entry) in race.event.entries.enumerated() {
            let row = try #require(race.row(of: entry))
            let until =
                row.status == "finished"
                    || row.totalMs.map { $0 + race.truth.startMs } ?? 0
                        >= race.truth.chequeredMs ?? .max
                ? row.totalMs ?? 0 : .max
            let counted = evidence.crossings[car].map { ($0, $0.at.milliseconds - race.truth.startMs) }
                .filter { $0.1 <= until }
            let entered = counted.filter { $0.0.loop == LoopID(10) }
            let left = counted.filter { $0.0.loop == LoopID(11) }
            #expect(row.stops.map(\.inMs) == entered.map(\.1), "seed \(seed), \(entry.number)")
            #expect(row.stops.compactMap(\.outMs) == left.map(\.1), "seed \(seed), \(entry.number)")
            #expect(row.stops.map(\.driverIn) == entered.map(\.0.driver), "seed \(seed), \(entry.number)")
            #expect(
                row.stops.compactMap(\.driverOut) == left.map(\.0.driver), "seed \(seed), \(entry.number)")
            for stop in row.stops where stop.purpose == .driverChange {
                let inMs = try #require(stop.inMs)
                if case .window(let opens, let closes) = setting.stops {
                    #expect((opens.count..<closes.count).contains(inMs), "seed \(seed), \(entry.number)")
                }
                let stay = stop.outMs.map { $0 - inMs }
                #expect(stay ?? .max >= setting.minimumStop.count, "seed \(seed), \(entry.number)")
            }
        }
    }

    @Test("every trouble is met in some of them")
    func troubles() {
        var met: [String: Int] = [:]
        for seed in Self.seeds {
            let race = SimulatedRace.run(.generated(seed: seed))
            let crossings = race.recording.crossings
            if race.truth.chequeredMs == nil { met["nobody took the flag", default: 0] += 1 }
            if crossings[0].at.milliseconds < race.truth.startMs { met["formation lap", default: 0] += 1 }
            for row in race.truth.classification {
                met[row.status, default: 0] += 1
                if row.laps == 0 { met["out on lap 1", default: 0] += 1 }
                for stop in row.stops {
                    met[stop.purpose.rawValue, default: 0] += 1
                    if stop.outMs == nil, row.status == "finished" {
                        met["flag in the pit lane", default: 0] += 1
                    }
                }
            }
            let lines = Evidence(race).lapLines
            let flagLap = lines.map(\.lap).max() ?? 0
            if let leader = lines.first(where: { $0.lap == flagLap - 1 })?.car {
                let number = race.event.entries[leader].number
                let row = race.truth.classification.first { $0.number == number }
                if row?.status != "finished" { met["leader out on the last lap", default: 0] += 1 }
            }
        }
        let troubles = [
            "formation lap", "finished", "retired", "notClassified", "out on lap 1", "driverChange",
            "driveThrough", "retirement", "flag in the pit lane", "leader out on the last lap",
        ]
        for trouble in troubles {
            #expect(met[trouble, default: 0] >= 3, "\(trouble): \(met[trouble, default: 0])")
        }
    }
}
