import Recording
import Rulebook
import Simulation
import Testing
import Timing

@Suite("Ordinary trouble on the track")
struct OrdinaryTroubleTests {
    static let seeds = Array(1...60) as [UInt64]

    private func race(_ seed: UInt64, _ kind: OrdinaryKind) -> SimulatedRace {
        SimulatedRace.run(.ordinary(seed: seed, [kind]))
    }

    /// The car's crossings of these loops from the start signal on, in milliseconds since then.
    private func reads(_ race: SimulatedRace, _ number: CarNumber, _ loops: [UInt16]) -> [Int64] {
        let worn = race.event.entries.first { $0.number == number }?.transponders ?? []
        return race.recording.crossings.filter { worn.contains($0.transponder) && loops.contains($0.loop.value) }
            .map { $0.at.milliseconds - race.truth.startMs }.filter { $0 >= 0 }
    }

    private func row(_ race: SimulatedRace, _ number: CarNumber) throws -> Truth.Row {
        try #require(race.truth.classification.first { $0.number == number })
    }

    @Test("a car that is read again where it has just been has lost that time, and has no lap for it", arguments: seeds)
    func readAgain(seed: UInt64) throws {
        let race = race(seed, .lineAgain)
        let trouble = race.truth.troubles.ordinary
        for again in trouble.readAgain {
            #expect(again.atMs.allSatisfy { $0 > again.passedMs }, "seed \(seed)")
            let all = Set(reads(race, again.car, [again.loop.value]))
            #expect(all.isSuperset(of: (again.atMs + [again.passedMs]).map { $0 - race.truth.startMs }), "seed \(seed)")
            // Whatever is read of the car besides comes after the last of them.
            let others = reads(race, again.car, Array(1...12)).filter { at in
                at > again.passedMs - race.truth.startMs + 1000
                    && !again.atMs.contains { abs($0 - race.truth.startMs - at) <= 1000 }
            }
            let last = try #require(again.atMs.last) - race.truth.startMs
            #expect(others.allSatisfy { $0 > last }, "seed \(seed), \(again.car)")
        }
    }

    @Test("what is read, named or entered wrongly leaves the truth as it was", arguments: seeds)
    func truthStays(seed: UInt64) {
        for kind in [OrdinaryKind.transponderWorn, .misreading, .insertedBeside] {
            let troubled = race(seed, kind).truth
            let plain = SimulatedRace.run(.ordinary(seed: seed, [])).truth
            #expect(troubled.classification == plain.classification, "\(kind), seed \(seed)")
            #expect(troubled.chequeredMs == plain.chequeredMs, "\(kind), seed \(seed)")
        }
    }

    @Test("a loop that misreads a car reads it once more, and all that was read is read still", arguments: seeds)
    func misreadings(seed: UInt64) {
        let race = race(seed, .misreading)
        for misreading in race.truth.troubles.ordinary.misreadings {
            let all = Set(reads(race, misreading.car, [misreading.loop.value]))
            let own = misreading.atMs.map { $0 - race.truth.startMs }.filter { $0 >= 0 }
            #expect(all.isSuperset(of: own), "seed \(seed), \(misreading.kind)")
            guard misreading.kind != .sectorInPit else { continue }
            // The Line is read too, by its other loop where one of them is wrong.
            let lines: [UInt16] = misreading.loop.value <= 2 ? [3 - misreading.loop.value] : [1, 2]
            let isNear = own.allSatisfy { at in
                reads(race, misreading.car, lines).contains { abs($0 - at) <= 2_100 }
            }
            #expect(isNear, "seed \(seed), \(misreading.kind)")
        }
    }

    @Test("late starters come late, or not at all, and one that never starts has no lap", arguments: seeds)
    func lateStarts(seed: UInt64) throws {
        let race = race(seed, .lateStart)
        for late in race.truth.troubles.ordinary.lateStarts {
            let first = reads(race, late.car, Array(1...12)).first
            switch late.way {
            case .never:
                #expect(first == nil, "seed \(seed)")
                let row = try row(race, late.car)
                #expect(row.laps == 0 && row.position == nil, "seed \(seed)")
            case .pitLane, .straggler:
                #expect(first.map { $0 >= 4_000 } ?? true, "seed \(seed), \(late.car)")
            case .unread:
                #expect(reads(race, late.car, [1]).allSatisfy { $0 > 30_000 }, "seed \(seed), \(late.car)")
            }
        }
    }

