import Recording
import Rulebook
import Simulation
import Testing
import Timing

@Suite("Hundreds of troubled races")
struct TroubledRaceTests {
    static let seeds = Array(1...200) as [UInt64]

    @Test("laps, totals and best laps are those of the crossings once trouble is put right", arguments: seeds)
    func counting(seed: UInt64) throws {
        let race = SimulatedRace.run(.troubled(seed: seed))
        let evidence = Evidence(race)
        let missed = race.truth.troubles.missedReads.filter { $0.loop.value <= 2 }
        for (car, entry) in race.event.entries.enumerated() {
            let row = try #require(race.row(of: entry))
            let missedLaps = Set(missed.filter { $0.car == entry.number }.map(\.lap))
            // Laps whose end was missed and after which nothing was read count for no car.
            let known = evidence.laps[car].indices.last { !missedLaps.contains($0 + 1) } ?? -1
            let laps = evidence.laps[car].prefix(max(row.laps, known + 1))
            #expect(row.laps == laps.count, "seed \(seed), \(entry.number)")
            #expect(row.totalMs == laps.last, "seed \(seed), \(entry.number)")
            // In qualifying no lap counts as the best that begins or ends in the pit lane.
            let isRace = race.event.sessions[0].kind == .race
            let pitLines = isRace ? [] : evidence.pitLines[car]
            var best: (number: Int, time: Int64)?
            for lap in laps.indices.dropFirst() where missedLaps.isDisjoint(with: [lap, lap + 1]) {
                guard pitLines.isDisjoint(with: [laps[lap], laps[lap - 1]]) else { continue }
                let time = laps[lap] - laps[lap - 1]
                if time < best?.time ?? .max { best = (lap + 1, time) }
            }
            #expect(row.bestLapMs == best?.time, "seed \(seed), \(entry.number)")
            #expect(row.bestLap == best?.number, "seed \(seed), \(entry.number)")
        }
    }

    @Test("the same seed is the same troubled race", arguments: seeds.prefix(20))
    func determinism(seed: UInt64) {
        let first = SimulatedRace.run(.troubled(seed: seed))
        let second = SimulatedRace.run(.troubled(seed: seed))
        #expect(first.recording.crossings == second.recording.crossings, "seed \(seed)")
        #expect(first.recording.acts == second.recording.acts && first.truth == second.truth, "seed \(seed)")
        #expect(first.truth.json == second.truth.json, "seed \(seed)")
    }

    @Test("a car meets the loops of a lap in order, whatever befalls the race", arguments: seeds)
    func loopOrder(seed: UInt64) {
        let race = SimulatedRace.run(.troubled(seed: seed))
        let place: (LoopID) -> Int = { [11: 0, 12: 1, 10: 100, 1: 200, 2: 200][$0.value] ?? Int($0.value) }
        for (car, crossings) in Evidence(race).crossings.enumerated() {
            let number = race.event.entries[car].number
            for (before, after) in zip(crossings, crossings.dropFirst()) {
                #expect(before.at < after.at, "seed \(seed), \(number)")
                let isNextLap = place(before.loop) == 200
                #expect(isNextLap || place(before.loop) < place(after.loop), "seed \(seed), \(number)")
                #expect((after.loop.value == 2) == (before.loop.value == 10), "seed \(seed), \(number)")
                #expect(before.loop.value != 2 || after.loop.value == 11, "seed \(seed), \(number)")
            }
        }
    }

    @Test("no position is given twice but to cars of one total, who share it and leave out the next", arguments: seeds)
    func positions(seed: UInt64) {
        let race = SimulatedRace.run(.troubled(seed: seed))
        let classified = race.truth.classification.filter { $0.position != nil }
        for (place, row) in classified.enumerated() {
            guard place > 0 else {
                #expect(row.position == 1, "seed \(seed)")
                continue
            }
            let ahead = classified[place - 1]
            let isEqual =
                race.event.sessions[0].kind == .race && ahead.laps == row.laps && ahead.totalMs == row.totalMs
            #expect(row.position == (isEqual ? ahead.position : place + 1), "seed \(seed), \(row.number)")
        }
    }

    @Test("each trouble is met in some and absent from others")
    func troubles() {
        var met: [String: Int] = [:]
        for seed in Self.seeds {
            let race = SimulatedRace.run(.troubled(seed: seed))
            let troubles = race.truth.troubles
            var found: Set<String> = []
            if !troubles.missedReads.isEmpty { found.insert("missed reads") }
            if !troubles.doubleReads.isEmpty { found.insert("double reads") }
            if !troubles.deadLoops.isEmpty { found.insert("dead loop") }
            if !troubles.clockOffsets.isEmpty { found.insert("clock") }
            if !troubles.stopped.isEmpty { found.insert("stopped") }
            if troubles.stoppedOnLastLap != nil { found.insert("stopped on the last lap") }
            if !troubles.deadHeat.isEmpty { found.insert("dead heat") }
            if troubles.flags.contains(where: { $0.flag == .red }) { found.insert("red flag") }
            if troubles.flags.contains(where: { $0.flag == .safetyCar }) { found.insert("safety car") }
            if troubles.flags.contains(where: \.throughPitLane) { found.insert("through the pit lane") }
            if race.truth.classification.contains(where: { $0.stops.contains { !$0.counts } }) {
                found.insert("visits that do not count")
            }
            if troubles.transponders.contains(where: { $0.fromMs != nil }) { found.insert("transponder changed") }
            if troubles.transponders.contains(where: { $0.fromMs == nil }) { found.insert("transponders mixed up") }
            if race.event.sessions[0].kind == .qualifying { found.insert("qualifying") }
            if race.truth.classification.filter({ $0.position == 1 }).count == 2 { found.insert("two winners") }
            for trouble in found { met[trouble, default: 0] += 1 }
        }
        let troubles = [
            "missed reads", "double reads", "dead loop", "clock", "stopped", "stopped on the last lap", "dead heat",
            "red flag", "safety car", "through the pit lane", "visits that do not count", "transponder changed",
            "transponders mixed up", "qualifying", "two winners",
        ]
        for trouble in troubles {
            #expect((10...190).contains(met[trouble, default: 0]), "\(trouble): \(met[trouble, default: 0])")
        }
    }
}
