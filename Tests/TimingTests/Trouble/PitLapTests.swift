import Testing
import Timing

@Suite("Laps that begin or end in the pit lane")
struct PitLapTests {
    /// A lap of 100 s on the track (lap 2), one that ends in the pit lane after 90 s (lap 3), one that begins there
    /// (lap 4, 95 s) and one on the track of 99 s (lap 5). Car 8 laps in 98 s.
    private static func race(kind: Session.Kind, pitLapsCount: Bool? = nil) -> ShortRace {
        var rules = RaceRules.hour
        rules.pitLapsCount = pitLapsCount
        var race = ShortRace("7", "8", rules: rules, kind: kind)
        race.lap(["7"], laps: 2, of: 100_000)
        race.cross("7", .first, 228_000)
        race.cross("7", .second, 255_000)
        race.cross("7", .pitEntry, 285_000)
        race.cross("7", .linePit, 290_000)
        race.cross("7", .pitExit, 300_000)
        race.cross("7", .first, 325_000)
        race.cross("7", .second, 350_000)
        race.cross("7", .line, 385_000)
        race.lap(["7"], laps: 1, of: 99_000, from: 385_000)
        race.lap(["8"], laps: 3, of: 98_000)
        return race
    }

    @Test("in practice and qualifying they are no best laps, and do not decide the order")
    func practice() {
        for kind in [Session.Kind.practice, .qualifying] {
            let race = Self.race(kind: kind)
            #expect(race.laps("7").best == 99_000 && race.laps("7").bestNumber == 5)
            #expect(race.order == ["8", "7"] && race.place("7").gap == Apart(ms: 1000, laps: 0))
            #expect(race.timekeeper.bestLap?.car == CarIndex(1))
        }
    }

    @Test("in a race they are, where the rulebook says nothing")
    func inARace() {
        let race = Self.race(kind: .race)
        #expect(race.laps("7").best == 90_000 && race.laps("7").bestNumber == 3)
        #expect(race.timekeeper.bestLap?.car == CarIndex(0))
    }

    @Test("the rulebook goes before both")
    func rulebook() {
        let race = Self.race(kind: .race, pitLapsCount: false)
        #expect(race.laps("7").best == 99_000 && race.timekeeper.bestLap?.car == CarIndex(1))
        let practice = Self.race(kind: .practice, pitLapsCount: true)
        #expect(practice.laps("7").best == 90_000 && practice.order == ["7", "8"])
    }

    @Test("their sectors count all the same")
    func sectors() {
        for kind in [Session.Kind.race, .practice] {
            let race = Self.race(kind: kind, pitLapsCount: false)
            #expect(race.laps("7").bestSectors == [28_000, 25_000, 35_000])
        }
    }

    @Test("the last lap is told whether it can be a best one or not")
    func lastLap() {
        var race = ShortRace("7", kind: .practice)
        race.lap(["7"], laps: 2, of: 100_000)
        race.cross("7", .pitEntry, 285_000)
        race.cross("7", .linePit, 290_000)
        #expect(race.laps("7").last == 90_000 && race.laps("7").laps == 3 && race.laps("7").best == 100_000)
    }

    @Test("the Line read by the loop on the track while the car is in the pit lane: it is a lap that ends there")
    func trackLineInAVisit() {
        var race = ShortRace(
            "7", kind: .practice, circuit: .short([.line, .sector, .pitEntry, .pitExit]))
        race.lap(["7"], laps: 2, of: 100_000)
        race.cross("7", .second, 255_000)
        race.cross("7", .pitEntry, 285_000)
        race.cross("7", .line, 290_000)
        race.cross("7", .pitExit, 300_000)
        race.cross("7", .first, 325_000)
        race.cross("7", .second, 350_000)
        race.cross("7", .line, 385_000)
        #expect(race.laps("7").laps == 4 && race.laps("7").best == 100_000)
    }

    @Test("the exit missed, the next Line on the track ends the visit: that lap ends on the track")
    func exitMissed() {
        var race = ShortRace("7", kind: .practice)
        race.lap(["7"], laps: 1, of: 100_000)
        race.cross("7", .second, 160_000)
        race.cross("7", .pitEntry, 195_000)
        race.cross("7", .linePit, 200_000)
        race.cross("7", .line, 310_000)
        #expect(race.laps("7").best == nil, "it began in the pit lane")
        race.cross("7", .first, 340_000)
        race.cross("7", .line, 415_000)
        #expect(race.laps("7").best == 105_000 && race.laps("7").bestNumber == 4)
    }

    @Test("a loop of the pit lane that read the car on the track makes no such lap")
    func misread() {
        var race = ShortRace("7", kind: .practice)
        race.lap(["7"], laps: 2, of: 100_000)
        race.cross("7", .second, 255_000)
        race.cross("7", .linePit, 289_960)
        race.cross("7", .line, 290_000)
        #expect(race.laps("7").best == 90_000 && race.doubts == [.pitLoopOnTrack: 1])
    }

    @Test("of equal best laps the second-best decides, and that one, too, is a lap on the track")
    func secondBest() {
        var race = ShortRace("7", "8", kind: .practice)
        for car in ["7", "8"] {
            race.drive(car, laps: 1, of: 100_000)
            race.cross(car, .line, 195_000)
        }
        race.cross("7", .second, 255_000)
        race.cross("7", .pitEntry, 285_000)
        race.cross("7", .linePit, 291_000)
        race.cross("8", .second, 255_000)
        race.cross("8", .line, 292_000)
        #expect(["7", "8"].map { race.laps($0).last } == [96_000, 97_000])
        #expect(race.order == ["8", "7"] && race.place("7").gap == .nothing)
    }
}