    @Test("a weak loop never reads the car, and nothing else is missing", arguments: seeds)
    func weakLoops(seed: UInt64) {
        let race = race(seed, .weakLoop)
        let weak = race.truth.troubles.ordinary.weakLoops
        #expect(!weak.isEmpty, "seed \(seed)")
        for weak in weak { #expect(reads(race, weak.car, [weak.loop.value]).isEmpty, "seed \(seed)") }
        let missed = race.truth.troubles.missedReads
        #expect(missed.allSatisfy { miss in weak.contains { $0.car == miss.car && $0.loop == miss.loop } })
    }

    @Test("nobody takes the flag under red, and a race that is not resumed has none", arguments: seeds)
    func suspension(seed: UInt64) throws {
        let race = race(seed, .suspension)
        let troubles = race.truth.troubles
        let duration = try #require(race.event.sessions[0].rules.duration).count
        guard let red = troubles.flags.first(where: { $0.flag == .red }) else { return }
        let green = troubles.flags.first { $0.atMs > red.atMs }
        if troubles.ordinary.endedUnderRedMs != nil {
            #expect(race.truth.chequeredMs == nil && green == nil, "seed \(seed)")
            #expect(!race.truth.classification.contains { $0.status == "finished" }, "seed \(seed)")
        } else if let chequered = race.truth.chequeredMs, let green {
            #expect(chequered >= green.atMs && green.atMs - race.truth.startMs >= duration, "seed \(seed)")
            let lasts = troubles.ordinary.prolongedToMs ?? duration
            #expect(chequered - race.truth.startMs >= lasts, "seed \(seed)")
        }
    }

    @Test("a visit begun under the red flag does not count", arguments: seeds)
    func waiting(seed: UInt64) {
        let race = race(seed, .waitingUnderRed)
        for row in race.truth.classification {
            for stop in row.stops where stop.purpose == .redFlag {
                #expect(!stop.counts, "seed \(seed), \(row.number)")
                #expect(stop.outMs.map { $0 > stop.inMs ?? .max } ?? true, "seed \(seed), \(row.number)")
            }
        }
    }

    @Test("a disqualified car drives on, has no place and does not win", arguments: seeds)
    func disqualified(seed: UInt64) throws {
        let race = race(seed, .disqualified)
        for out in race.truth.troubles.ordinary.disqualified {
            let row = try row(race, out.car)
            #expect(row.position == nil && row.status == "disqualified", "seed \(seed)")
            #expect(race.truth.classification.last?.number == out.car, "seed \(seed)")
        }
        let winner = try #require(race.truth.classification.first { $0.position == 1 })
        guard winner.status == "finished", let flag = race.truth.chequeredMs else { return }
        #expect(winner.totalMs ?? 0 >= flag - race.truth.startMs, "seed \(seed)")
    }

    @Test("a car told to be out that races on does so for a lap on the track before the time is up", arguments: seeds)
    func toldOut(seed: UInt64) {
        let race = race(seed, .toldOut)
        for out in race.truth.troubles.ordinary.toldOut where out.racesOn {
            let lines = reads(race, out.car, [1]).filter { $0 >= out.atMs - race.truth.startMs }
            #expect(lines.count > 1, "seed \(seed), \(out.car)")
        }
    }

    @Test("the car names the driver before, the truth the one who drives", arguments: seeds)
    func driversHeld(seed: UInt64) throws {
        let race = race(seed, .driverHeld)
        for held in race.truth.troubles.ordinary.driversHeld {
            let worn = race.event.entries.first { $0.number == held.car }?.transponders ?? []
            let named = race.recording.crossings.first {
                worn.contains($0.transponder) && $0.at.milliseconds >= held.fromMs
            }
            #expect(named?.driver == held.named, "seed \(seed)")
            let stop = try row(race, held.car).stops.first { $0.outMs == held.fromMs - race.truth.startMs }
            #expect(stop?.driverOut == held.driver && held.driver != held.named, "seed \(seed)")
        }
    }

    @Test("a worn transponder is told with the time in which it is worn", arguments: seeds)
    func worn(seed: UInt64) {
        let race = race(seed, .transponderWorn)
        let told = race.recording.acts.compactMap { act -> WearingTime? in
            if case .assign(_, _, let wearing) = act.kind { wearing } else { nil }
        }
        let worn = race.truth.troubles.transponders
        #expect(told.map(\.from?.milliseconds) == worn.map(\.fromMs), "seed \(seed)")
        #expect(told.map(\.until?.milliseconds) == worn.map(\.toMs), "seed \(seed)")
    }

    @Test("each kind comes about in most races that ask for it, and in no other", arguments: OrdinaryKind.allCases)
    func frequency(kind: OrdinaryKind) {
        let plain = SimulatedRace.run(.ordinary(seed: 3, [])).truth.troubles
        #expect(plain.ordinary == Truth.Troubles.Ordinary(), "\(kind)")
        let count = Self.seeds.count { seed in
            let troubles = race(seed, kind).truth.troubles
            return troubles.ordinary != Truth.Troubles.Ordinary() || !troubles.transponders.isEmpty
                || !troubles.clockOffsets.isEmpty || troubles.flags.contains { $0.flag == .red }
        }
        #expect(count > 30, "\(kind): \(count)")
    }

    @Test("the same seed is the same race, and the truth file is JSON", arguments: seeds.prefix(20))
    func determinism(seed: UInt64) {
        let first = SimulatedRace.run(.ordinary(seed: seed))
        let second = SimulatedRace.run(.ordinary(seed: seed))
        #expect(first.recording.crossings == second.recording.crossings, "seed \(seed)")
        #expect(first.recording.acts == second.recording.acts && first.truth == second.truth, "seed \(seed)")
        #expect(first.truth.json == second.truth.json, "seed \(seed)")
    }
}
