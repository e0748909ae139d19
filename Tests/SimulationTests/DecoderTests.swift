import Recording
import Simulation
import Testing
import Timing

@Suite("What the boxes make of a race")
struct DecoderTests {
    static let seeds = Array(1...40) as [UInt64]

    @Test(
        "crossings come in official order, each box numbering its own from 1 without a gap", arguments: seeds)
    func numbers(seed: UInt64) {
        let crossings = SimulatedRace.run(.generated(seed: seed)).recording.crossings
        var next: [UInt32: UInt64] = [:]
        var stamps: [UInt32: Int64] = [:]
        for (before, after) in zip(crossings, crossings.dropFirst()) {
            #expect((before.at, before.id) < (after.at, after.id), "seed \(seed), \(after.id)")
        }
        for crossing in crossings {
            let box = crossing.id.decoder
            #expect(crossing.id.number == next[box, default: 0] + 1 && crossing.id.epoch == 1, "seed \(seed)")
            #expect(crossing.stamp >= stamps[box, default: 0], "seed \(seed), \(crossing.id)")
            next[box] = crossing.id.number
            stamps[box] = crossing.stamp
        }
    }

    @Test(
        "double reads, a second box and one box for all change the recording, not the truth", arguments: seeds
    )
    func truthStands(seed: UInt64) {
        var setting = RaceSetting.generated(seed: seed)
        setting.deadHeats = false
        setting.doubleReads = 0
        setting.hasSecondDecoderAtLine = false
        setting.decoders = .onePerLoop
        let plain = SimulatedRace.run(setting)
        setting.doubleReads = 150
        let twice = SimulatedRace.run(setting)
        #expect(twice.truth.classification == plain.truth.classification, "seed \(seed)")
        #expect(twice.recording.crossings.count > plain.recording.crossings.count, "seed \(seed)")
        setting.hasSecondDecoderAtLine = true
        setting.decoders = .oneForAll
        let boxes = SimulatedRace.run(setting)
        #expect(boxes.truth.classification == plain.truth.classification, "seed \(seed)")
        #expect(Set(boxes.recording.crossings.map(\.id.decoder)) == [100, 201], "seed \(seed)")
    }

    @Test(
        "two cars never cross the Line in one millisecond unless dead heats are asked for", arguments: seeds)
    func deadHeats(seed: UInt64) {
        var setting = RaceSetting.generated(seed: seed)
        setting.deadHeats = false
        let since = Evidence(SimulatedRace.run(setting)).lapLines.map(\.since)
        #expect(Set(since).count == since.count, "seed \(seed)")
    }

    @Test("dead heats happen when asked for, but never with the winner")
    func deadHeatsAskedFor() throws {
        var found = 0
        for seed in Self.seeds {
            var setting = RaceSetting(seed: seed)
            setting.deadHeats = true
            let race = SimulatedRace.run(setting)
            let since = Evidence(race).lapLines.map(\.since)
            found += since.count - Set(since).count
            let flag = try #require(race.truth.chequeredMs) - race.truth.startMs
            #expect(since.filter { $0 == flag }.count == 1, "seed \(seed)")
        }
        #expect(found > 100)
    }
}
