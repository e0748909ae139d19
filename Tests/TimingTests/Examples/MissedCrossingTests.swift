import Testing
import Timing

@Suite("A crossing that no loop reported")
struct MissedCrossingTests {
    /// Two laps of 100 s; car 7 then misses the Line at 300 s and is seen again at the first sector loop.
    private static func missedLine() -> ShortRace {
        var race = ShortRace("7", "8")
        race.lap(["7", "8"], laps: 2, of: 100_000)
        race.cross("7", .first, 230_000)
        race.cross("7", .second, 260_000)
        race.cross("8", .first, 231_000)
        race.cross("8", .second, 261_000)
        race.cross("8", .line, 301_000)
        race.cross("7", .first, 330_000)
        return race
    }

    @Test("a slow lap of a car that no sector loop reads is not two laps of the quicker class")
    func slowLapOfASlowClass() {
        var race = ShortRace("7 GT3", "6 GT4")
        for lap in 0..<4 as Range<Int64> {
            race.cross("7", .first, lap * 64_000 + 20_000)
            race.cross("7", .second, lap * 64_000 + 40_000)
            race.cross("7", .line, (lap + 1) * 64_000)
        }
        for line in [94_000, 236_000, 330_000] as [Int64] { race.cross("6", .line, line) }
        #expect(race.laps("6").laps == 3 && race.laps("6").last == 94_000)
    }

    @Test("the Line is taken provisionally, at the time that the car's last sectors say")
    func line() throws {
        let race = Self.missedLine()
        #expect(race.laps("7").laps == 3)
        #expect(race.order == ["7", "8"])
        let missed = try #require(race.timekeeper.provisional.first)
        #expect(race.timekeeper.provisional.count == 1)
        #expect(missed.loop == ShortRace.At.line.id && missed.lap == 3)
        // 40 s of 70 s, as on the lap before.
        #expect(missed.at == ShortRace.instant(300_000))
        #expect(missed.evidence == race.last)
        let lapping = race.timekeeper.lapping(of: missed.car)
        #expect(lapping.isTotalEstimated && lapping.isLastLapEstimated)
        #expect(lapping.bestLapNumber == 2)
    }

    @Test("the real crossing takes the place of the provisional one when it arrives")
    func real() {
        var race = Self.missedLine()
        let effect = race.cross("7", .line, 299_400)
        #expect(effect.isCorrection && effect.outcome == .lap)
        #expect(race.timekeeper.provisional.isEmpty)
        #expect(race.laps("7").laps == 3)
        #expect(race.laps("7").last == 99_400)
        #expect(race.laps("7").best == 99_400)
    }

    @Test("a lap that begins or ends with a provisional crossing is no best lap")
    func notBest() {
        var race = Self.missedLine()
        race.cross("7", .second, 350_000)
        race.cross("7", .line, 385_000)
        #expect(race.laps("7").laps == 4)
        #expect(race.laps("7").last == 85_000)
        #expect(race.laps("7").bestNumber == 2)
    }

    @Test("a lap that ends with an estimated crossing of the Line is no best lap; the one after it can be")
    func estimatedLine() {
        var race = ShortRace("7")
        race.lap(["7"], laps: 2, of: 100_000)
        race.cross(transponder: 4701, .line, 280_000, isEstimated: true)
        #expect(race.laps("7").laps == 3 && race.laps("7").best == 100_000)
        race.cross("7", .line, 375_000)
        #expect(race.laps("7").best == 95_000 && race.laps("7").bestNumber == 4)
    }

    @Test("a car that comes back to the same loop too soon has not been round")
    func tooSoon() {
        var race = ShortRace("7", "8")
        race.lap(["7", "8"], laps: 2, of: 100_000)
        race.cross("7", .first, 230_000)
        // 4/5 of its best lap would be 80 s.
        #expect(race.cross("7", .first, 309_999).outcome == .unexpected)
        #expect(race.laps("7").laps == 2)
    }

    @Test("a loop that flaps makes no lap, however long it does")
    func flapping() {
        var race = ShortRace("7", "8")
        race.lap(["7", "8"], laps: 2, of: 100_000)
        race.cross("7", .first, 230_000)
        for second in 1...30 { race.cross("7", .first, 230_000 + Int64(second) * 12_000) }
        #expect(race.laps("7").laps == 2)
        #expect(race.timekeeper.provisional.isEmpty)
    }

