import Testing
import Timing

@Suite("The Line read again")
struct LineAgainTests {
    private static let cars = ["7", "8", "9"]

    /// Three laps of 100 s of three cars; the last crossing of the Line of car 7 lies at 300 s.
    private static func race(_ circuit: Circuit = .short, rules: RaceRules = .hour) -> ShortRace {
        var race = ShortRace(cars: cars, rules: rules, circuit: circuit)
        race.rollOff(cars)
        race.lap(cars, laps: 3, of: 100_000)
        return race
    }

    @Test("a car that spins on the Line and rolls back over it has not gone round")
    func spin() {
        var race = Self.race()
        #expect(race.cross("7", .line, 335_000).outcome == .unexpected)
        #expect(race.laps("7").laps == 3 && race.laps("7").last == 100_000)
        #expect(race.order == Self.cars && race.doubts == [.lineAgain: 1])
        race.cross("7", .first, 365_000)
        race.cross("7", .second, 395_000)
        #expect(race.cross("7", .line, 435_000).outcome == .lap)
        #expect(race.laps("7").laps == 4 && race.laps("7").last == 135_000 && race.laps("7").best == 100_000)
        #expect(race.doubts == [.lineAgain: 1])
    }

    @Test("pushed back over it twice, it has not gone round either: one doubt, read twice")
    func twice() throws {
        var race = Self.race()
        race.cross("7", .line, 335_000)
        race.cross("7", .line, 370_000)
        #expect(race.laps("7").laps == 3)
        let doubt = try #require(race.timekeeper.doubts.first)
        #expect(race.timekeeper.doubts.count == 1 && doubt.count == 2 && doubt.loop == ShortRace.At.line.id)
        #expect(doubt.first == ShortRace.instant(335_000) && doubt.last == ShortRace.instant(370_000))
        #expect(doubt.crossing == race.last)
    }

    @Test("a car that stands on the Line is read every 25 s for ten minutes and completes no lap")
    func stands() {
        var race = Self.race()
        for reading in 1...24 as ClosedRange<Int64> { race.cross("7", .line, 300_000 + reading * 25_000) }
        // The first of them is within the minimum of the Line: the same passage.
        #expect(race.laps("7").laps == 3 && race.doubts == [.lineAgain: 23])
        race.cross("7", .first, 930_000)
        race.cross("7", .line, 1_000_000)
        #expect(race.laps("7").laps == 4 && race.laps("7").last == 700_000)
    }

    @Test("the shortest lap is 4/5 of the best one: in that time a car that no loop sees can have gone round")
    func shortest() {
        var race = Self.race()
        #expect(race.cross("7", .line, 379_999).outcome == .unexpected)
        var other = Self.race()
        #expect(other.cross("7", .line, 380_000).outcome == .lap)
        #expect(other.laps("7").laps == 4 && other.doubts.isEmpty)
    }

    @Test("it counts from the last reading at the Line, whatever became of that one")
    func fromTheLast() {
        var race = Self.race()
        race.cross("7", .line, 320_000)
        #expect(race.cross("7", .line, 399_999).outcome == .unexpected)
        #expect(race.cross("7", .line, 479_999).outcome == .lap)
        #expect(race.laps("7").laps == 4)
    }

    @Test("a reading declared void is none: the time runs from the one before it")
    func voided() throws {
        var race = Self.race()
        race.cross("7", .line, 350_000)
        let reading = try race.latest()
        race.cross("7", .line, 400_000)
        #expect(race.laps("7").laps == 3)
        try race.act(.void(reading), 410_000)
        #expect(race.laps("7").laps == 4 && race.laps("7").last == 100_000 && race.doubts.isEmpty)
    }

    @Test("pushed back over the Line in the pit lane: no lap, and one visit")
    func inThePitLane() {
        var race = Self.race()
        race.cross("7", .first, 330_000)
        race.cross("7", .second, 360_000)
        race.cross("7", .pitEntry, 390_000)
        race.cross("7", .linePit, 400_000)
        #expect(race.cross("7", .linePit, 424_000).outcome == .unexpected)
        #expect(race.cross("7", .linePit, 472_000).outcome == .unexpected)
        race.cross("7", .pitExit, 490_000)
        #expect(race.laps("7").laps == 4 && race.stops("7").map(\.duration) == [100_000])
        #expect(race.doubts == [.lineAgain: 2] && race.place("7").status == .outLap)
        #expect(race.timekeeper.doubts.first?.loop == ShortRace.At.linePit.id)
        race.cross("7", .first, 510_000)
        race.cross("7", .line, 570_000)
        #expect(race.laps("7").laps == 5 && race.laps("7").last == 170_000)
    }

    @Test("its box over the Line, a car is read there for minutes: no lap, and one visit")
    func boxOverTheLine() {
        var race = Self.race()
        race.cross("7", .second, 360_000)
        race.cross("7", .pitEntry, 390_000)
        race.cross("7", .linePit, 400_000)
        for reading in 1...20 as ClosedRange<Int64> { race.cross("7", .linePit, 400_000 + reading * 25_000) }
        race.cross("7", .pitExit, 905_000)
        #expect(race.laps("7").laps == 4 && race.stops("7").map(\.duration) == [515_000])
        #expect(race.doubts == [.lineAgain: 20])
    }

    @Test("a pit entry shows that the car went round, however soon it comes")
    func entryBetween() {
        var race = Self.race()
        race.cross("7", .pitEntry, 335_000)
        #expect(race.cross("7", .linePit, 345_000).outcome == .lap)
        #expect(race.laps("7").laps == 4 && race.doubts.isEmpty)
    }

