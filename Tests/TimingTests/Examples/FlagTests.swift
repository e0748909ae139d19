import Testing
import Timing

@Suite("Flags, clocks and the end of a race")
struct FlagTests {
    @Test("each flag has its period and the leader's laps under it")
    func periods() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        try race.flag(.safetyCar, 150_000)
        try race.flag(.safetyCar, 160_000)
        race.cross("7", .line, 250_000)
        race.cross("7", .line, 400_000)
        try race.flag(.green, 410_000)
        race.cross("7", .line, 500_000)
        let flags = race.timekeeper.flags
        #expect(flags.map(\.flag) == [.green, .safetyCar, .green])
        #expect(flags.map(\.laps) == [1, 2, 1])
        #expect(flags[1].from == ShortRace.instant(150_000) && flags[1].to == ShortRace.instant(410_000))
        #expect(flags[2].to == nil)
    }

    @Test("the safety car through the pit lane makes no stops")
    func throughPitLane() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        try race.act(.flag(.safetyCar, isEstimated: false, throughPitLane: true), 150_000)
        race.cross("7", .pitEntry, 190_000)
        race.cross("7", .linePit, 200_000)
        race.cross("7", .pitExit, 220_000)
        #expect(race.timekeeper.stops(of: CarIndex(0)).map(\.counts) == [false])
        try race.flag(.safetyCar, 230_000)
        race.cross("7", .pitEntry, 290_000)
        #expect(race.timekeeper.stops(of: CarIndex(0)).map(\.counts) == [false, true])
    }

    @Test("a race behind the safety car begins under its flag")
    func safetyCarStart() {
        var rules = RaceRules.hour
        rules.start = .safetyCar
        let race = ShortRace("7", rules: rules)
        #expect(race.timekeeper.flag == .safetyCar)
    }

    @Test("the clock runs from the release of the formation lap where the rulebook says so")
    func formation() throws {
        var rules = RaceRules.hour
        rules.start = .formation
        var race = ShortRace("7", rules: rules, isStarted: false)
        try race.act(.formation, -120_000)
        race.start()
        #expect(race.timekeeper.clockStartedAt == ShortRace.instant(-120_000))
        race.drive("7", laps: 34, of: 100_000)
        race.cross("7", .line, 3_479_999)
        #expect(race.chequered == nil)
        race.cross("7", .line, 3_570_000)
        #expect(race.chequered == 3_570_000)
    }

    @Test("a race of so many laps ends with the leader's last, whatever the time")
    func laps() {
        var rules = RaceRules(duration: .minutes(60), classifiedPercent: 0)
        rules.laps = 3
        var race = ShortRace("7", "8", rules: rules)
        race.drive("8", laps: 2, of: 110_000)
        race.drive("7", laps: 3, of: 100_000)
        #expect(race.chequered == 300_000)
        race.cross("8", .line, 330_000)
        #expect(race.place("8").status == .finished)
    }

    @Test("a race made shorter by command ends by its new time")
    func duration() throws {
        var race = ShortRace("7")
        race.drive("7", laps: 4, of: 100_000)
        try race.act(.duration(.seconds(500)), 420_000)
        race.cross("7", .line, 499_999)
        #expect(race.chequered == nil)
        race.cross("7", .line, 600_000)
        #expect(race.chequered == 600_000)
    }

    @Test("a flag too early ends the race where the leader last crossed the Line")
    func early() throws {
        var race = ShortRace("7", "8", "9")
        race.drive("9", laps: 2, of: 140_000)
        race.drive("7", laps: 3, of: 100_000)
        race.drive("8", laps: 3, of: 101_000)
        try race.flag(.chequered, 350_000)
        #expect(race.chequered == 300_000)
        #expect(race.place("7").status == .finished && race.place("8").status == .finished)
        #expect(race.place("9").status == .onTrack)
        race.cross("9", .line, 420_000)
        #expect(race.place("9").status == .finished)
        #expect(race.laps("9").laps == 3)
    }

    @Test("when the leader stands before the flag it falls for the next car on the road")
    func leaderStops() {
        var race = ShortRace("7", "8", rules: RaceRules(duration: .seconds(600), classifiedPercent: 0))
        race.lap(["7"], laps: 5, of: 100_000)
        race.lap(["8"], laps: 4, of: 130_000)
        race.cross("8", .first, 560_000)
        race.cross("8", .second, 600_000)
        race.cross("8", .line, 650_000)
        #expect(race.place("7").status == .stopped)
        #expect(race.chequered == 650_000)
    }

    @Test("a race not resumed after the red flag is that of two laps before the leader's lap in which it was shown")
    func countBack() throws {
        var rules = RaceRules.hour
        rules.countBackLaps = 2
        var race = ShortRace("7", "8", "9", rules: rules)
        race.drive("7", laps: 11, of: 100_000)
        race.drive("8", laps: 11, of: 101_000)
        race.drive("9", laps: 9, of: 103_000)
        race.cross("8", .first, 1_130_000)
        race.cross("8", .line, 1_145_000)
        race.cross("9", .line, 1_040_000)
        // The leader is on lap 13: car 8 has completed 12.
        try race.flag(.red, 1_150_000)
        try race.act(.end, 1_200_000)
        #expect(race.order == ["7", "8", "9"])
        #expect(race.laps("7").laps == 11 && race.laps("8").laps == 11)
        #expect(race.place("8").total == 1_111_000)
    }

    @Test("result at red flag in the leader's lap 12, counted back 2: the order at the end of lap 10")
    func vector() throws {
        var rules = RaceRules.hour
        rules.countBackLaps = 2
        var race = ShortRace("7", "8", rules: rules)
        race.drive("7", laps: 10, of: 100_000)
        race.drive("8", laps: 10, of: 100_100)
        race.cross("8", .line, 1_098_000)
        race.cross("7", .line, 1_099_000)
        try race.flag(.red, 1_150_000)
        try race.act(.end, 1_160_000)
        #expect(race.order == ["7", "8"])
        #expect(race.laps("7").laps == 10)
        #expect(race.place("7").total == 1_000_000 && race.place("7").status == .finished)
    }
}
