import Testing
import Timing

@Suite("The first crossing of the Line")
struct FirstCrossingTests {
    private static let field = ["7", "8", "9"]

    /// Three cars come by at the start signal and complete lap 1 from 100 s on; car 10 has not been seen.
    private static func race(
        laps: Int = 1, circuit: Circuit = .short, rules: RaceRules = .untilFlag, isStartRead: Bool = true
    ) -> ShortRace {
        var race = ShortRace(cars: field + ["10"], rules: rules, circuit: circuit)
        if isStartRead { race.rollOff(field) }
        race.lap(field, laps: laps, of: 100_000)
        return race
    }

    @Test("a start from the pit lane over the Line in it is no lap and no visit, however late")
    func pitLane() {
        var race = ShortRace(cars: Self.field + ["10"], rules: .untilFlag)
        race.rollOff(Self.field)
        #expect(race.cross("10", .linePit, 40_000).outcome == .start)
        #expect(race.cross("10", .pitExit, 52_000).outcome == .pitExit)
        #expect(race.laps("10").laps == 0 && race.stops("10").isEmpty && race.place("10").status == .outLap)
        race.lap(Self.field, laps: 1, of: 100_000)
        race.cross("10", .first, 80_000)
        race.cross("10", .second, 110_000)
        race.cross("10", .line, 150_000)
        #expect(race.laps("10").laps == 1 && race.place("10").total == 150_000)
        #expect(race.order == ["7", "8", "9", "10"] && race.doubts == [.lateStart: 1])
    }

    @Test("from the pit lane a lap late it is the start as well")
    func pitLaneALapLate() {
        var race = Self.race()
        #expect(race.cross("10", .linePit, 110_000).outcome == .start)
        #expect(race.laps("10").laps == 0 && race.doubts == [.lateStart: 1])
    }

    @Test("a straggler of a rolling start does not lead, and the flag falls for who does")
    func straggler() {
        var race = ShortRace(
            cars: ["10"] + Self.field, rules: RaceRules(duration: .seconds(200), classifiedPercent: 0))
        race.rollOff(Self.field)
        for car in Self.field { race.cross(car, .first, 33_000) }
        #expect(race.cross("10", .line, 45_000).outcome == .start)
        #expect(race.laps("10").laps == 0 && race.place("10").total == nil && race.doubts == [.lateStart: 1])
        for lap in 1...2 as ClosedRange<Int64> {
            for (place, car) in Self.field.enumerated() {
                race.cross(car, .second, lap * 100_000 - 35_000 + Int64(place))
                race.cross(car, .line, lap * 100_000 + Int64(place) * 1000)
            }
            race.cross("10", .first, lap * 100_000 - 25_000)
            race.cross("10", .line, lap * 100_000 + 45_000)
        }
        #expect(race.chequered == 200_000 && race.order == ["7", "8", "9", "10"])
        #expect(race.laps("10").laps == 2 && race.place("10").status == .finished)
        #expect(race.place("10").total == 245_000)
    }

    @Test("a car that is nowhere seen but at the Line has completed lap 1 once somebody has, up to 3/2 of his time")
    func byItsTime() {
        for (at, isLap) in [(99_999, false), (100_000, true), (150_000, true), (150_001, false)] as [(Int64, Bool)] {
            var race = Self.race()
            #expect(race.cross("10", .line, at).outcome == (isLap ? .lap : .start))
            #expect(race.laps("10").laps == (isLap ? 1 : 0))
            #expect(race.doubts == (isLap ? [.firstLap: 1] : [.lateStart: 1]))
            #expect(race.order.first == "7")
        }
    }

    @Test("a car that never starts is not in doubt")
    func neverStarts() {
        let race = Self.race(laps: 3)
        #expect(race.place("10").status == .notStarted && race.laps("10").laps == 0 && race.doubts.isEmpty)
    }

    @Test("its start not read, a car that the sector loops have seen completes lap 1")
    func startMissed() {
        var race = Self.race()
        race.cross("10", .first, 34_000)
        race.cross("10", .second, 64_000)
        #expect(race.cross("10", .line, 104_000).outcome == .lap)
        #expect(race.laps("10").laps == 1 && race.place("10").total == 104_000 && race.doubts.isEmpty)
    }

    @Test("one sector loop is enough, and so is the pit entry")
    func seenOnItsWay() {
        var race = Self.race()
        race.cross("10", .second, 164_000)
        #expect(race.cross("10", .line, 204_000).outcome == .lap)
        var other = Self.race()
        other.cross("10", .pitEntry, 194_000)
        #expect(other.cross("10", .linePit, 204_000).outcome == .lap)
        #expect(race.doubts.isEmpty && other.doubts.isEmpty && other.stops("10").count == 1)
    }