    @Test("with the sector loops dead every lap counts")
    func deadLoops() {
        var race = Self.race()
        for lap in 4...9 as ClosedRange<Int64> {
            for (place, car) in Self.cars.enumerated() {
                #expect(race.cross(car, .line, lap * 100_000 + Int64(place) * 1000).outcome == .lap)
            }
        }
        #expect(Self.cars.map { race.laps($0).laps } == [9, 9, 9])
        #expect(race.timekeeper.deadLoops.map(\.loop) == [ShortRace.At.first.id, ShortRace.At.second.id])
        #expect(race.doubts.isEmpty)
    }

    @Test("where there is the Line alone a car can go round in half of the best lap")
    func lineOnly() {
        var race = ShortRace("7", "8", circuit: .lineOnly)
        race.drive("7", laps: 3, of: 100_000)
        #expect(race.cross("7", .line, 349_999).outcome == .unexpected)
        #expect(race.cross("7", .line, 399_999).outcome == .lap)
        #expect(race.laps("7").laps == 4 && race.doubts == [.lineAgain: 1])
    }

    @Test("a car that no sector loop ever reads has its 36 laps, in all weathers, and raises no doubt")
    func neverRead() {
        var race = ShortRace("7", "8", rules: .untilFlag)
        race.rollOff(["7", "8"])
        var line: Int64 = 0
        for lap in 1...36 as ClosedRange<Int64> {
            let time: Int64 = (13...18).contains(lap) ? 130_000 : 95_000 + lap % 7 * 1500
            race.cross("7", .first, line + time * 3 / 10)
            race.cross("7", .second, line + time * 6 / 10)
            line += time
            race.cross("7", .line, line)
            race.cross("8", .line, line + 2000 + lap % 5 * 800)
        }
        #expect(race.laps("7").laps == 36 && race.laps("8").laps == 36)
        #expect(race.order == ["7", "8"] && race.doubts.isEmpty && race.timekeeper.deadLoops.isEmpty)
    }

    @Test("behind full course yellow and safety car laps are no measure: the next can be twice as quick")
    func neutralised() throws {
        var race = ShortRace("7", circuit: .lineOnly)
        race.cross("7", .line, 100_000)
        try race.flag(.safetyCar, 110_000)
        race.cross("7", .line, 300_000)
        try race.flag(.green, 301_000)
        #expect(race.cross("7", .line, 380_000).outcome == .lap)
        #expect(race.laps("7").laps == 3 && race.doubts.isEmpty)
    }

    @Test("below the circuit's minimum nobody has gone round, from the start on")
    func minimumLap() {
        var race = ShortRace("7", "8", circuit: .short([.line], minimumLap: .seconds(90)))
        race.rollOff(["7", "8"])
        #expect(race.cross("7", .line, 92_999).outcome == .unexpected)
        #expect(race.cross("8", .line, 94_000).outcome == .lap)
        #expect(race.laps("7").laps == 0 && race.laps("8").laps == 1 && race.doubts == [.lineAgain: 1])
    }

    @Test("by the length of the circuit nobody laps at more than 300 km/h, where nothing else is known")
    func length() {
        var race = ShortRace("7", "8", circuit: .short([.line], lengthMetres: 4000))
        race.rollOff(["7", "8"])
        #expect(race.cross("7", .line, 50_999).outcome == .unexpected)
        #expect(race.cross("8", .line, 52_000).outcome == .lap)
    }

    @Test("before anybody has come to the last sector loop nobody can have completed a lap")
    func beforeAnybody() {
        var race = ShortRace("7", "8")
        race.rollOff(["7", "8"])
        race.cross("8", .first, 33_000)
        #expect(race.cross("7", .line, 58_000).outcome == .unexpected)
        #expect(race.laps("7").laps == 0 && race.doubts == [.lineAgain: 1])
        #expect(race.order == ["8", "7"])
    }

    @Test("the timekeeper makes it count; his word taken back it does not")
    func counts() throws {
        var race = Self.race()
        race.cross("7", .line, 335_000)
        let reading = try race.latest()
        try race.act(.count(reading), 340_000, id: "counts")
        #expect(race.laps("7").laps == 4 && race.laps("7").last == 35_000 && race.doubts.isEmpty)
        try race.act(.withdraw("counts"), 341_000)
        #expect(race.laps("7").laps == 3 && race.doubts == [.lineAgain: 1])
    }

    @Test("no word makes a lap of the same passage seen twice")
    func countsNot() throws {
        var race = Self.race()
        race.cross("7", .line, 329_999)
        try race.act(.count(try race.latest()), 340_000)
        #expect(race.laps("7").laps == 3)
    }

    @Test("the leader, read at the Line again when the time is over, takes no flag there")
    func noFlag() {
        var race = ShortRace("7", "8", rules: RaceRules(duration: .seconds(320), classifiedPercent: 0))
        race.rollOff(["7", "8"])
        race.lap(["7", "8"], laps: 3, of: 100_000)
        race.cross("7", .line, 335_000)
        #expect(race.chequered == nil && race.place("7").status == .onTrack)
        // Nor does it finish with it, once the flag is out for another.
        race.cross("8", .first, 331_000)
        race.cross("8", .second, 361_000)
        race.cross("8", .line, 401_000)
        #expect(race.chequered == 401_000)
        #expect(race.cross("7", .line, 402_000).outcome == .unexpected)
        #expect(race.place("7").status != .finished)
    }
}
