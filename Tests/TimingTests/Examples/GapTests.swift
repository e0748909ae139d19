import Testing
import Timing

@Suite("Gaps and intervals")
struct GapTests {
    @Test("both are taken at the same loop on the same lap")
    func sameLoop() {
        var race = ShortRace("7 GT3", "8 GT4", "9 GT4")
        race.cross("7", .line, 100_000)
        race.cross("8", .line, 101_500)
        race.cross("7", .first, 130_000)
        race.cross("9", .line, 103_000 + 28_000)
        #expect(race.place("8").gap == Apart(ms: 1_500, laps: 0))
        #expect(race.place("9").gap == Apart(ms: 31_000, laps: 0))
        #expect(race.place("9").interval == Apart(ms: 29_500, laps: 0))
        #expect(race.place("9").classGap == Apart(ms: 29_500, laps: 0))
        #expect(race.place("8").classGap == .nothing)
    }

    @Test("a car that has only not yet crossed the Line is not a lap down")
    func notYetLapped() {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 100_000)
        race.cross("8", .line, 101_000)
        race.cross("7", .line, 190_000)
        #expect(race.place("8").gap == Apart(ms: 1_000, laps: 0))
    }

    @Test("a car at a loop that the leader has passed a lap further on is a lap down")
    func lapped() {
        var race = ShortRace("7", "8")
        race.drive("7", laps: 3, of: 100_000)
        race.cross("8", .line, 201_000)
        #expect(race.place("8").gap == Apart(ms: nil, laps: 1))
    }

    @Test("exactly a lap behind, to the millisecond, is a lap down, whoever is seen first", arguments: [true, false])
    func exactlyALap(leaderFirst: Bool) {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 100_000)
        for car in leaderFirst ? ["7", "8"] : ["8", "7"] { race.cross(car, .line, 200_000) }
        #expect(race.place("8").gap == Apart(ms: nil, laps: 1))
    }

    @Test("cars that do not come to their next loop lose a lap each time the leader passes there")
    func standing() {
        var race = ShortRace("7", "8", "9")
        race.cross("7", .first, 30_000)
        race.cross("8", .first, 31_000)
        race.cross("9", .first, 32_000)
        for lap in 0...3 as ClosedRange<Int64> {
            race.cross("7", .second, 60_000 + lap * 100_000)
            #expect(race.place("8").gap.laps == Int(lap))
            #expect(race.place("9").gap.laps == Int(lap))
            #expect(race.place("9").interval == Apart(ms: 1_000, laps: 0))
            race.cross("7", .line, 100_000 + lap * 100_000)
            race.cross("7", .first, 130_000 + lap * 100_000)
        }
    }

    @Test("a car that never left the grid loses them too")
    func onTheGrid() {
        var race = ShortRace("7", "8")
        race.cross("7", .first, 30_000)
        #expect(race.place("8").gap == .unknown)
        race.cross("7", .line, 100_000)
        race.cross("7", .first, 130_000)
        #expect(race.place("8").gap == Apart(ms: nil, laps: 1))
        #expect(race.place("8").status == .notStarted)
    }

    @Test("at a loop where one of the two was not seen the last common loop speaks")
    func missedLoop() {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 100_000)
        race.cross("8", .line, 101_000)
        race.cross("7", .second, 160_000)
        race.cross("8", .first, 131_500)
        #expect(race.place("8").gap == Apart(ms: 1_000, laps: 0))
    }

    @Test("a crossing declared void says nothing of gaps any more")
    func voided() throws {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 100_000)
        race.cross("8", .line, 101_000)
        race.cross("7", .first, 130_000)
        let sector = try race.latest()
        race.cross("8", .first, 135_000)
        race.cross("7", .second, 160_000)
        #expect(race.place("8").gap == Apart(ms: 5_000, laps: 0))
        try race.act(.void(sector), 161_000)
        #expect(race.place("8").gap == Apart(ms: 1_000, laps: 0))
    }

    @Test("a car that stops keeps the gap from before until it comes to the first loop after the pit lane")
    func fromBefore() {
        var race = ShortRace("7", "8")
        race.lap(["7", "8"], laps: 2, of: 100_000)
        #expect(race.place("8").isGapNow && race.place("8").gap == Apart(ms: 1_000, laps: 0))
        for (loop, at) in [(ShortRace.At.first, 230_000), (.second, 260_000)] as [(ShortRace.At, Int64)] {
            race.cross("7", loop, at)
            race.cross("8", loop, at + 1_000)
        }
        race.cross("8", .pitEntry, 295_000)
        #expect(!race.place("8").isGapNow)
        race.cross("7", .line, 300_000)
        race.cross("8", .linePit, 305_000)
        race.cross("7", .first, 330_000)
        race.cross("8", .pitExit, 340_000)
        #expect(race.place("8").status == .outLap && !race.place("8").isGapNow)
        #expect(race.place("7").isGapNow)
        race.cross("8", .first, 365_000)
        #expect(race.place("8").status == .outLap && race.place("8").isGapNow)
        #expect(race.place("8").gap == Apart(ms: 35_000, laps: 0))
    }

    @Test("an overdue car and one that is out have a gap from before")
    func notComing() throws {
        var race = ShortRace("7", "8", "9")
        race.lap(["7", "8", "9"], laps: 2, of: 100_000)
        try race.act(.retired(CarNumber("9")), 210_000)
        #expect(!race.place("9").isGapNow)
        race.cross("7", .first, 230_000)
        race.cross("7", .second, 260_000)
        race.cross("7", .line, 300_000)
        #expect(race.place("8").status == .stopped && !race.place("8").isGapNow)
        race.cross("8", .first, 301_000)
        #expect(race.place("8").isGapNow)
    }

    @Test("a car that another has passed since its last loop has a gap from before, until it comes to the next")
    func passed() {
        var race = ShortRace("7", "8", "9")
        race.lap(["7", "8", "9"], laps: 2, of: 100_000)
        for (car, at) in [("7", 230_000), ("8", 231_000)] as [(String, Int64)] { race.cross(car, .first, at) }
        #expect(race.place("8").isGapNow)
        race.cross("9", .first, 232_000)
        race.cross("7", .second, 260_000)
        // The second has slowed down: the third goes by.
        race.cross("9", .second, 262_000)
        #expect(race.place("9").isGapNow && race.place("9").gap == Apart(ms: 2_000, laps: 0))
        #expect(race.place("8").status == .onTrack && race.place("8").gap == Apart(ms: 1_000, laps: 0))
        #expect(!race.place("8").isGapNow)
        race.cross("8", .second, 268_000)
        #expect(race.place("8").isGapNow && race.place("8").gap == Apart(ms: 8_000, laps: 0))
    }

    @Test("before any common loop there is no gap")
    func nothingInCommon() {
        var race = ShortRace("7", "8")
        #expect(race.place("8").gap == .unknown)
        race.cross("8", .first, 31_000)
        #expect(race.order == ["8", "7"])
        #expect(race.place("7").gap == .unknown)
    }
}
