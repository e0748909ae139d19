import Testing
import Timing

@Suite("A loop of the pit lane read again")
struct PitLoopAgainTests {
    /// Two laps of 100 s, then a visit from 290 s to 380 s.
    private static func race() -> ShortRace {
        var race = ShortRace("7", "8")
        race.rollOff(["7", "8"])
        race.lap(["7", "8"], laps: 2, of: 100_000)
        race.cross("7", .first, 230_000)
        race.cross("7", .second, 260_000)
        race.cross("7", .pitEntry, 290_000)
        race.cross("7", .linePit, 300_000)
        race.cross("7", .pitExit, 380_000)
        return race
    }

    @Test("a car that waits over the pit exit leaves once, at the first reading, however long it waits")
    func waitsOverTheExit() {
        var race = Self.race()
        for reading in 1...12 as ClosedRange<Int64> {
            #expect(race.cross("7", .pitExit, 380_000 + reading * 25_000).outcome == .again)
        }
        race.cross("7", .first, 710_000)
        #expect(race.stops("7").map(\.duration) == [90_000] && race.doubts.isEmpty)
    }

    @Test("after the time of a lap the car can have been round: another visit, of which only the exit is known")
    func afterALap() {
        for (later, visits) in [(79_999, 1), (80_000, 2)] as [(Int64, Int)] {
            var race = Self.race()
            race.cross("7", .pitExit, 380_000 + later)
            #expect(race.stops("7").count == visits)
        }
    }

    @Test("seen on the track since, it can come to the exit again at once")
    func seenOnTheTrack() {
        var race = Self.race()
        race.cross("7", .first, 405_000)
        race.cross("7", .second, 430_000)
        #expect(race.cross("7", .pitExit, 445_000).outcome == .pitExit)
        #expect(race.stops("7").map(\.left) == [380_000, 445_000])
    }

    @Test("an entry within the Line's minimum after the exit is the loop flapping, later it is a visit")
    func entryFlaps() {
        for (later, outcome) in [(29_999, .again), (30_000, .pitEntry)] as [(Int64, Outcome)] {
            var race = Self.race()
            #expect(race.cross("7", .pitEntry, 380_000 + later).outcome == outcome)
            #expect(race.stops("7").count == (outcome == .again ? 1 : 2))
        }
    }

    @Test("the timekeeper makes both count")
    func counts() throws {
        var entry = Self.race()
        entry.cross("7", .pitEntry, 400_000)
        try entry.act(.count(try entry.latest()), 410_000)
        #expect(entry.stops("7").map(\.entered) == [290_000, 400_000])
        var exit = Self.race()
        exit.cross("7", .pitExit, 420_000)
        try exit.act(.count(try exit.latest()), 430_000)
        #expect(exit.stops("7").map(\.left) == [380_000, 420_000])
    }

    @Test("a second entry before the Line is the same visit, by command too")
    func entryAgain() throws {
        var race = ShortRace("7", "8")
        race.lap(["7", "8"], laps: 2, of: 100_000)
        race.cross("7", .pitEntry, 290_000)
        race.cross("7", .pitEntry, 297_000)
        try race.act(.count(try race.latest()), 298_000)
        #expect(race.stops("7").map(\.entered) == [290_000])
    }
}
