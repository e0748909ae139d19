import Testing
import Timing

@Suite("Since when a car is out, and its driver at the wheel")
struct StintBeginTests {
    /// A visit to the pit lane, with who drives in and out; 0 where the car does not say.
    private static func visit(
        _ race: inout ShortRace, from entry: Int64, to exit: Int64, driverIn: UInt8, driverOut: UInt8
    ) {
        race.cross("7", .pitEntry, entry, driver: driverIn)
        race.cross("7", .linePit, entry + 10_000, driver: driverIn)
        race.cross("7", .pitExit, exit, driver: driverOut)
    }

    @Test("the stint begins at the start signal, then at each pit exit; a driver who stays drives on")
    func begins() {
        var race = ShortRace("7", "8")
        #expect(race.since("7") == Row.Since())
        race.cross("7", .first, 30_000, driver: 1)
        #expect(race.since("7") == Row.Since(stint: 0, driver: 0))
        race.cross("7", .pitEntry, 90_000, driver: 1)
        #expect(race.since("7") == Row.Since(stint: nil, driver: 0))
        race.cross("7", .pitExit, 150_000, driver: 1)
        #expect(race.since("7") == Row.Since(stint: 150_000, driver: 0))
        race.cross("7", .first, 180_000, driver: 1)
        Self.visit(&race, from: 240_000, to: 300_000, driverIn: 1, driverOut: 2)
        #expect(race.since("7") == Row.Since(stint: 300_000, driver: 300_000))
        #expect(race.since("8") == Row.Since())
    }

    @Test("of a driver whom nobody has identified it is not known; named afterwards, it is")
    func unidentified() throws {
        var race = ShortRace("7")
        race.cross("7", .first, 30_000)
        Self.visit(&race, from: 90_000, to: 150_000, driverIn: 0, driverOut: 0)
        #expect(race.since("7") == Row.Since(stint: 150_000, driver: nil))
        try race.act(.driver(CarNumber("7"), driver: 2), 160_000)
        #expect(race.since("7") == Row.Since(stint: 150_000, driver: 150_000))
    }

    @Test("a drive-through ends no stint; a visit under red does")
    func driveThrough() throws {
        var race = ShortRace("7")
        race.lap(["7"], laps: 1, of: 100_000)
        try race.act(.penalty(CarNumber("7"), .driveThrough, reason: "start"), 110_000)
        race.cross("7", .first, 130_000)
        race.cross("7", .pitEntry, 195_000)
        #expect(race.since("7").stint == nil)
        race.cross("7", .linePit, 200_000)
        race.cross("7", .pitExit, 215_000)
        #expect(race.since("7").stint == 0)
        race.cross("7", .first, 240_000)
        try race.flag(.red, 250_000)
        Self.visit(&race, from: 290_000, to: 400_000, driverIn: 0, driverOut: 0)
        #expect(race.since("7").stint == 400_000)
    }

    @Test("an exit that nobody saw leaves the begin unknown")
    func unseenExit() {
        var race = ShortRace("7")
        race.cross("7", .first, 30_000, driver: 1)
        race.cross("7", .pitEntry, 90_000, driver: 1)
        race.cross("7", .first, 200_000, driver: 2)
        #expect(race.since("7") == Row.Since())
    }
}
