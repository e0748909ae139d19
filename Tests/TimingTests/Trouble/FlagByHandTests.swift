import Testing
import Timing

@Suite("A chequered flag shown by hand")
struct FlagByHandTests {
    private static let cars = ["7", "8", "9"]

    /// Three laps of 100 s a second apart; the leader crosses the Line at 300 s.
    private static func race(
        duration: Milliseconds? = nil, earlyFlag: RaceRules.EarlyFlag = .asShown, flagByHand: Milliseconds
    ) -> ShortRace {
        var rules = RaceRules(duration: duration, classifiedPercent: 0)
        rules.flagByHand = flagByHand
        rules.earlyFlag = earlyFlag
        var race = ShortRace(cars: cars, rules: rules)
        race.rollOff(cars)
        race.lap(cars, laps: 3, of: 100_000)
        return race
    }

    @Test(
        "within so long after the leader's crossing it was meant for that one: who has crossed since has finished",
        arguments: [(303_000, true), (303_001, false), (300_000, true), (300_500, true)] as [(Int64, Bool)])
    func within(at: Int64, isMeant: Bool) throws {
        var race = Self.race(flagByHand: .seconds(3))
        try race.flag(.chequered, at)
        #expect(race.chequered == (isMeant ? 300_000 : at))
        #expect(Self.cars.map { race.place($0).status == .finished } == [isMeant, isMeant, isMeant])
        #expect(race.laps("7").laps == 3)
        // In the list of flags it begins when it was shown.
        #expect(race.timekeeper.flags.last?.from == ShortRace.instant(at))
    }

    @Test("a car on its way to the Line finishes when it comes to it")
    func onItsWay() throws {
        var race = Self.race(flagByHand: .seconds(3))
        race.cross("7", .first, 330_000)
        race.cross("7", .line, 400_000)
        try race.flag(.chequered, 402_000)
        #expect(race.chequered == 400_000 && race.place("7").status == .finished)
        #expect(race.place("8").status != .finished)
        race.cross("8", .line, 403_000)
        #expect(race.place("8").status == .finished && race.laps("8").laps == 4)
    }

    @Test("of the leader alone: the crossing of another is not what it was meant for")
    func leaderAlone() throws {
        var race = Self.race(flagByHand: .seconds(1))
        try race.flag(.chequered, 302_500)
        #expect(race.chequered == 302_500 && race.place("9").status != .finished)
    }

    @Test("without such a time it falls when it is shown")
    func without() throws {
        var race = Self.race(flagByHand: .zero)
        try race.flag(.chequered, 300_001)
        #expect(race.chequered == 300_001 && race.place("7").status != .finished)
    }

    @Test("it goes before what an early flag means, and holds for an estimated one too")
    func early() throws {
        for (earlyFlag, isEstimated) in [(.lastCrossing, false), (.asShown, false), (.lastCrossing, true)]
            as [(RaceRules.EarlyFlag, Bool)]
        {
            var race = Self.race(duration: .minutes(60), earlyFlag: earlyFlag, flagByHand: .seconds(3))
            try race.act(.flag(.chequered, isEstimated: isEstimated), 302_500)
            #expect(race.chequered == 300_000)
        }
    }

    @Test("beyond it an early flag is what the rulebook says of it")
    func beyond() throws {
        var last = Self.race(duration: .minutes(60), earlyFlag: .lastCrossing, flagByHand: .seconds(3))
        try last.flag(.chequered, 350_000)
        #expect(last.chequered == 300_000)
        var shown = Self.race(duration: .minutes(60), earlyFlag: .asShown, flagByHand: .seconds(3))
        try shown.flag(.chequered, 350_000)
        #expect(shown.chequered == 350_000)
    }

    @Test("before anybody has completed a lap it falls when it is shown")
    func noLap() throws {
        var rules = RaceRules.untilFlag
        rules.flagByHand = .minutes(5)
        var race = ShortRace("7", rules: rules)
        race.cross("7", .line, 3_000)
        try race.flag(.chequered, 10_000)
        #expect(race.chequered == 10_000)
    }

    @Test("taken back, the race goes on")
    func takenBack() throws {
        var race = Self.race(flagByHand: .seconds(3))
        try race.flag(.chequered, 302_500, id: "by mistake")
        try race.act(.withdraw("by mistake"), 310_000)
        #expect(race.chequered == nil && Self.cars.allSatisfy { race.place($0).status == .onTrack })
    }
}
