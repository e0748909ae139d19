import Testing
import Timing

@Suite("Readings that cannot be")
struct CannotBeTests {
    private static let cars = ["7", "8"]

    /// Two laps of 100 s; car 7 crosses the Line at 200 s and is at the second sector loop at 260 s.
    private static func race(onLap3: Bool = true) -> ShortRace {
        var race = ShortRace(cars: cars)
        race.rollOff(cars)
        race.lap(cars, laps: 2, of: 100_000)
        if onLap3 {
            race.cross("7", .first, 230_000)
            race.cross("7", .second, 260_000)
        }
        return race
    }

    @Test("the Line in the pit lane reads a car on the track 40 ms before or after the Line: no visit, no other lap")
    func pitLineReadsTheTrack() {
        for distance in [-40, 40, -29_999, 29_999] as [Int64] {
            var race = Self.race()
            race.cross("7", .linePit, 300_000 + distance)
            race.cross("7", .line, 300_000)
            #expect(race.laps("7").laps == 3 && race.laps("7").last == 100_000 && race.stops("7").isEmpty)
            #expect(race.place("7").status == .onTrack && race.doubts == [.pitLoopOnTrack: 1])
        }
    }

    @Test("such a reading, and how often, is in doubt at the loop, whichever car it was")
    func doubtOfALoop() {
        var race = Self.race(onLap3: false)
        for (place, car) in Self.cars.enumerated() {
            race.cross(car, .linePit, 299_960 + Int64(place) * 1000)
            race.cross(car, .line, 300_000 + Int64(place) * 1000)
        }
        #expect(race.doubts == [.pitLoopOnTrack: 2] && race.timekeeper.doubts.count == 1)
        #expect(race.timekeeper.doubts.first?.loop == ShortRace.At.linePit.id)
        #expect(race.timekeeper.doubts.first?.car == CarIndex(1))
        #expect(Self.cars.map { race.laps($0).last } == [100_000, 100_000])
    }

    @Test("the Line reads a car in the pit lane: the reading of the pit lane counts, before or after")
    func trackLineReadsThePitLane() {
        for distance in [-40, 40] as [Int64] {
            var race = Self.race()
            race.cross("7", .pitEntry, 290_000)
            race.cross("7", .line, 300_000 + distance)
            race.cross("7", .linePit, 300_000)
            race.cross("7", .pitExit, 360_000)
            #expect(race.laps("7").laps == 3 && race.laps("7").last == 100_000)
            #expect(race.stops("7").map(\.duration) == [70_000])
            #expect(race.doubts == [.trackLoopInPit: 1])
        }
    }

    @Test("a pit entry reads a car on the track: the Line read next takes the visit away")
    func entryReadsTheTrack() {
        var race = Self.race()
        race.cross("7", .pitEntry, 290_000)
        #expect(race.place("7").status == .inPit && race.stops("7").count == 1 && race.doubts.isEmpty)
        let effect = race.cross("7", .line, 300_000)
        #expect(effect.outcome == .lap && effect.isCorrection && effect.doubtsChanged)
        #expect(race.stops("7").isEmpty && race.place("7").status == .onTrack && race.doubts == [.pitLoopOnTrack: 1])
        race.cross("7", .first, 330_000)
        #expect(race.stops("7").isEmpty && race.laps("7").sectors[0] == 30_000)
        #expect(race.timekeeper.doubts.first?.loop == ShortRace.At.pitEntry.id)
    }

    @Test("entry and exit read, it was in the pit lane, whatever the Line says: two against one")
    func entryAndExit() {
        var race = Self.race()
        race.cross("7", .pitEntry, 290_000)
        race.cross("7", .line, 300_000)
        race.cross("7", .pitExit, 310_000)
        race.cross("7", .first, 340_000)
        #expect(race.stops("7").map(\.duration) == [20_000] && race.laps("7").laps == 3 && race.doubts.isEmpty)
    }