    @Test("a missed sector loop is taken provisionally too, and no gap is taken there")
    func sector() {
        var race = ShortRace("7", "8")
        race.lap(["7", "8"], laps: 2, of: 100_000)
        race.cross("7", .first, 230_000)
        race.cross("8", .first, 231_000)
        race.cross("7", .line, 300_000)
        race.cross("8", .second, 264_000)
        #expect(race.timekeeper.provisional.map(\.loop) == [ShortRace.At.second.id])
        #expect(race.timekeeper.lapping(of: CarIndex(0)).estimatedSectors == 0b110)
        #expect(race.place("8").gap == Apart(ms: 1000, laps: 0))
    }

    @Test("where the car has been in the pit lane only the Line is provisional, behind the pit entry")
    func inPit() throws {
        var race = ShortRace("7", "8")
        race.lap(["7", "8"], laps: 2, of: 100_000)
        race.cross("8", .pitEntry, 205_000)
        race.cross("7", .first, 230_000)
        race.cross("7", .second, 260_000)
        race.cross("7", .pitEntry, 295_000)
        race.cross("7", .pitExit, 380_000)
        race.cross("7", .first, 410_000)
        #expect(race.laps("7").laps == 3)
        let missed = try #require(race.timekeeper.provisional.first)
        #expect(missed.loop == ShortRace.At.linePit.id)
        #expect(missed.at == ShortRace.instant(295_000))
        #expect(race.timekeeper.stops(of: CarIndex(0)).count == 1)
    }

    @Test("a loop missed by three cars in a row is dead, until one is seen there")
    func dead() {
        var race = ShortRace("7", "8", "9")
        race.lap(["7", "8", "9"], laps: 2, of: 100_000)
        for (place, car) in ["7", "8", "9"].enumerated() {
            race.cross(car, .second, 260_000 + Int64(place) * 1000)
            #expect(race.timekeeper.deadLoops.isEmpty == (place < 2))
        }
        #expect(race.timekeeper.deadLoops.map(\.loop) == [ShortRace.At.first.id])
        #expect(race.timekeeper.deadLoops.first?.since == ShortRace.instant(230_000))
        #expect(race.order == ["7", "8", "9"])
        let effect = race.cross("9", .first, 331_000)
        #expect(effect.loopsChanged)
        #expect(race.timekeeper.deadLoops.isEmpty)
    }

    @Test("the leader's missed finish puts the flag where it fell, and who crossed the Line since has finished")
    func finish() {
        var race = ShortRace("7", "8", "9", rules: RaceRules(duration: .seconds(300), classifiedPercent: 0))
        race.lap(["7", "8"], laps: 2, of: 101_000, apart: 2000)
        race.lap(["9"], laps: 2, of: 120_000)
        race.cross("7", .first, 232_000)
        race.cross("8", .first, 234_000)
        race.cross("7", .second, 262_000)
        race.cross("8", .second, 264_000)
        // The Line of the leader at 303 s is missed: the flag falls for car 8.
        race.cross("8", .line, 305_000)
        #expect(race.chequered == 305_000)
        race.cross("7", .first, 334_000)
        #expect(race.chequered.map { (302_000...304_500).contains($0) } == true)
        #expect(race.place("7").status == .finished && race.place("8").status == .finished)
        #expect(race.order.prefix(2) == ["7", "8"])
    }

    @Test("a flag that fell for the wrong car before the leader's time had run out is taken back")
    func flagTakenBack() throws {
        var race = ShortRace("7", "8", "9", rules: RaceRules(duration: .seconds(304), classifiedPercent: 75))
        try race.act(.retired(CarNumber("9")), 1000)
        race.lap(["7", "8"], laps: 2, of: 101_000, apart: 2000)
        race.cross("7", .first, 232_000)
        race.cross("8", .first, 234_000)
        race.cross("7", .second, 262_000)
        race.cross("8", .second, 264_000)
        race.cross("8", .line, 305_000)
        #expect(race.chequered == 305_000)
        #expect(race.place("9").position == nil, "not classified in what would be the result")
        race.cross("7", .first, 333_000)
        #expect(race.chequered == nil)
        #expect(race.place("9").position == 3, "the race goes on, and so does every car's place in it")
        #expect(race.timekeeper.phase == .running && race.timekeeper.flag == .green)
        #expect(race.place("8").status == .onTrack)
    }
}
