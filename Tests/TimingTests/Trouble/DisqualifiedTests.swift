import Testing
import Timing

@Suite("A car that is disqualified, or told to be out")
struct DisqualifiedTests {
    private static let cars = ["7", "8", "9"]

    private static func disqualified(_ car: String = "7") -> Act.Kind {
        .penalty(CarNumber(car), .disqualified, reason: "ignored the black flag")
    }

    /// Three cars a second apart; the time runs out at 299.9 s, just before the leader ends lap 3.
    private static func race(
        laps: Int = 2, _ change: (inout RaceRules) -> Void = { _ in }
    ) -> ShortRace {
        var rules = RaceRules(duration: Milliseconds(299_900), classifiedPercent: 0)
        change(&rules)
        var race = ShortRace(cars: cars, rules: rules)
        race.rollOff(cars)
        race.lap(cars, laps: laps, of: 100_000)
        return race
    }

    @Test("disqualified while it leads, it drives on and is not there: the next car leads and takes the flag")
    func whileLeading() throws {
        var race = Self.race()
        try race.act(Self.disqualified(), 210_000)
        #expect(race.order == ["8", "9", "7"] && race.place("7").position == nil)
        #expect(race.place("7").status == .disqualified && race.place("8").position == 1)
        #expect(race.place("7").gap == .unknown && race.place("8").gap == .nothing)
        #expect(race.place("9").gap == Apart(ms: 1000, laps: 0))
        race.lap(Self.cars, laps: 1, of: 100_000, from: 200_000)
        #expect(race.chequered == 301_000 && race.order == ["8", "9", "7"])
        #expect(race.laps("7").laps == 2 || race.place("7").position == nil)
        #expect(race.place("8").gap == .nothing && race.place("9").gap == Apart(ms: 1000, laps: 0))
    }

    @Test("in the millisecond in which it would take the flag the decision goes first", arguments: [300_000, 300_001])
    func atTheFlag(at: Int64) throws {
        var race = Self.race(laps: 3)
        #expect(race.chequered == 300_000)
        try race.act(Self.disqualified(), at)
        #expect(race.chequered == (at == 300_000 ? 301_000 : 300_000))
        #expect(race.order == ["8", "9", "7"] && race.place("8").position == 1)
    }

    @Test("decided after the flag, the flag stays where it fell and the next is the winner")
    func afterTheFlag() throws {
        var race = Self.race(laps: 3)
        try race.act(Self.disqualified(), 400_000)
        #expect(race.chequered == 300_000 && race.order == ["8", "9", "7"])
        #expect(race.place("8").position == 1 && race.place("8").gap == .nothing)
        #expect(race.place("7").position == nil && race.place("7").status == .disqualified)
    }

    @Test("entered after the flag for an instant before it, the flag falls for the car that led then")
    func enteredLate() throws {
        var race = Self.race(laps: 3)
        try race.act(Self.disqualified(), 250_000, id: "late")
        #expect(race.chequered == 301_000 && race.place("8").position == 1)
        #expect(race.timekeeper.flags.map(\.flag) == [.green, .chequered])
        try race.act(.withdraw("late"), 410_000)
        #expect(race.chequered == 300_000 && race.order == Self.cars && race.place("7").position == 1)
    }

    @Test("its crossing at the end missed and the decision taken before it is seen again, it brought the flag down")
    func missedBeforeTheDecision() throws {
        var race = Self.race()
        race.cross("7", .first, 230_000)
        race.cross("7", .second, 260_000)
        try race.act(Self.disqualified(), 310_000)
        #expect(race.chequered == nil)
        race.cross("7", .first, 330_000)
        #expect(race.chequered == 300_000)
        race.cross("8", .line, 351_000)
        #expect(race.place("8").position == 1 && race.place("8").status == .finished)
        #expect(race.chequered == 300_000 && race.place("7").position == nil)
    }

    @Test("the flag shown by hand is not meant for its crossing, also where no other car is there")
    func flagByHand() throws {
        var rules = RaceRules.untilFlag
        rules.flagByHand = .seconds(3)
        for isAlone in [true, false] {
            var race = ShortRace(cars: isAlone ? ["7"] : ["7", "8"], rules: rules)
            race.drive("7", laps: 2, of: 100_000)
            try race.act(Self.disqualified(), 150_000)
            try race.flag(.chequered, 201_000)
            #expect(race.chequered == 201_000)
        }
    }

    @Test("taken back while the race runs, it is where it was")
    func takenBack() throws {
        var race = Self.race()
        let before = Picture(race.timekeeper)
        try race.act(Self.disqualified(), 202_000, id: "out")
        try race.act(.withdraw("out"), 202_000)
        #expect(Picture(race.timekeeper).rows == before.rows && race.order == Self.cars)
    }

    @Test("the best lap is the next car's, also where it was driven before the decision")
    func bestLap() throws {
        var race = Self.race()
        race.lap(["7"], laps: 1, of: 95_000, from: 200_000)
        #expect(race.timekeeper.bestLap?.car == CarIndex(0) && race.timekeeper.bestLap?.time == Milliseconds(95_000))
        try race.act(Self.disqualified(), 296_000, id: "out")
        #expect(race.timekeeper.bestLap?.car == CarIndex(1) && race.timekeeper.bestLap?.time == Milliseconds(100_000))
        #expect(race.timekeeper.classBestLaps.map(\.best.car) == [CarIndex(1)])
        #expect(race.laps("7").best == 95_000, "its own it keeps")
        try race.act(.withdraw("out"), 297_000)
        #expect(race.timekeeper.bestLap?.car == CarIndex(0))
    }

