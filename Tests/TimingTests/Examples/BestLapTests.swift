import Testing
import Timing

@Suite("Best laps and sectors")
struct BestLapTests {
    @Test("the first lap is never the best, however short")
    func firstLap() {
        var race = ShortRace("7")
        race.cross("7", .line, 80_000)
        #expect(race.laps("7").best == nil && race.laps("7").bestNumber == nil)
        #expect(race.timekeeper.bestLap == nil)
        race.cross("7", .line, 180_000)
        #expect(race.laps("7").best == 100_000 && race.laps("7").bestNumber == 2)
    }

    @Test("the first of equal laps is the best, of one car")
    func firstOfEqual() {
        var race = ShortRace("7")
        race.drive("7", laps: 4, of: 100_000)
        #expect(race.laps("7").bestNumber == 2)
        #expect(race.timekeeper.bestLap?.lap == 2)
    }

    @Test("the first of equal laps is the best, of two cars and in their classes")
    func firstOfEqualCars() {
        var race = ShortRace("7 GT3", "8 GT4", "9 GT4")
        for (place, car) in ["9", "8", "7"].enumerated() {
            race.drive(car, laps: 2, of: 100_000, from: Int64(place) * 1000)
        }
        // All lap 2 in 100 s; 9 was there first.
        let picture = Picture(race.timekeeper).race
        #expect(picture.best == Picture.Best(car: CarNumber("9"), lap: 2, ms: 100_000))
        #expect(picture.classBests.map(\.carClass) == ["GT3", "GT4"])
        #expect(picture.classBests.map(\.best.car.text) == ["7", "9"])
    }

    @Test("sectors run loop to loop, and a lap's sectors sum to the lap")
    func sectors() {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        race.cross("7", .first, 130_001)
        race.cross("7", .second, 165_003)
        race.cross("7", .line, 191_804)
        #expect(race.laps("7").sectors == [30_001, 35_002, 26_801])
        #expect(race.laps("7").last == 91_804)
    }

    @Test("the sector that began at the start signal is no best; the others of lap 1 may be")
    func firstSectors() {
        var race = ShortRace("7")
        race.cross("7", .first, 30_101)
        race.cross("7", .second, 65_123)
        race.cross("7", .line, 92_285)
        #expect(race.laps("7").sectors == [30_101, 35_022, 27_162])
        #expect(race.laps("7").bestSectors == [nil, 35_022, 27_162])
    }

    @Test("of a loop that missed the car both sectors are estimated, and the lap is known")
    func missedLoop() {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        race.cross("7", .second, 165_000)
        #expect(race.laps("7").sectors == [32_500, 32_500, nil])
        #expect(race.timekeeper.lapping(of: CarIndex(0)).estimatedSectors == 0b011)
        race.cross("7", .line, 190_000)
        #expect(race.laps("7").sectors[2] == 25_000)
        #expect(race.laps("7").last == 90_000)
    }

    @Test("a sector loop out of its order is unexpected and changes nothing")
    func outOfOrder() {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        race.cross("7", .second, 165_000)
        let row = race.timekeeper.row("7")
        #expect(race.cross("7", .first, 180_000).outcome == .unexpected)
        #expect(race.timekeeper.row("7") == row)
    }

    @Test("the best lap voided, the next best is the best again")
    func voided() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        race.cross("7", .line, 190_000)
        let quick = try race.latest()
        race.cross("7", .line, 285_000)
        #expect(race.laps("7").best == 90_000)
        try race.act(.void(quick), 300_000)
        #expect(race.laps("7").best == 185_000 && race.laps("7").bestNumber == 2)
        #expect(race.timekeeper.bestLap?.time == Milliseconds(185_000))
    }
}