    @Test("the Line in the pit lane brings the visit back, also where a sector loop read the car since the entry")
    func pitLineAfterASector() {
        var race = Self.race()
        race.cross("7", .pitEntry, 290_000)
        // So many that the state is kept between the entry and the Line: going back to the Line is not enough.
        for step in 1...200 { race.cross("8", .speedTrap, 290_000 + Int64(step) * 10) }
        race.cross("7", .line, 300_000)
        race.cross("7", .first, 325_000)
        #expect(race.stops("7").isEmpty && race.doubts == [.pitLoopOnTrack: 1])
        race.cross("7", .linePit, 329_000)
        #expect(race.stops("7").map(\.entered) == [290_000])
        var other = Self.race()
        other.cross("7", .pitEntry, 290_000)
        other.cross("7", .linePit, 329_000)
        other.cross("7", .line, 300_000)
        other.cross("7", .first, 325_000)
        #expect(race.stops("7") == other.stops("7") && race.laps("7") == other.laps("7") && race.doubts == other.doubts)
    }

    @Test("the exit arrives late: the visit comes back")
    func exitArrivesLate() {
        var race = Self.race()
        race.cross("7", .pitEntry, 290_000)
        race.cross("7", .line, 300_000)
        race.cross("7", .first, 340_000)
        #expect(race.stops("7").isEmpty)
        race.cross("7", .pitExit, 310_000)
        #expect(race.stops("7").map(\.duration) == [20_000] && race.doubts.isEmpty)
    }

    @Test("a pit entry read after a sector loop only: nothing is known of the Line, and it is a visit")
    func entryThenSector() {
        var race = Self.race()
        race.cross("7", .pitEntry, 290_000)
        race.cross("7", .first, 380_000)
        #expect(race.stops("7").map(\.entered) == [290_000] && race.laps("7").laps == 3 && race.doubts.isEmpty)
    }

    @Test("a pit exit reads a car that has just crossed the Line on the track: no visit")
    func exitReadsTheTrack() {
        var race = Self.race()
        race.cross("7", .line, 300_000)
        #expect(race.cross("7", .pitExit, 312_000).outcome == .unexpected)
        race.cross("7", .first, 330_000)
        #expect(race.stops("7").isEmpty && race.place("7").status == .onTrack && race.doubts == [.pitLoopOnTrack: 1])
        #expect(race.timekeeper.doubts.first?.loop == ShortRace.At.pitExit.id)
    }

    @Test("a sector loop that reaches into the pit lane: the car is still in it")
    func sectorLoopReadsThePitLane() {
        var race = Self.race()
        race.cross("7", .pitEntry, 290_000)
        race.cross("7", .linePit, 300_000)
        #expect(race.cross("7", .first, 314_999).outcome == .unexpected)
        #expect(race.place("7").status == .inPit && race.doubts == [.trackLoopInPit: 1])
        race.cross("7", .pitExit, 370_000)
        race.cross("7", .first, 392_000)
        #expect(race.stops("7").map(\.duration) == [80_000] && race.laps("7").laps == 3)
        // In half of the best time of the sector it can have come there.
        var other = Self.race()
        other.cross("7", .pitEntry, 290_000)
        other.cross("7", .linePit, 300_000)
        #expect(other.cross("7", .first, 315_000).outcome == .sector)
        #expect(other.place("7").status == .onTrack && other.doubts.isEmpty)
    }

    @Test("the timekeeper makes each of them count; his word taken back it does not")
    func counts() throws {
        var race = Self.race()
        race.cross("7", .pitEntry, 290_000)
        let entry = try race.latest()
        race.cross("7", .line, 300_000)
        race.cross("7", .first, 380_000)
        #expect(race.stops("7").isEmpty)
        try race.act(.count(entry), 390_000, id: "entry")
        #expect(race.stops("7").map(\.entered) == [290_000] && race.doubts.isEmpty)
        try race.act(.withdraw("entry"), 391_000)
        #expect(race.stops("7").isEmpty && race.doubts == [.pitLoopOnTrack: 1])
    }

