import Testing
import Timing

@Suite("Penalties to be served")
struct ServedPenaltyTests {
    private static func race(transit: Milliseconds? = .seconds(30)) -> ShortRace {
        let circuit = Circuit(
            name: "Short circuit", lengthMetres: 2000, pitTransit: transit, loops: Circuit.short.loops)
        var race = ShortRace("7", "8", circuit: circuit)
        race.drive("7", laps: 1, of: 100_000)
        return race
    }

    private static func state(_ race: borrowing ShortRace) -> PenaltyRecord.State? {
        race.timekeeper.penalties.first?.state
    }

    private static func visit(_ race: inout ShortRace, at entry: Int64, for duration: Int64) {
        race.cross("7", .pitEntry, entry)
        race.cross("7", .linePit, entry + 5000)
        race.cross("7", .pitExit, entry + duration)
    }

    @Test(
        "a drive-through is served by a visit of at most ten seconds more than the transit",
        arguments: [
            (40_000, true), (40_001, false),
        ])
    func driveThrough(duration: Int64, isServed: Bool) throws {
        var race = Self.race()
        try race.act(.penalty(CarNumber("7"), .driveThrough, reason: "speeding"), 110_000)
        #expect(Self.state(race) == .notified)
        Self.visit(&race, at: 190_000, for: duration)
        #expect((Self.state(race) == .served) == isServed)
    }

    @Test(
        "a stop-and-go of 10 s takes transit and standing, no less",
        arguments: [
            (39_999, false), (40_000, true), (55_000, true), (55_001, false),
        ])
    func stopAndGo(duration: Int64, isServed: Bool) throws {
        var race = Self.race()
        try race.act(.penalty(CarNumber("7"), .stopAndGo(.seconds(10)), reason: "short stop"), 110_000)
        Self.visit(&race, at: 190_000, for: duration)
        #expect((Self.state(race) == .served) == isServed)
    }

    @Test("the third crossing of the Line on the track converts it to 30 s")
    func converted() throws {
        var race = Self.race()
        try race.act(.penalty(CarNumber("7"), .driveThrough, reason: "speeding"), 110_000)
        race.cross("7", .line, 200_000)
        race.cross("7", .line, 300_000)
        #expect(Self.state(race) == .notified)
        let effect = race.cross("7", .line, 400_000)
        #expect(effect.penaltiesChanged)
        #expect(Self.state(race) == .converted)
        #expect(race.place("7").penalty == 30_000)
    }

    @Test("crossings behind the safety car do not count")
    func behindSafetyCar() throws {
        var race = Self.race()
        try race.act(.penalty(CarNumber("7"), .driveThrough, reason: "speeding"), 110_000)
        try race.flag(.safetyCar, 120_000)
        for lap in 2...6 { race.cross("7", .line, Int64(lap) * 100_000) }
        #expect(Self.state(race) == .notified)
    }

    @Test("what is not served at the finish is time; a stop-and-go 30 s and its own")
    func atTheFinish() throws {
        var race = Self.race()
        race.drive("8", laps: 35, of: 102_000)
        race.drive("7", laps: 34, of: 100_000, from: 100_000)
        try race.act(.penalty(CarNumber("7"), .stopAndGo(.seconds(5)), reason: "short stop"), 3_550_000)
        race.cross("7", .line, 3_600_000)
        #expect(Self.state(race) == .converted)
        #expect(race.place("7").penalty == 35_000 && race.place("7").total == 3_635_000)
    }

    @Test("the stewards' word goes before what was seen, and can be taken back")
    func word() throws {
        var race = Self.race()
        try race.act(.penalty(CarNumber("7"), .driveThrough, reason: "speeding"), 110_000, id: "dt")
        Self.visit(&race, at: 190_000, for: 35_000)
        try race.act(.served("dt", false), 240_000, id: "not served")
        #expect(Self.state(race) == .converted)
        try race.act(.withdraw("not served"), 250_000)
        #expect(Self.state(race) == .served)
        #expect(throws: ActRefusal.nothingToServe("not served")) { try race.act(.served("not served", true), 260_000) }
    }

    @Test("counted back to before the visit ended, what the stewards said of the penalty holds; the visit is a stop")
    func countedBack() throws {
        var rules = RaceRules.hour
        rules.countBackLaps = 1
        rules.obligations.stops = MandatoryStops()
        var race = ShortRace("7", rules: rules, circuit: Self.race().timekeeper.session.circuit)
        race.drive("7", laps: 1, of: 100_000)
        try race.act(.penalty(CarNumber("7"), .driveThrough, reason: "speeding"), 110_000, id: "dt")
        Self.visit(&race, at: 190_000, for: 35_000)
        try race.act(.served("dt", true), 240_000, id: "served")
        #expect(race.timekeeper.verdicts(of: CarIndex(0)).first?.state == .open)
        try race.flag(.red, 250_000)
        try race.act(.end, 260_000)
        #expect(race.laps("7").laps == 2 && Self.state(race) == .served)
        #expect(race.timekeeper.verdicts(of: CarIndex(0)).first?.state == .served)
    }

    @Test("laps taken off, disqualification and a dead heat in the result")
    func result() throws {
        var race = ShortRace("7", "8", "9", rules: .untilFlag)
        race.drive("7", laps: 3, of: 100_000)
        race.drive("8", laps: 3, of: 101_000)
        race.drive("9", laps: 3, of: 101_000)
        try race.act(.end, 310_000)
        #expect(["7", "8", "9"].map { race.place($0).position } == [1, 2, 2])
        #expect(race.place("9").interval == Apart(ms: 0, laps: 0))
        try race.act(.penalty(CarNumber("7"), .laps(1), reason: "short cut"), 320_000)
        #expect(["8", "9", "7"].map { race.place($0).position } == [1, 1, 3])
        #expect(race.place("7").gap == Apart(ms: nil, laps: 1))
        try race.act(.penalty(CarNumber("8"), .disqualified, reason: "fuel"), 330_000)
        #expect(race.order == ["9", "7", "8"] && race.place("8").position == nil)
        #expect(race.timekeeper.result == .provisional)
        try race.act(.final, 340_000)
        #expect(race.timekeeper.result == .final)
        try race.act(.penalty(CarNumber("9"), .time(.seconds(5)), reason: "later"), 350_000)
        #expect(race.timekeeper.result == .provisional)
    }
}
