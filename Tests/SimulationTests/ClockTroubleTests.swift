import Recording
import Rulebook
import Simulation
import Testing
import Timing

@Suite("Boxes whose clocks are wrong, transponders that are not what the list says")
struct ClockTroubleTests {
    static let seeds = Array(1...30) as [UInt64]

    @Test("a clock that steps ahead moves its box's stamps from then on, and no others", arguments: seeds)
    func step(seed: UInt64) {
        var setting = RaceSetting(seed: seed)
        setting.duration = .minutes(15)
        let right = SimulatedRace.run(setting)
        setting.troubles.clockOffsets = [Troubles.ClockOffset(decoder: 103, ahead: 7_250_333, from: .minutes(5))]
        let race = SimulatedRace.run(setting)
        let step = setting.start + 300_000_000
        #expect(race.recording.crossings.count == right.recording.crossings.count, "seed \(seed)")
        for (wrong, right) in zip(race.recording.crossings, right.recording.crossings) {
            let ahead: Int64 = right.id.decoder == 103 && right.stamp >= step ? 7_250_333 : 0
            #expect(wrong.id == right.id && wrong.stamp == right.stamp + ahead, "seed \(seed), \(wrong.id)")
        }
        #expect(race.truth.classification == right.truth.classification, "seed \(seed)")
        #expect(race.truth.troubles.clockOffsets.map(\.aheadUs) == [7_250_333], "seed \(seed)")
        #expect(race.truth.troubles.clockOffsets.map(\.fromMs) == [race.truth.startMs + 300_000], "seed \(seed)")
    }

    @Test("the command that corrects a clock makes every stamp what it was", arguments: seeds)
    func corrected(seed: UInt64) throws {
        var setting = RaceSetting(seed: seed)
        setting.duration = .minutes(15)
        let right = SimulatedRace.run(setting)
        let from = seed % 2 == 0 ? Milliseconds.minutes(4) : nil
        let ahead: Int64 = seed % 2 == 0 ? 3_000_001 : -12_345_678
        setting.troubles.clockOffsets = [
            Troubles.ClockOffset(decoder: 101, ahead: ahead, from: from, isCorrected: true)
        ]
        let race = SimulatedRace.run(setting)
        let corrections = race.recording.acts.compactMap { act in
            if case .clock(let clock) = act.kind { clock } else { nil }
        }
        let clock = try #require(corrections.first)
        #expect(corrections.count == 1 && clock.decoder == 101 && clock.ahead == ahead, "seed \(seed)")
        for (wrong, right) in zip(race.recording.crossings, right.recording.crossings) {
            let isOff = wrong.id.decoder == 101 && wrong.stamp >= clock.from ?? .min
            #expect(wrong.stamp - (isOff ? clock.ahead : 0) == right.stamp, "seed \(seed), \(wrong.id)")
        }
    }

    @Test("a car goes on with another transponder, which somebody assigns where that is wanted", arguments: seeds)
    func change(seed: UInt64) throws {
        var setting = RaceSetting.generated(seed: seed)
        let plain = SimulatedRace.run(setting)
        setting.troubles.transponderChange = seed % 2 == 0 ? .told : .untold
        let race = SimulatedRace.run(setting)
        #expect(race.truth.classification == plain.truth.classification, "seed \(seed)")
        let carried = try #require(race.truth.troubles.transponders.first)
        let entry = try #require(race.event.entries.first { $0.number == carried.car })
        for (crossing, before) in zip(race.recording.crossings, plain.recording.crossings) {
            let isOther = before.transponder == entry.transponders[0] && crossing.at.milliseconds >= carried.fromMs ?? 0
            #expect(crossing.transponder == (isOther ? carried.transponder : before.transponder), "seed \(seed)")
        }
        let assign = Act.Kind.assign(carried.transponder, carried.car, .wholeSession)
        let assigned = race.recording.acts.filter { $0.kind == assign }
        #expect(assigned.count == (seed % 2 == 0 ? 1 : 0) && carried.isAssigned == (seed % 2 == 0), "seed \(seed)")
    }

    @Test("the list has two transponders the wrong way round until both are assigned", arguments: seeds)
    func mixUp(seed: UInt64) {
        var setting = RaceSetting.generated(seed: seed)
        let plain = SimulatedRace.run(setting)
        setting.troubles.transponderMixUp = .told
        let race = SimulatedRace.run(setting)
        #expect(race.recording.crossings == plain.recording.crossings, "seed \(seed)")
        #expect(race.truth.classification == plain.truth.classification, "seed \(seed)")
        let wrong = zip(race.event.entries, plain.event.entries).filter { $0 != $1 }
        #expect(wrong.count == 2, "seed \(seed)")
        #expect(Set(wrong.map(\.0.transponders)) == Set(wrong.map(\.1.transponders)), "seed \(seed)")
        for (_, right) in wrong {
            let assign = Act.Kind.assign(right.transponders[0], right.number, .wholeSession)
            let said = race.recording.acts.contains { $0.kind == assign }
            #expect(said, "seed \(seed), \(right.number)")
        }
    }
}
