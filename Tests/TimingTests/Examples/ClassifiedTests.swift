import Testing
import Timing

@Suite("Who is classified")
struct ClassifiedTests {
    /// 7 wins with so many laps; 8 and 9 have as many as they are given and take the flag.
    private func race(
        winner: Int, _ eight: Int, _ nine: Int, percent: Int, basis: RaceRules.ClassifiedBasis = .overall,
        classes: (String, String, String) = ("GT3", "GT3", "GT3")
    ) throws -> ShortRace {
        var race = ShortRace(
            "7 \(classes.0)", "8 \(classes.1)", "9 \(classes.2)",
            rules: RaceRules(duration: nil, classifiedPercent: percent, classifiedBasis: basis))
        race.drive("7", laps: winner - 1, of: 100_000)
        race.drive("8", laps: eight - 1, of: 101_000)
        race.drive("9", laps: nine - 1, of: 102_000)
        try race.flag(.chequered, 5_000_000)
        for (place, car) in ["7", "8", "9"].enumerated() { race.cross(car, .line, 5_001_000 + Int64(place)) }
        return race
    }

    @Test("of 33 laps 70 % is 23 laps: the fraction is dropped")
    func seventy() throws {
        let race = try race(winner: 33, 23, 22, percent: 70)
        #expect(race.laps("8").laps == 23 && race.laps("9").laps == 22)
        #expect(race.place("8").position == 2)
        #expect(race.place("9").position == nil)
    }

    @Test("of 33 laps 75 % is 24 laps")
    func seventyFive() throws {
        let race = try race(winner: 33, 24, 23, percent: 75)
        #expect(race.place("8").position == 2)
        #expect(race.place("9").position == nil)
        #expect(race.place("9").classPosition == nil)
    }

    @Test("by class, a car is measured against the winner of its class")
    func byClass() throws {
        let classes = ("GT3", "GT4", "GT4")
        let byClass = try race(winner: 33, 20, 14, percent: 70, basis: .carClass, classes: classes)
        #expect(byClass.place("8").position == 2 && byClass.place("8").classPosition == 1)
        #expect(byClass.place("9").position == 3 && byClass.place("9").classPosition == 2)
        let overall = try race(winner: 33, 20, 14, percent: 70, basis: .overall, classes: classes)
        #expect(overall.place("8").position == nil && overall.place("9").position == nil)
    }

    @Test("a car below the share that takes the flag is finished, and when all is over not classified")
    func status() throws {
        var race = try race(winner: 33, 24, 23, percent: 75)
        #expect(race.place("9").status == .finished)
        try race.act(.end, 5_100_000)
        #expect(race.place("9").status == .notClassified)
        #expect(race.place("8").status == .finished)
    }

    @Test("while the race runs every car has a position")
    func running() {
        var race = ShortRace("7", "8")
        race.drive("7", laps: 30, of: 100_000)
        #expect(race.place("8").position == 2)
        #expect(race.place("8").status == .notStarted)
    }

    @Test("a car that must take the flag and does not is not classified, with laps enough", arguments: [true, false])
    func mustTakeFlag(must: Bool) throws {
        var race = ShortRace(
            "7", "8", rules: RaceRules(duration: .minutes(60), classifiedPercent: 70, mustTakeFlag: must))
        race.drive("7", laps: 36, of: 100_000)
        race.drive("8", laps: 35, of: 100_100)
        #expect(race.place("8").position == 2)
        try race.act(.end, 4_000_000)
        #expect(race.place("8").position == (must ? nil : 2))
        #expect(race.place("8").status == (must ? .notClassified : .retired))
    }

    @Test("the share is of the laps of a winner who took the flag, where the flag must be taken")
    func winnerMustTakeFlag() throws {
        var race = ShortRace(
            "7", "8",
            rules: RaceRules(duration: nil, classifiedPercent: 70, mustTakeFlag: true))
        race.drive("7", laps: 10, of: 100_000)
        race.drive("8", laps: 5, of: 150_000)
        try race.flag(.chequered, 1_001_000)
        race.cross("8", .line, 1_100_000)
        try race.act(.end, 1_200_000)
        #expect(race.place("7").position == nil)
        #expect(race.place("8").position == 1)
        #expect(race.order == ["8", "7"])
    }

    @Test("a car without a lap is not classified, whatever the share")
    func noLap() throws {
        var race = ShortRace("7", "8", "9", rules: .untilFlag)
        race.cross("7", .line, 100_000)
        race.cross("8", .first, 40_000)
        try race.act(.end, 200_000)
        #expect(race.place("8").status == .notClassified)
        #expect(race.place("9").status == .notStarted)
        #expect(race.place("8").position == nil && race.place("9").position == nil)
    }

    @Test("between two cars without a lap there is no time, for they have no total")
    func nothingBetween() throws {
        var race = ShortRace("7", "8", "9")
        race.cross("7", .line, 100_000)
        try race.act(.end, 200_000)
        #expect(race.place("9").gap == Apart(ms: nil, laps: 1))
        #expect(race.place("9").interval == Apart(ms: nil, laps: 0))
    }

    @Test("two cars in one millisecond at the Line stay in the order in which they crossed it")
    func deadHeat() throws {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 100_000)
        race.cross("8", .line, 100_000)
        race.cross("8", .first, 130_000)
        try race.act(.end, 140_000)
        #expect(race.order == ["7", "8"])
        #expect(race.place("8").gap == Apart(ms: 0, laps: 0))
    }
}
