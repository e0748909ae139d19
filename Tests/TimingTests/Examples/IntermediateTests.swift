import Recording
import Simulation
import Testing
import Timing

@Suite("Classifications on the way")
struct IntermediateTests {
    /// Six hours, on a circuit where a lap takes half of them.
    private static func race(_ cars: String..., change: (inout RaceRules) -> Void = { _ in }) -> ShortRace {
        var rules = RaceRules(duration: .minutes(24 * 60), classifiedPercent: 70)
        rules.intermediates = [.minutes(360), .minutes(720)]
        change(&rules)
        return ShortRace(cars: cars, rules: rules)
    }

    private static let six = Milliseconds.minutes(360)

    private func numbers(_ intermediate: Intermediate?, in race: borrowing ShortRace) -> [String] {
        intermediate?.rows.map { race.timekeeper.session.entries[$0.car.slot].number.text } ?? []
    }

    @Test("the leader who crosses the Line at exactly 6:00:00.000 makes it; at 5:59:59.999 he does not")
    func edge() throws {
        for (at, isMade) in [(Self.six.count, true), (Self.six.count - 1, false)] {
            var race = Self.race("7")
            race.cross("7", .line, at)
            #expect((race.timekeeper.intermediate(at: Self.six) != nil) == isMade)
            race.cross("7", .first, Self.six.count + 30_000)
            race.cross("7", .line, Self.six.count + 90_000)
            let intermediate = race.timekeeper.intermediate(at: Self.six)
            let found = try #require(intermediate)
            #expect(found.rows[0].laps == (isMade ? 1 : 2))
            #expect(found.fell == ShortRace.instant(isMade ? at : Self.six.count + 90_000))
            #expect(found.isComplete)
        }
    }

    @Test("cars count with the crossing that ends their lap then, and those that never come with their last before")
    func counted() throws {
        var race = Self.race("7", "8", "9", "10")
        let hour: Int64 = 3_600_000
        for car in ["7", "8", "9"] { race.cross(car, .line, 3 * hour) }
        race.cross("8", .line, 6 * hour - 1000)
        race.cross("7", .line, 6 * hour + 5000)
        // 8 leads, and 7 is not the leader when it crosses the Line: the flag has not fallen.
        #expect(race.timekeeper.intermediate(at: Self.six) == nil)
        race.cross("8", .line, 8 * hour)
        let intermediate = race.timekeeper.intermediate(at: Self.six)
        let found = try #require(intermediate)
        #expect(found.fell == ShortRace.instant(8 * hour))
        #expect(numbers(found, in: race) == ["8", "7", "9", "10"])
        #expect(found.rows.map(\.laps) == [3, 2, 1, 0])
        #expect(found.rows.map(\.position) == [1, 2, 3, nil])
        #expect(found.rows.map(\.hasCrossed) == [true, false, false, false])
    }

    private static func isComplete(_ timekeeper: borrowing Timekeeper) -> Bool? {
        timekeeper.intermediate(at: six)?.isComplete
    }

    @Test("it is complete when every running car has crossed the Line since, or is out")
    func complete() throws {
        var race = Self.race("7", "8", "9")
        for car in ["7", "8"] { race.cross(car, .line, 3_600_000) }
        race.cross("7", .line, Self.six.count + 1)
        #expect(Self.isComplete(race.timekeeper) == false)
        var retired = Timekeeper(copying: race.timekeeper)
        let act = Act(
            id: "out", at: ShortRace.instant(Self.six.count + 1000), by: "desk", kind: .retired(CarNumber("8")))
        _ = try retired.apply(act)
        #expect(Self.isComplete(retired) == true)
        race.cross("8", .line, Self.six.count + 60_000)
        #expect(Self.isComplete(race.timekeeper) == true)
    }

    @Test("cars of one lap at one instant share their position, in order of the entry list")
    func equal() throws {
        var race = Self.race("7", "8", "9")
        race.cross("9", .line, Self.six.count)
        race.cross("8", .line, Self.six.count)
        race.cross("7", .line, Self.six.count + 1)
        let intermediate = race.timekeeper.intermediate(at: Self.six)
        let found = try #require(intermediate)
        #expect(numbers(found, in: race) == ["8", "9", "7"])
        #expect(found.rows.map(\.position) == [1, 1, 3])
        #expect(found.rows.map(\.gap.time) == [.zero, .zero, Milliseconds(1)])
    }

    @Test("six hours are those of the race clock, which may run from the formation lap")
    func clock() throws {
        var rules = RaceRules(duration: .minutes(24 * 60), classifiedPercent: 70)
        rules.start = .formation
        var race = ShortRace(cars: ["7"], rules: rules, isStarted: false)
        try race.act(.formation, -120_000)
        try race.act(.start, 0)
        race.cross("7", .line, Self.six.count - 120_000)
        let intermediate = race.timekeeper.intermediate(at: Self.six)
        let found = try #require(intermediate)
        #expect(found.fell == ShortRace.instant(Self.six.count - 120_000))
        // Passages count from the start signal.
        #expect(found.rows[0].total == Milliseconds(Self.six.count - 120_000))
    }

    @Test("in a generated race it is what plain arithmetic on the crossings says", arguments: Races.seeds(12, set: 62))
    func generated(seed: UInt64) throws {
        var setting = RaceSetting.small(seed: seed)
        setting.duration = .minutes(12)
        let race = SimulatedRace.run(setting)
        let timekeeper = Trial(race, seed: seed).run()
        let start = race.truth.startMs
        let circuit = timekeeper.session.circuit
        let lines = Set(circuit.loops.filter { $0.kind == .line || $0.kind == .linePit }.map(\.id))
        let minimum = try #require(circuit.loops.first { $0.kind == .line }).minimum.count
        var passages = timekeeper.session.entries.map { _ in [Int64]() }
        for crossing in race.recording.crossings.sorted(by: { ($0.at, $0.id) < ($1.at, $1.id) }) {
            guard lines.contains(crossing.loop), crossing.at.milliseconds - start >= minimum,
                let car = timekeeper.session.entries.firstIndex(where: {
                    $0.transponders.contains(crossing.transponder)
                }), crossing.at.milliseconds - start - (passages[car].last ?? 0) >= minimum
            else { continue }
            passages[car].append(crossing.at.milliseconds - start)
        }
        for time in [2, 5, 9] as [Int64] {
            let found = timekeeper.intermediate(at: .minutes(time))
            #expect(found?.rows.map(\.laps) == expected(passages, time * 60_000)?.map(\.laps), "seed \(seed)")
            #expect(found?.rows.map(\.car.slot) == expected(passages, time * 60_000)?.map(\.car), "seed \(seed)")
            #expect(
                found?.rows.map { $0.total?.count ?? 0 } == expected(passages, time * 60_000)?.map(\.at), "seed \(seed)"
            )
        }
    }

    private func expected(_ passages: [[Int64]], _ time: Int64) -> [(car: Int, laps: Int, at: Int64)]? {
        let most = passages.map(\.count).max() ?? 0
        let leading = (0..<most).compactMap { lap in passages.compactMap { $0.dropFirst(lap).first }.min() }
        guard let fell = leading.first(where: { $0 >= time }) else { return nil }
        let rows = passages.enumerated().map { car, own in
            let laps = (own.firstIndex { $0 >= fell }).map { $0 + 1 } ?? own.count
            return (car: car, laps: laps, at: laps > 0 ? own[laps - 1] : 0)
        }
        return rows.sorted { (-$0.laps, $0.at, $0.car) < (-$1.laps, $1.at, $1.car) }
    }
}
