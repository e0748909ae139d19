import Testing
import Timing

@Suite("A driver named by the timekeeper")
struct DriverHeldTests {
    /// Car 7 goes with driver 1 into the pit lane at 290 s and out again at 380 s; its switch stays on driver 1.
    private static func stopped(named driver: UInt8, at: Int64) throws -> ShortRace {
        var race = ShortRace("7")
        for (loop, at) in [(.line, 100_000), (.first, 130_000), (.second, 160_000), (.line, 200_000)]
            as [(ShortRace.At, Int64)]
        {
            race.cross("7", loop, at, driver: 1)
        }
        race.cross("7", .pitEntry, 290_000, driver: 1)
        race.cross("7", .linePit, 300_000, driver: 1)
        try race.act(.driver(CarNumber("7"), driver: driver), at, id: "named")
        race.cross("7", .pitExit, 380_000, driver: 1)
        return race
    }

    @Test("he stays on board against the switch of the car, and the contradiction is in doubt")
    func holds() throws {
        var race = try Self.stopped(named: 2, at: 350_000)
        race.cross("7", .first, 410_000, driver: 1)
        race.cross("7", .second, 440_000, driver: 1)
        #expect(race.laps("7").driver == 2 && race.stops("7").map(\.driverIn) == [1])
        #expect(race.stops("7").map(\.driverOut) == [2])
        let doubt = try #require(race.timekeeper.doubts.first)
        #expect(race.doubts == [.driverContradicted: 3] && race.timekeeper.doubts.count == 1)
        #expect(doubt.detail == 1 && doubt.crossing == race.last && doubt.first == ShortRace.instant(380_000))
    }

    @Test("named in the millisecond of the exit he drives out")
    func atTheExit() throws {
        let race = try Self.stopped(named: 2, at: 380_000)
        #expect(race.laps("7").driver == 2 && race.stops("7").map(\.driverOut) == [2])
    }

    @Test("named after the exit at which the car named another, he is on board from then on")
    func afterTheExit() throws {
        var race = try Self.stopped(named: 2, at: 385_000)
        #expect(race.laps("7").driver == 2 && race.stops("7").map(\.driverOut) == [1] && race.doubts.isEmpty)
        race.cross("7", .first, 410_000, driver: 1)
        #expect(race.laps("7").driver == 2 && race.doubts == [.driverContradicted: 1])
    }

    @Test("a car that agrees, or names nobody, raises no doubt")
    func agrees() throws {
        var race = ShortRace("7")
        try race.act(.driver(CarNumber("7"), driver: 2), 50_000)
        race.cross("7", .first, 60_000, driver: 2)
        race.cross("7", .second, 70_000)
        #expect(race.laps("7").driver == 2 && race.doubts.isEmpty)
        race.cross("7", .line, 100_000, driver: 1)
        #expect(race.laps("7").driver == 2 && race.doubts == [.driverContradicted: 1], "it still holds")
    }

    @Test("it holds until the next visit begins: at its entry the word still holds, then the car says who drives")
    func untilTheNextVisit() throws {
        var race = try Self.stopped(named: 2, at: 350_000)
        race.cross("7", .line, 480_000, driver: 2)
        race.cross("7", .pitEntry, 570_000, driver: 1)
        #expect(race.stops("7").map(\.driverIn) == [1, 2] && race.laps("7").driver == 2)
        race.cross("7", .linePit, 580_000, driver: 3)
        race.cross("7", .pitExit, 650_000, driver: 1)
        #expect(race.laps("7").driver == 1 && race.stops("7").map(\.driverOut) == [2, 1])
        #expect(race.doubts == [.driverContradicted: 2])
    }

    @Test("the next word about the car's driver takes its place")
    func untilTheNextWord() throws {
        var race = try Self.stopped(named: 2, at: 350_000)
        try race.act(.driver(CarNumber("7"), driver: 3), 400_000)
        race.cross("7", .first, 410_000, driver: 2)
        #expect(race.laps("7").driver == 3)
    }

    @Test("nobody named by command, the car is believed again")
    func nobody() throws {
        var race = try Self.stopped(named: 2, at: 350_000)
        try race.act(.driver(CarNumber("7"), driver: 0), 400_000)
        #expect(race.laps("7").driver == 0)
        race.cross("7", .first, 410_000, driver: 1)
        #expect(race.laps("7").driver == 1 && race.doubts == [.driverContradicted: 1])
    }

    @Test("the word taken back, it was never said")
    func takenBack() throws {
        var race = try Self.stopped(named: 2, at: 350_000)
        try race.act(.withdraw("named"), 400_000)
        #expect(race.laps("7").driver == 1 && race.stops("7").map(\.driverOut) == [1] && race.doubts.isEmpty)
    }

    @Test("said on the grid it holds beyond the start signal, and beyond another one")
    func onTheGrid() throws {
        var race = ShortRace("7", isStarted: false)
        try race.act(.driver(CarNumber("7"), driver: 2), -60_000)
        race.start()
        race.cross("7", .first, 30_000, driver: 1)
        #expect(race.laps("7").driver == 2 && race.doubts == [.driverContradicted: 1])
        race.start(40_000)
        race.cross("7", .second, 60_000, driver: 1)
        #expect(race.laps("7").driver == 2 && race.doubts == [.driverContradicted: 1])
    }

    @Test("a reading that does not count says nothing of the driver")
    func again() throws {
        var race = ShortRace("7")
        race.cross("7", .first, 30_000, driver: 2)
        try race.act(.driver(CarNumber("7"), driver: 2), 31_000)
        race.cross("7", .first, 32_000, driver: 1)
        #expect(race.doubts.isEmpty && race.laps("7").driver == 2)
    }

    @Test("the word of one car's driver is none of another's")
    func otherCar() throws {
        var race = ShortRace("7", "8")
        try race.act(.driver(CarNumber("7"), driver: 2), 10_000)
        race.cross("8", .first, 30_000, driver: 1)
        #expect(race.laps("8").driver == 1 && race.doubts.isEmpty)
    }
}