    @Test("a lap that it drives after the decision is no best lap")
    func bestLapAfter() throws {
        var race = Self.race()
        try race.act(Self.disqualified(), 210_000)
        race.lap(["7"], laps: 1, of: 90_000, from: 200_000)
        #expect(race.timekeeper.bestLap?.car == CarIndex(1))
    }

    @Test("of several the last in the entry list is last, in the race and in the result")
    func several() throws {
        var race = Self.race()
        try race.act(Self.disqualified("9"), 210_000)
        try race.act(Self.disqualified("7"), 211_000)
        #expect(race.order == ["8", "7", "9"])
        try race.act(.end, 220_000)
        #expect(race.order == ["8", "7", "9"] && race.place("8").position == 1)
    }

    @Test("the winner's laps are those of the first car that is there")
    func classified() throws {
        var race = Self.race(laps: 0) {
            $0.duration = nil
            $0.classifiedPercent = 75
        }
        race.lap(["7"], laps: 8, of: 100_000)
        race.lap(["8"], laps: 5, of: 150_000)
        race.lap(["9"], laps: 4, of: 180_000)
        try race.act(.end, 900_000)
        #expect(race.place("8").position == nil, "5 of 8 laps")
        try race.act(Self.disqualified(), 910_000)
        #expect(race.place("8").position == 1 && race.place("9").position == 2)
    }

    @Test("counted back, the laps of a car disqualified before the red flag are no lead")
    func countBack() throws {
        var race = Self.race(laps: 0) {
            $0.countBackLaps = 1
            $0.duration = .minutes(60)
        }
        race.lap(["7"], laps: 5, of: 100_000)
        race.lap(["8", "9"], laps: 4, of: 120_000)
        try race.flag(.red, 550_000)
        try race.act(.end, 600_000)
        #expect(race.laps("8").laps == 4 && race.laps("7").laps == 5)
        try race.act(Self.disqualified(), 540_000)
        // The leader, car 8, was on lap 5: the result is that of lap 4.
        #expect(race.laps("8").laps == 4 && race.place("8").total == 480_000 && race.place("8").status == .finished)
    }

    @Test("in qualifying it has no position, and the grid is the others'")
    func qualifying() throws {
        var race = ShortRace(cars: Self.cars, kind: .qualifying)
        race.lap(Self.cars, laps: 3, of: 100_000)
        try race.act(Self.disqualified(), 310_000)
        #expect(race.order == ["8", "9", "7"] && race.place("7").position == nil)
        #expect(race.place("8").position == 1 && race.place("8").gap == .nothing)
    }

    // MARK: Told to be out

    @Test("a car told to be out does not lead, and the flag falls for the next")
    func retired() throws {
        var race = Self.race()
        try race.act(.retired(CarNumber("7")), 210_000)
        #expect(race.place("7").status == .retired)
        race.lap(["8", "9"], laps: 1, of: 100_000, from: 201_000)
        #expect(race.chequered == 301_000 && race.order == ["8", "9", "7"])
    }

    @Test("a car told to be out that comes to the Line first takes the flag itself")
    func retiredTakesTheFlag() throws {
        var race = Self.race()
        try race.act(.retired(CarNumber("7")), 210_000)
        race.lap(Self.cars, laps: 1, of: 100_000, from: 200_000)
        #expect(race.chequered == 300_000 && race.place("7").status == .finished && race.order == Self.cars)
    }

    @Test("it is out until it has driven a whole lap on the track, from Line to Line")
    func backAgain() throws {
        var race = Self.race { $0.duration = .minutes(60) }
        try race.act(.retired(CarNumber("7")), 210_000)
        race.lap(["7"], laps: 1, of: 100_000, from: 200_000)
        #expect(race.place("7").status == .retired)
        race.lap(["7"], laps: 1, of: 100_000, from: 300_000)
        #expect(race.place("7").status == .onTrack)
    }

    @Test("brought back through the pit lane it is still out: the Line in it begins no such lap")
    func throughThePitLane() throws {
        var race = Self.race { $0.duration = .minutes(60) }
        try race.act(.retired(CarNumber("7")), 210_000)
        race.cross("7", .pitEntry, 290_000)
        race.cross("7", .linePit, 300_000)
        race.cross("7", .pitExit, 350_000)
        race.cross("7", .first, 380_000)
        race.cross("7", .second, 410_000)
        race.cross("7", .line, 450_000)
        #expect(race.place("7").status == .retired)
        race.lap(["7"], laps: 1, of: 100_000, from: 450_000)
        #expect(race.place("7").status == .onTrack)
    }

    @Test("a visit within the lap does not matter, a missed crossing does")
    func visitWithin() throws {
        var race = Self.race { $0.duration = .minutes(60) }
        try race.act(.retired(CarNumber("7")), 150_000)
        #expect(race.place("7").status == .retired)
        race.cross("7", .first, 230_000)
        // Its Line at 300 s is missed.
        race.cross("7", .second, 260_000)
        race.cross("7", .first, 330_000)
        race.cross("7", .second, 360_000)
        race.cross("7", .line, 400_000)
        #expect(race.laps("7").laps == 4 && race.place("7").status == .retired)
        race.lap(["7"], laps: 1, of: 100_000, from: 400_000)
        #expect(race.place("7").status == .onTrack)
    }

    @Test("the word taken back, it was never out")
    func retiredTakenBack() throws {
        var race = Self.race()
        try race.act(.retired(CarNumber("7")), 210_000, id: "out")
        race.lap(["8", "9"], laps: 1, of: 100_000, from: 201_000)
        #expect(race.chequered == 301_000)
        try race.act(.withdraw("out"), 310_000)
        race.lap(["7"], laps: 1, of: 100_000, from: 200_000)
        #expect(race.chequered == 300_000 && race.order == Self.cars)
    }
}