    @Test("where only laps are known, as in an imported race, the first crossing is the end of lap 1")
    func imported() {
        for circuit in [Circuit.lineOnly, .short([.line], lengthMetres: nil)] {
            var race = Self.race(laps: 2, circuit: circuit, isStartRead: false)
            race.cross("10", .line, 130_000)
            #expect((Self.field + ["10"]).map { race.laps($0).laps } == [2, 2, 2, 1])
            #expect(race.doubts.isEmpty)
        }
    }

    @Test("a car of the imported race that is stopped on lap 1 and comes much later completes it then")
    func importedLate() {
        var race = Self.race(laps: 5, circuit: .lineOnly, isStartRead: false)
        #expect(race.cross("10", .line, 510_000).outcome == .lap)
        #expect(race.doubts.isEmpty)
    }

    @Test("with the grid beyond the Line the first crossing is the end of lap 1, of one that no loop sees too")
    func gridBeyondTheLine() {
        var race = Self.race(isStartRead: false)
        #expect(race.cross("10", .line, 104_000).outcome == .lap)
        #expect((Self.field + ["10"]).map { race.laps($0).laps } == [1, 1, 1, 1] && race.doubts.isEmpty)
    }

    @Test("behind the Line on the grid, a car that no sector loop reads starts and goes round")
    func noSectorLoopReadsIt() {
        var race = ShortRace(cars: Self.field + ["10"], rules: .untilFlag)
        race.rollOff(Self.field + ["10"])
        race.lap(Self.field, laps: 1, of: 100_000)
        #expect(race.cross("10", .line, 104_000).outcome == .lap)
        #expect(race.laps("10").laps == 1 && race.doubts.isEmpty)
    }

    @Test("its start arrives late: what was in doubt is so no more")
    func startArrivesLate() {
        var race = Self.race()
        race.cross("10", .line, 104_000)
        #expect(race.doubts == [.firstLap: 1])
        let effect = race.cross("10", .line, 6_000)
        #expect(effect.outcome == .start && effect.isCorrection && effect.doubtsChanged)
        #expect(race.laps("10").laps == 1 && race.doubts.isEmpty)
    }

    @Test("a straggler that the sector loops have seen at last: its start is the end of lap 1")
    func sectorArrivesLate() {
        var race = Self.race()
        race.cross("10", .line, 160_000)
        #expect(race.laps("10").laps == 0 && race.doubts == [.lateStart: 1])
        race.cross("10", .first, 90_000)
        #expect(race.laps("10").laps == 1 && race.place("10").total == 160_000 && race.doubts.isEmpty)
    }

    @Test("the timekeeper makes a late start the end of lap 1; his word taken back it is the start")
    func counts() throws {
        var race = Self.race()
        race.cross("10", .line, 160_000)
        try race.act(.count(try race.latest()), 170_000, id: "counts")
        #expect(race.laps("10").laps == 1 && race.place("10").total == 160_000 && race.doubts.isEmpty)
        try race.act(.withdraw("counts"), 171_000)
        #expect(race.laps("10").laps == 0 && race.doubts == [.lateStart: 1])
    }

    @Test("no word makes a lap of the start itself")
    func countsNot() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 29_999)
        try race.act(.count(try race.latest()), 40_000)
        #expect(race.laps("7").laps == 0 && race.doubts.isEmpty)
    }

    @Test("who takes the end of lap 1 for a start voids it: the next one is the start then")
    func voided() throws {
        var race = Self.race()
        race.cross("10", .line, 104_000)
        try race.act(.void(try race.latest()), 110_000)
        #expect(race.laps("10").laps == 0 && race.doubts.isEmpty)
        #expect(race.cross("10", .line, 204_000).outcome == .start)
        #expect(race.doubts == [.lateStart: 1])
    }

    @Test("the start signal given anew, doubts begin anew")
    func startedAnew() {
        var race = ShortRace(cars: Self.field + ["10"], rules: .untilFlag)
        race.rollOff(Self.field)
        for car in Self.field { race.cross(car, .first, 33_000) }
        race.cross("10", .line, 45_000)
        #expect(race.doubts == [.lateStart: 1])
        race.start(600_000)
        #expect(race.doubts.isEmpty && race.timekeeper.provisional.isEmpty)
    }

    @Test("where the rulebook says so, the first crossing is the start, however late", arguments: Session.Kind.allCases)
    func startByRule(kind: Session.Kind) {
        var rules = RaceRules.untilFlag
        rules.firstCrossing = .start
        var race = ShortRace("7", "8", rules: rules, kind: kind)
        for (car, first) in [("7", Int64(130_000)), ("8", 400_000)] {
            race.cross(car, .line, first)
            race.cross(car, .line, first + 100_000)
        }
        #expect(race.laps("7").laps == 1 && race.laps("8").laps == 1 && race.doubts.isEmpty)
        #expect(race.laps("8").best == 100_000 && race.place("8").total == 500_000)
        race.cross("8", .line, 599_000)
        #expect(race.laps("8").best == 99_000)
    }
}
