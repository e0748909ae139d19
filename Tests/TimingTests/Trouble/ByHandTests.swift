import Testing
import Timing

@Suite("Entered by hand beside what was measured")
struct ByHandTests {
    private static let cars = ["7", "8"]

    /// Two laps of 100 s; then car 7 is at the second sector loop at 260 s.
    private static func race() -> ShortRace {
        var race = ShortRace(cars: cars)
        race.rollOff(cars)
        race.lap(cars, laps: 2, of: 100_000)
        race.cross("7", .first, 230_000)
        race.cross("7", .second, 260_000)
        return race
    }

    private static func insert(_ loop: ShortRace.At = .line) -> Act.Kind {
        .insert(CarNumber("7"), loop.id, driver: 0)
    }

    @Test("alone it counts, and raises no doubt")
    func alone() throws {
        var race = Self.race()
        try race.act(Self.insert(), 299_300)
        #expect(race.laps("7").laps == 3 && race.laps("7").last == 99_300 && race.doubts.isEmpty)
    }

    @Test("the measured one counts in its place, before or after it, whichever comes first", arguments: [-700, 700, 0])
    func measured(distance: Int64) throws {
        for isHandFirst in [true, false] {
            var race = Self.race()
            if isHandFirst { try race.act(Self.insert(), 300_000 + distance) }
            race.cross("7", .line, 300_000)
            let measured = try race.latest()
            if !isHandFirst { try race.act(Self.insert(), 300_000 + distance) }
            #expect(race.laps("7").laps == 3 && race.laps("7").last == 100_000 && race.laps("7").best == 100_000)
            #expect(race.doubts == [.measuredBesideInserted: 1])
            #expect(race.timekeeper.doubts.first?.crossing == measured)
        }
    }

    @Test("from the loop's minimum on it is another passage")
    func minimum() throws {
        var race = Self.race()
        race.cross("7", .line, 300_000)
        try race.act(Self.insert(), 330_000)
        #expect(race.laps("7").laps == 4 && race.laps("7").last == 30_000 && race.doubts.isEmpty)
        var other = Self.race()
        other.cross("7", .line, 300_000)
        try other.act(Self.insert(), 329_999)
        #expect(other.laps("7").laps == 3 && other.doubts == [.measuredBesideInserted: 1])
    }

    @Test("where the hand is right the measured one is voided, and no doubt is left")
    func voided() throws {
        var race = Self.race()
        try race.act(Self.insert(), 299_300)
        race.cross("7", .line, 300_000)
        try race.act(.void(try race.latest()), 310_000, id: "void")
        #expect(race.laps("7").laps == 3 && race.laps("7").last == 99_300 && race.doubts.isEmpty)
        try race.act(.withdraw("void"), 311_000)
        #expect(race.laps("7").last == 100_000 && race.doubts == [.measuredBesideInserted: 1])
    }

    @Test("what was entered taken back, the measured one counts as it did")
    func takenBack() throws {
        var race = Self.race()
        race.cross("7", .line, 300_000)
        let before = Picture(race.timekeeper)
        try race.act(Self.insert(), 299_300, id: "hand")
        try race.act(.withdraw("hand"), 300_000)
        #expect(Picture(race.timekeeper).rows == before.rows && race.doubts.isEmpty)
    }

    @Test("of two readings of the passage the nearest to the hand counts, and the other is the same passage")
    func nearest() throws {
        var race = Self.race()
        try race.act(Self.insert(), 300_500)
        race.cross("7", .line, 299_000)
        race.cross("7", .line, 300_900)
        #expect(race.laps("7").laps == 3 && race.laps("7").last == 99_000)
        #expect(race.doubts == [.measuredBesideInserted: 1])
    }

    @Test("the Line on the track and in the pit lane are one: entered for the one, measured by the other")
    func otherLine() throws {
        var race = Self.race()
        try race.act(Self.insert(.line), 300_000)
        race.cross("7", .pitEntry, 290_000)
        race.cross("7", .linePit, 300_400)
        race.cross("7", .pitExit, 350_000)
        #expect(race.laps("7").laps == 3 && race.laps("7").last == 100_400)
        #expect(race.stops("7").map(\.duration) == [60_000] && race.doubts == [.measuredBesideInserted: 1])
    }

    @Test("the same at a sector loop and at the pit lane's loops")
    func otherLoops() throws {
        var race = Self.race()
        race.cross("7", .line, 300_000)
        try race.act(Self.insert(.first), 329_000)
        race.cross("7", .first, 330_000)
        #expect(race.laps("7").sectors[0] == 30_000)
        try race.act(Self.insert(.pitEntry), 389_000)
        race.cross("7", .pitEntry, 390_000)
        race.cross("7", .linePit, 398_000)
        race.cross("7", .pitExit, 450_000)
        try race.act(Self.insert(.pitExit), 451_000)
        #expect(race.stops("7").map(\.duration) == [60_000] && race.doubts == [.measuredBesideInserted: 3])
        #expect(race.timekeeper.doubts.count == 3)
    }

    @Test("beside what was inserted the Line read again is a lap: the timekeeper says that the car went round")
    func lineAgain() throws {
        var race = Self.race()
        race.cross("7", .line, 300_000)
        race.cross("7", .line, 340_000)
        #expect(race.laps("7").laps == 3 && race.doubts == [.lineAgain: 1])
        try race.act(Self.insert(), 341_000)
        #expect(race.laps("7").laps == 4 && race.laps("7").last == 40_000)
        #expect(race.doubts == [.measuredBesideInserted: 1])
    }

    @Test("what was inserted is never the Line again")
    func insertedAgain() throws {
        var race = Self.race()
        race.cross("7", .line, 300_000)
        try race.act(Self.insert(), 340_000)
        #expect(race.laps("7").laps == 4 && race.laps("7").last == 40_000 && race.doubts.isEmpty)
    }

    @Test("another car's crossing is none of it")
    func otherCar() throws {
        var race = Self.race()
        try race.act(Self.insert(), 300_900)
        race.cross("8", .first, 231_000)
        race.cross("8", .line, 301_000)
        #expect(race.laps("7").last == 100_900 && race.laps("8").last == 100_000 && race.doubts.isEmpty)
    }

    @Test("after the car's finish no more is said of it")
    func afterTheFinish() throws {
        var race = ShortRace(cars: Self.cars, rules: RaceRules(duration: .seconds(200), classifiedPercent: 0))
        race.lap(Self.cars, laps: 2, of: 100_000)
        #expect(race.place("7").status == .finished)
        race.cross("7", .line, 300_000)
        try race.act(Self.insert(), 300_500)
        #expect(race.laps("7").laps == 2 && race.doubts.isEmpty)
    }
}
