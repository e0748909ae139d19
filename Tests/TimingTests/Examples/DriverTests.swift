import Testing
import Timing

@Suite("Who is on board")
struct DriverTests {
    @Test("the car's own identification names the driver; where it names none he stays")
    func identified() {
        var race = ShortRace("7")
        race.cross("7", .first, 40_000, driver: 2)
        #expect(race.laps("7").driver == 2)
        race.cross("7", .second, 70_000, driver: 0)
        #expect(race.laps("7").driver == 2)
    }

    @Test("a driver named by command is on board from that instant on")
    func byCommand() throws {
        var race = ShortRace("7")
        race.cross("7", .first, 40_000, driver: 1)
        try race.act(.driver(CarNumber("7"), driver: 2), 50_000)
        #expect(race.laps("7").driver == 2)
        try race.act(.driver(CarNumber("7"), driver: 1), 45_000)
        #expect(race.laps("7").driver == 2)
    }

    @Test("a driver named on the grid is on board after the start signal")
    func onTheGrid() throws {
        var race = ShortRace("7", isStarted: false)
        try race.act(.driver(CarNumber("7"), driver: 2), -60_000)
        race.start()
        #expect(race.laps("7").driver == 2)
        race.cross("7", .pitEntry, 95_000)
        #expect(race.stops("7").map(\.driverIn) == [2])
    }

    @Test("nobody, by command, takes the name away")
    func nobody() throws {
        var race = ShortRace("7")
        race.cross("7", .first, 40_000, driver: 1)
        try race.act(.driver(CarNumber("7"), driver: 0), 50_000)
        #expect(race.laps("7").driver == 0)
    }

    @Test("who is named at the pit entry drives in, who is named at the exit drives out")
    func inAndOut() {
        var race = ShortRace("7")
        race.cross("7", .first, 40_000, driver: 1)
        race.cross("7", .pitEntry, 95_000, driver: 2)
        race.cross("7", .pitExit, 180_000, driver: 1)
        #expect(race.stops("7").map(\.driverIn) == [2])
        #expect(race.stops("7").map(\.driverOut) == [1])
    }

    @Test("the Line in the pit lane may still name who drove in; he has not driven out")
    func lineNamesDriverIn() {
        var race = ShortRace("7")
        race.cross("7", .pitEntry, 95_000, driver: 1)
        race.cross("7", .linePit, 105_000, driver: 1)
        race.cross("7", .pitExit, 180_000)
        #expect(race.stops("7").map(\.driverOut) == [0])
        race.cross("7", .first, 200_000, driver: 2)
        #expect(race.stops("7").map(\.driverOut) == [2])
    }

    @Test("another driver named in the pit lane is who drives out")
    func namedInside() throws {
        var race = ShortRace("7")
        race.cross("7", .pitEntry, 95_000, driver: 1)
        try race.act(.driver(CarNumber("7"), driver: 2), 150_000)
        #expect(race.stops("7").map(\.driverOut) == [0])
        race.cross("7", .pitExit, 180_000)
        #expect(race.stops("7").map(\.driverOut) == [2])
    }

    @Test("a driver named after the exit is who drove out; the next change is not")
    func namedAfter() throws {
        var race = ShortRace("7")
        race.cross("7", .pitEntry, 95_000, driver: 1)
        race.cross("7", .pitExit, 180_000)
        try race.act(.driver(CarNumber("7"), driver: 2), 185_000)
        #expect(race.stops("7").map(\.driverOut) == [2])
        try race.act(.driver(CarNumber("7"), driver: 1), 190_000)
        #expect(race.stops("7").map(\.driverOut) == [2])
    }
}
