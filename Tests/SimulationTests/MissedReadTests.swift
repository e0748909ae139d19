import Recording
import Rulebook
import Simulation
import Testing
import Timing

@Suite("Crossings that no box reports")
struct MissedReadTests {
    static let seeds = Array(1...60) as [UInt64]

    /// One passage, whichever crossing told of it.
    private struct Seen: Hashable {
        let transponder: Transponder
        let loop: LoopID
        let ms: Int64
    }

    private func seen(_ race: SimulatedRace) -> Set<Seen> {
        Set(race.recording.crossings.map { Seen(transponder: $0.transponder, loop: $0.loop, ms: $0.at.milliseconds) })
    }

    private func missed(_ race: SimulatedRace) -> [Seen] {
        race.truth.troubles.missedReads.map { missed in
            let entry = race.event.entries.first { $0.number == missed.car }
            return Seen(transponder: entry?.transponders[0] ?? Transponder(0), loop: missed.loop, ms: missed.atMs)
        }
    }

    private func plain(_ seed: UInt64) -> RaceSetting {
        var setting = RaceSetting.generated(seed: seed)
        setting.doubleReads = 0
        setting.hasSecondDecoderAtLine = false
        return setting
    }

    @Test("the truth lists all that are missing and nothing else is different", arguments: seeds)
    func listed(seed: UInt64) {
        var setting = plain(seed)
        let whole = SimulatedRace.run(setting)
        setting.troubles.missedReads = 50
        let race = SimulatedRace.run(setting)
        let gone = missed(race)
        #expect(Set(gone).count == gone.count, "seed \(seed)")
        #expect(!gone.isEmpty || seen(whole).count < 300, "seed \(seed)")
        #expect(seen(race).isDisjoint(with: gone), "seed \(seed)")
        #expect(seen(race).union(gone) == seen(whole), "seed \(seed)")
    }

    @Test("no lap, no total and no position is lost by it", arguments: seeds)
    func nothingLost(seed: UInt64) {
        var setting = plain(seed)
        let whole = SimulatedRace.run(setting).truth.classification
        setting.troubles.missedReads = 80
        let rows = SimulatedRace.run(setting).truth.classification
        #expect(rows.map(\.number) == whole.map(\.number), "seed \(seed)")
        #expect(rows.map(\.laps) == whole.map(\.laps), "seed \(seed)")
        #expect(rows.map(\.totalMs) == whole.map(\.totalMs), "seed \(seed)")
        #expect(rows.map(\.position) == whole.map(\.position), "seed \(seed)")
        #expect(rows.allSatisfy { !$0.isTotalMissed }, "seed \(seed)")
        #expect(zip(rows, whole).allSatisfy { ($0.bestLapMs ?? .max) >= ($1.bestLapMs ?? .max) }, "seed \(seed)")
    }

    @Test(
        "of the loops of a car never two in a row are missed, nor the Line where there is no sector", arguments: seeds)
    func oneAtATime(seed: UInt64) {
        var setting = plain(seed)
        setting.troubles.missedReads = 300
        let race = SimulatedRace.run(setting)
        let missed = race.truth.troubles.missedReads
        if setting.sectorLoops == 0 { #expect(!missed.contains { $0.loop.value <= 2 }, "seed \(seed)") }
        for (car, entry) in race.event.entries.enumerated() {
            let times = Set(missed.filter { $0.car == entry.number }.map(\.atMs))
            let points = Evidence(race).crossings[car].filter { $0.loop.value < 10 }
            for (before, after) in zip(points, points.dropFirst()) {
                let both = times.contains(before.at.milliseconds) && times.contains(after.at.milliseconds)
                #expect(!both, "seed \(seed), \(entry.number)")
            }
            let hasFinished = race.row(of: entry)?.totalMs ?? 0 >= (race.truth.chequeredMs ?? .max) - race.truth.startMs
            if let last = Evidence(race).crossings[car].last, !hasFinished {
                #expect(!times.contains(last.at.milliseconds), "seed \(seed), \(entry.number)")
            }
        }
    }

    @Test("a finish is missed only where that is asked for; then its total can only be estimated")
    func finishes() throws {
        var found = 0
        for seed in Self.seeds {
            var setting = plain(seed)
            setting.troubles.missedReads = 200
            setting.troubles.missesFinishes = true
            let race = SimulatedRace.run(setting)
            for row in race.truth.classification where row.isTotalMissed {
                let missed = race.truth.troubles.missedReads.filter { $0.car == row.number && $0.loop.value <= 2 }
                let end = try #require(row.totalMs) + race.truth.startMs
                #expect(missed.contains { $0.atMs == end && $0.lap == row.laps }, "seed \(seed), \(row.number)")
                found += 1
            }
        }
        #expect(found > 20)
    }

    @Test("a dead loop reports nothing while it is dead, and everything before and after", arguments: seeds)
    func deadLoop(seed: UInt64) {
        var setting = plain(seed)
        let whole = SimulatedRace.run(setting)
        let loops: [LoopID] =
            [LoopID(1), LoopID(2), LoopID(10), LoopID(11)] + whole.event.circuit.sectorLoops.map(\.id)
        let loop = loops[Int(seed) % loops.count]
        let (from, to) = (Milliseconds(setting.duration.count / 4), Milliseconds(setting.duration.count / 2))
        setting.troubles.deadLoops = [Troubles.DeadLoop(loop, from: from, to: to)]
        let race = SimulatedRace.run(setting)
        let dead = seen(whole).filter {
            $0.loop == loop && (from.count..<to.count).contains($0.ms - race.truth.startMs)
        }
        #expect(seen(race) == seen(whole).subtracting(dead), "seed \(seed)")
        #expect(Set(missed(race)) == dead, "seed \(seed)")
        #expect(race.truth.troubles.deadLoops.map(\.loop) == [loop], "seed \(seed)")
    }

    @Test("double reads are listed under the name of the second crossing", arguments: seeds)
    func doubleReads(seed: UInt64) {
        var setting = plain(seed)
        setting.doubleReads = 100
        let race = SimulatedRace.run(setting)
        let again = Set(race.truth.troubles.doubleReads.map(\.crossing))
        let first = race.recording.crossings.filter { !again.contains($0.id) }
        setting.doubleReads = 0
        let whole = SimulatedRace.run(setting).recording.crossings
        #expect(first.map(\.stamp) == whole.map(\.stamp), "seed \(seed)")
        #expect(first.map(\.transponder) == whole.map(\.transponder), "seed \(seed)")
    }
}
