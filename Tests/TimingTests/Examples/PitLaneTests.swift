import Testing
import Timing

@Suite("The pit lane")
struct PitLaneTests {
    @Test("a stop runs from pit entry to pit exit, the Line between completing a lap")
    func stop() {
        var race = ShortRace("7")
        #expect(race.cross("7", .pitEntry, 95_000, driver: 1).outcome == .pitEntry)
        #expect(race.place("7").status == .inPit)
        #expect(race.cross("7", .linePit, 105_000, driver: 1).outcome == .lap)
        #expect(race.cross("7", .pitExit, 180_000, driver: 2).outcome == .pitExit)
        #expect(race.place("7").status == .outLap)
        let stop = Visit(
            entered: 95_000, left: 180_000, duration: 85_000, driverIn: 1, driverOut: 2,
            isEstimated: false, isOpen: false)
        #expect(race.stops("7") == [stop])
        #expect(race.laps("7").laps == 1 && race.laps("7").driver == 2)
    }

    @Test("the Line in the pit lane opens a stop where the entry was missed")
    func entryMissed() {
        var race = ShortRace("7")
        race.cross("7", .second, 60_000)
        race.cross("7", .linePit, 105_000, driver: 1)
        #expect(race.place("7").status == .inPit)
        race.cross("7", .pitExit, 180_000, driver: 1)
        let stop = Visit(
            entered: nil, left: 180_000, duration: nil, driverIn: 1, driverOut: 1,
            isEstimated: false, isOpen: false)
        #expect(race.stops("7") == [stop])
    }

    @Test("a pit entry seen again during the stop is the same stop")
    func entryAgain() {
        var race = ShortRace("7")
        race.cross("7", .pitEntry, 95_000)
        #expect(race.cross("7", .pitEntry, 102_000).outcome == .again)
        #expect(race.stops("7").map(\.entered) == [95_000])
    }

    @Test("a sector loop closes a stop whose exit was missed")
    func exitMissed() {
        var race = ShortRace("7")
        race.cross("7", .pitEntry, 95_000, driver: 1)
        race.cross("7", .linePit, 105_000, driver: 1)
        race.cross("7", .first, 200_000, driver: 2)
        #expect(race.place("7").status == .onTrack)
        let stop = Visit(
            entered: 95_000, left: nil, duration: nil, driverIn: 1, driverOut: 2,
            isEstimated: false, isOpen: false)
        #expect(race.stops("7") == [stop])
    }

    @Test("who drives past the sector loop has driven out, also when it is who drove in")
    func sameDriverOut() {
        var race = ShortRace("7")
        race.cross("7", .pitEntry, 95_000, driver: 1)
        race.cross("7", .linePit, 105_000, driver: 1)
        race.cross("7", .first, 200_000, driver: 1)
        #expect(race.stops("7").map(\.driverOut) == [1])
    }

    @Test("an exit seen after a sector loop closed the stop is that stop's exit")
    func exitAfterSector() {
        var race = ShortRace("7")
        race.cross("7", .pitEntry, 95_000, driver: 1)
        race.cross("7", .linePit, 105_000)
        race.cross("7", .first, 200_000, driver: 2)
        race.cross("7", .pitExit, 200_500, driver: 2)
        #expect(race.stops("7").map(\.left) == [200_500])
        #expect(race.stops("7").map(\.duration) == [105_500])
        #expect(race.stops("7").map(\.driverOut) == [2])
    }

    @Test("an exit laps later is another visit, not the exit missed before")
    func exitLapsLater() {
        var race = ShortRace("7")
        race.cross("7", .pitEntry, 95_000)
        race.cross("7", .linePit, 105_000)
        race.cross("7", .first, 200_000)
        race.cross("7", .line, 260_000)
        race.cross("7", .line, 350_000)
        race.cross("7", .second, 410_000)
        race.cross("7", .pitExit, 470_000, driver: 2)
        #expect(race.stops("7").map(\.entered) == [95_000, nil])
        #expect(race.stops("7").map(\.left) == [nil, 470_000])
        #expect(race.stops("7").map(\.duration) == [nil, nil])
        #expect(race.stops("7").map(\.driverOut) == [2, 2])
    }

    @Test("a second Line after the stop closes it: the car has been round")
    func secondLine() {
        var race = ShortRace("7")
        race.cross("7", .pitEntry, 95_000, driver: 1)
        race.cross("7", .linePit, 105_000, driver: 1)
        race.cross("7", .line, 300_000, driver: 2)
        #expect(race.place("7").status == .onTrack)
        #expect(race.stops("7").map(\.isOpen) == [false])
        #expect(race.stops("7").map(\.driverOut) == [2])
    }

    @Test("a pit entry after the Line in the pit lane is the next stop, the exit before it missed")
    func nextEntry() {
        var race = ShortRace("7")
        race.cross("7", .pitEntry, 95_000, driver: 1)
        race.cross("7", .linePit, 105_000, driver: 1)
        #expect(race.cross("7", .pitEntry, 290_000, driver: 1).outcome == .pitEntry)
        #expect(race.stops("7").map(\.entered) == [95_000, 290_000])
        #expect(race.stops("7").map(\.isOpen) == [false, true])
    }

    @Test("an exit without anything before it is a visit of which only the exit is known")
    func exitAlone() {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        race.cross("7", .second, 160_000)
        race.cross("7", .pitExit, 230_000, driver: 2)
        let stop = Visit(
            entered: nil, left: 230_000, duration: nil, driverIn: 0, driverOut: 2,
            isEstimated: false, isOpen: false)
        #expect(race.stops("7") == [stop])
    }

    @Test("a start from the pit lane is no stop")
    func pitLaneStart() {
        var race = ShortRace("7")
        #expect(race.cross("7", .pitExit, 25_000).outcome == .pitExit)
        #expect(race.stops("7").isEmpty)
        #expect(race.place("7").status == .outLap)
        #expect(race.laps("7").lastLoop == LoopID(11))
    }

    @Test("a stop with an estimated instant is estimated", arguments: [(true, false), (false, true)])
    func estimated(entry: Bool, exit: Bool) {
        var race = ShortRace("7")
        race.cross(transponder: 4701, .pitEntry, 95_000, isEstimated: entry)
        race.cross(transponder: 4701, .pitExit, 180_000, isEstimated: exit)
        #expect(race.stops("7").map(\.isEstimated) == [true])
    }

    @Test("a car passed while it stands in the pit lane keeps its place until then")
    func keepsItsPlace() {
        var race = ShortRace("7", "8")
        race.cross("7", .second, 60_000)
        race.cross("8", .second, 70_000)
        race.cross("7", .pitEntry, 85_000)
        #expect(race.order == ["7", "8"])
        race.cross("8", .line, 100_000)
        #expect(race.order == ["8", "7"])
        #expect(race.place("7").status == .inPit)
    }
}
