import Testing
import Timing

@Suite("Penalties")
struct PenaltyTests {
    private func time(_ car: String, _ ms: Int64) -> Act.Kind {
        .penalty(CarNumber(car), .time(Milliseconds(ms)), reason: "track limits")
    }

    private func position(_ car: String, _ position: Int) -> Act.Kind {
        .penalty(CarNumber(car), .position(position), reason: "last of its class")
    }

    /// 7, 8, 9 and 10 finish one second apart after two laps each; 11 is a lap down.
    private func finished() throws -> ShortRace {
        var race = ShortRace("7", "8", "9", "10", "11", rules: .untilFlag)
        for (place, car) in ["7", "8", "9", "10"].enumerated() {
            race.cross(car, .line, 100_000 + Int64(place) * 1_000)
        }
        try race.flag(.chequered, 190_000)
        for (place, car) in ["7", "8", "9", "10", "11"].enumerated() {
            race.cross(car, .line, 200_000 + Int64(place) * 1_000)
        }
        return race
    }

    @Test("while the race runs a time penalty is shown and moves nobody")
    func running() throws {
        var race = ShortRace("7", "8", rules: .untilFlag)
        race.cross("7", .line, 100_000)
        race.cross("8", .line, 101_000)
        try race.act(time("7", 5_000), 110_000)
        #expect(race.order == ["7", "8"])
        #expect(race.place("7").penalty == 5_000)
        #expect(race.place("7").total == 100_000)
        #expect(race.place("8").gap == Apart(ms: 1_000, laps: 0))
    }

    @Test("from the finish on a time penalty is in the total and in the order")
    func finish() throws {
        var race = try finished()
        try race.act(time("7", 1_500), 210_000)
        #expect(race.order == ["8", "7", "9", "10", "11"])
        #expect(race.place("7").total == 201_500)
        #expect(race.place("7").gap == Apart(ms: 500, laps: 0))
        #expect(race.place("9").interval == Apart(ms: 500, laps: 0))
    }

    @Test("an equal total leaves the car that crossed the Line first ahead")
    func equalTotals() throws {
        var race = try finished()
        try race.act(time("7", 1_000), 210_000)
        #expect(race.order == ["7", "8", "9", "10", "11"])
        #expect(race.place("8").gap == Apart(ms: 0, laps: 0))
    }

    @Test("a time penalty does not drop a car behind one with fewer laps")
    func withinLapCount() throws {
        var race = try finished()
        try race.act(time("7", 3_600_000), 210_000)
        #expect(race.order == ["8", "9", "10", "7", "11"])
        #expect(race.place("11").interval == Apart(ms: nil, laps: 1))
    }

    @Test("a car still on its last lap keeps its place, and its penalty waits for its finish")
    func stillOnItsLap() throws {
        var race = ShortRace("7", "8", "9", rules: .untilFlag)
        for (place, car) in ["7", "8", "9"].enumerated() {
            race.cross(car, .line, 100_000 + Int64(place) * 1_000)
        }
        try race.act(time("8", 5_000), 110_000)
        try race.flag(.chequered, 190_000)
        race.cross("7", .line, 200_000)
        #expect(race.order == ["7", "8", "9"])
        #expect(race.place("8").total == 101_000)
        race.cross("8", .line, 201_000)
        #expect(race.place("8").total == 206_000)
        #expect(race.order == ["7", "8", "9"])
        race.cross("9", .line, 202_000)
        #expect(race.order == ["7", "9", "8"])
    }

    @Test("penalties of one car add up, and one taken back is gone")
    func sum() throws {
        var race = try finished()
        try race.act(time("8", 300), 210_000, id: "first")
        try race.act(time("8", 400), 211_000)
        #expect(race.place("8").penalty == 700 && race.place("8").total == 201_700)
        try race.act(.withdraw("first"), 212_000)
        #expect(race.place("8").penalty == 400 && race.place("8").total == 201_400)
    }

    @Test("a stewards' position places the car overall, its total unchanged")
    func stewardsPosition() throws {
        var race = try finished()
        try race.act(position("7", 3), 210_000)
        #expect(race.order == ["8", "9", "7", "10", "11"])
        #expect(race.place("7").position == 3)
        #expect(race.place("7").total == 200_000)
        // No negative gap: the decision placed it behind larger totals.
        #expect(race.place("7").gap == Apart(ms: nil, laps: 0))
        #expect(race.place("10").interval == Apart(ms: 3_000, laps: 0))
    }

    @Test("while the race runs a stewards' position moves nobody")
    func positionWaits() throws {
        var race = ShortRace("7", "8", rules: .untilFlag)
        race.cross("7", .line, 100_000)
        race.cross("8", .line, 101_000)
        try race.act(position("7", 2), 110_000)
        #expect(race.order == ["7", "8"])
        try race.act(.end, 120_000)
        #expect(race.order == ["8", "7"])
    }

    @Test("two stewards' positions both hold", arguments: [(3, 5), (5, 3), (1, 2), (2, 1), (4, 5)])
    func twoPositions(ten: Int, seven: Int) throws {
        var race = try finished()
        try race.act(position("10", ten), 210_000)
        try race.act(position("7", seven), 211_000)
        #expect(race.place("10").position == ten)
        #expect(race.place("7").position == seven)
    }

    @Test("a position beyond the last classified car is the last of them")
    func beyondTheLast() throws {
        var race = ShortRace("7", "8", "9", rules: .untilFlag)
        race.cross("7", .line, 100_000)
        race.cross("8", .line, 101_000)
        try race.act(.end, 120_000)
        try race.act(position("7", 3), 130_000)
        #expect(race.order == ["8", "7", "9"])
        #expect(race.place("7").position == 2)
    }

    @Test("a car that is not classified gets no position from the stewards")
    func notClassified() throws {
        var race = ShortRace("7", "8", "9", rules: .untilFlag)
        race.cross("7", .line, 100_000)
        race.cross("8", .line, 101_000)
        try race.act(.end, 120_000)
        try race.act(position("9", 1), 130_000)
        #expect(race.order == ["7", "8", "9"])
        #expect(race.place("9").position == nil)
    }
}