    @Test("a sector loop that counts by command ends the visit, however soon")
    func countsSector() throws {
        var race = Self.race()
        race.cross("7", .pitEntry, 290_000)
        race.cross("7", .linePit, 300_000)
        race.cross("7", .first, 312_000)
        try race.act(.count(try race.latest()), 320_000)
        #expect(race.place("7").status == .onTrack && race.laps("7").sectors[0] == 12_000 && race.doubts.isEmpty)
    }

    @Test("on a circuit without the Line in the pit lane nothing speaks against a pit entry")
    func noPitLine() {
        var race = ShortRace("7", circuit: .short([.line, .sector, .pitEntry, .pitExit]))
        race.lap(["7"], laps: 2, of: 100_000)
        race.cross("7", .pitEntry, 290_000)
        race.cross("7", .line, 300_000)
        race.cross("7", .first, 380_000)
        #expect(race.stops("7").map(\.entered) == [290_000] && race.doubts.isEmpty)
    }
}

@Suite("A loop that hardly reads a car")
struct HardlyReadTests {
    private static let cars = ["7", "8", "9"]

    /// Three laps of 100 s, 2 s apart; the leader, car 7, is never read at the first sector loop. Then, on lap 4, the
    /// others have passed it.
    private static func race() -> ShortRace {
        var race = ShortRace(cars: cars)
        race.rollOff(cars)
        for lap in 0...3 as ClosedRange<Int64> {
            for (share, loop) in [(30, ShortRace.At.first), (60, .second), (100, .line)] as [(Int64, ShortRace.At)] {
                for (place, car) in cars.enumerated() where car != "7" || loop != .first {
                    guard lap < 3 || loop == .first else { continue }
                    race.cross(car, loop, (lap * 100 + share) * 1000 + Int64(place) * 2000)
                }
            }
        }
        return race
    }

    @Test("decides nothing about its place: it keeps the lead")
    func keepsItsPlace() {
        let race = Self.race()
        #expect(race.order == Self.cars && race.place("7").position == 1 && race.place("8").position == 2)
        #expect(race.doubts.isEmpty)
    }

    @Test("a loop that missed it once only does decide: nobody knows where the car is")
    func once() {
        var race = ShortRace(cars: Self.cars)
        race.rollOff(Self.cars)
        race.lap(Self.cars, laps: 2, of: 100_000, apart: 2000)
        race.lap(["8", "9"], laps: 1, of: 100_000, from: 202_000, apart: 2000)
        race.cross("7", .second, 260_000)
        race.cross("7", .line, 300_000)
        #expect(race.order == Self.cars)
        race.cross("8", .first, 332_000)
        #expect(race.order == ["8", "7", "9"])
    }

    @Test("it loses its place when the next loop does not see it either")
    func nextLoop() {
        var race = Self.race()
        race.cross("8", .second, 362_000)
        #expect(race.order == ["8", "7", "9"])
        race.cross("9", .second, 364_000)
        #expect(race.order == ["8", "9", "7"])
    }

    @Test("seen at the next loop it is where it was, and the others are behind it")
    func seenAtTheNext() {
        var race = Self.race()
        race.cross("7", .second, 360_000)
        race.cross("8", .second, 362_000)
        #expect(race.order == Self.cars && race.timekeeper.provisional.count == 3)
    }

    @Test("read there after all it keeps its place: nobody falls back by passing a point, the next loop decides")
    func readAfterAll() {
        var race = Self.race()
        race.cross("7", .first, 333_500)
        #expect(race.order == Self.cars)
        race.cross("8", .second, 362_000)
        race.cross("7", .second, 363_500)
        #expect(race.order == ["8", "7", "9"])
    }
}
