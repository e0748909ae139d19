import Testing
import Timing

@Suite("Where a car is")
struct OverdueTests {
    @Test("a car is stopped when it has not come to the next loop in 2.5 times its last time there")
    func stopped() {
        var race = ShortRace("7", "8")
        race.lap(["7", "8"], laps: 2, of: 100_000)
        race.cross("8", .first, 231_000)
        // The first sector took 30 s from the Line at 200 s.
        _ = race.timekeeper.reach(ShortRace.instant(275_000))
        #expect(race.place("7").status == .onTrack)
        let effect = race.timekeeper.reach(ShortRace.instant(275_001))
        #expect(effect.outcome == .done)
        #expect(race.place("7").status == .stopped)
        #expect(race.timekeeper.changedRows == [CarIndex(0)])
        race.cross("7", .first, 290_000)
        #expect(race.place("7").status == .onTrack)
    }

    @Test("a car without a time of its own is measured by the latest of another, then by its own")
    func byOthers() {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 100_000)
        race.cross("8", .line, 101_000)
        // Nothing is known of the first sector before a car has driven it from the Line.
        _ = race.timekeeper.reach(ShortRace.instant(125_000))
        race.cross("7", .first, 130_000)
        _ = race.timekeeper.reach(ShortRace.instant(176_000))
        #expect(race.place("8").status == .onTrack)
        let effect = race.timekeeper.reach(ShortRace.instant(176_001))
        #expect(effect.outcome == .done)
        #expect(race.place("8").status == .stopped)
        race.cross("8", .first, 181_000)
        #expect(race.place("8").status == .onTrack)
        race.cross("7", .second, 182_000)
        race.cross("8", .second, 211_000)
        race.cross("7", .line, 212_000)
        race.cross("8", .line, 241_000)
        // Its own took 80 s.
        race.cross("7", .first, 242_000)
        _ = race.timekeeper.reach(ShortRace.instant(441_000))
        #expect(race.place("8").status == .onTrack)
        _ = race.timekeeper.reach(ShortRace.instant(441_001))
        #expect(race.place("8").status == .stopped)
    }

    @Test("a car that is overdue by another one's time is so at once when that becomes known")
    func byOthersAtOnce() {
        var race = ShortRace("7", "8")
        race.cross("8", .line, 60_000)
        race.cross("7", .line, 130_000)
        let effect = race.cross("7", .first, 145_000)
        // 15 s: 8 had 37.5 s from 60 s on.
        #expect(effect.outcome == .sector)
        #expect(race.place("8").status == .stopped)
        #expect(race.timekeeper.changedRows.contains(CarIndex(1)))
    }

    @Test("a sector read at both ends in one millisecond is no measure; then the next time of another car is")
    func noTime() {
        var race = ShortRace("7", "8")
        race.lap(["7", "8"], laps: 3, of: 100_000)
        race.cross("8", .first, 320_000)
        race.cross("8", .second, 350_000)
        race.cross("7", .first, 360_000)
        race.cross("7", .second, 360_000)
        race.cross("8", .line, 390_000)
        race.cross("7", .line, 400_000)
        race.cross("8", .first, 420_000)
        race.cross("7", .first, 430_000)
        // 30 s, of which 7 has two and a half times as much.
        race.cross("8", .second, 450_000)
        _ = race.timekeeper.reach(ShortRace.instant(505_000))
        #expect(race.place("7").status == .onTrack)
        _ = race.timekeeper.reach(ShortRace.instant(505_001))
        #expect(race.place("7").status == .stopped)
    }

    @Test("behind the safety car it has twice as long, and under red nobody is stopped")
    func neutralised() throws {
        var race = ShortRace("7")
        race.lap(["7"], laps: 2, of: 100_000)
        try race.flag(.safetyCar, 210_000)
        _ = race.timekeeper.reach(ShortRace.instant(350_000))
        #expect(race.place("7").status == .onTrack)
        try race.flag(.red, 350_000)
        _ = race.timekeeper.reach(ShortRace.instant(900_000))
        #expect(race.place("7").status == .onTrack)
        // Whoever stood under red is expected from its end on.
        try race.flag(.green, 900_000)
        _ = race.timekeeper.reach(ShortRace.instant(975_000))
        #expect(race.place("7").status == .onTrack)
        _ = race.timekeeper.reach(ShortRace.instant(975_001))
        #expect(race.place("7").status == .stopped)
    }

    @Test("from the pit exit to the Line it is on its out-lap")
    func outLap() {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        race.cross("7", .pitEntry, 190_000)
        race.cross("7", .linePit, 195_000)
        #expect(race.place("7").status == .inPit)
        race.cross("7", .pitExit, 220_000)
        #expect(race.place("7").status == .outLap)
        race.cross("7", .first, 250_000)
        #expect(race.place("7").status == .outLap)
        race.cross("7", .line, 300_000)
        #expect(race.place("7").status == .onTrack)
    }

    @Test("a pit exit that flaps makes no second stop")
    func flapping() {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        race.cross("7", .pitEntry, 190_000)
        race.cross("7", .linePit, 195_000)
        race.cross("7", .pitExit, 220_000)
        #expect(race.cross("7", .pitExit, 229_000).outcome == .again)
        #expect(race.cross("7", .pitEntry, 249_999).outcome == .again)
        #expect(race.stops("7").count == 1)
        #expect(race.place("7").status == .outLap)
    }

    @Test("a car said to be out is so until it has driven a whole lap on the track")
    func retired() throws {
        var race = ShortRace("7", "8")
        race.lap(["7"], laps: 1, of: 100_000)
        try race.act(.retired(CarNumber("7")), 150_000)
        #expect(race.place("7").status == .retired)
        // On its way home, past one loop and the Line in the pit lane.
        race.cross("7", .first, 180_000)
        race.cross("7", .pitEntry, 290_000)
        race.cross("7", .linePit, 300_000)
        #expect(race.place("7").status == .retired)
        race.cross("7", .pitExit, 400_000)
        race.lap(["7"], laps: 1, of: 100_000, from: 400_000)
        #expect(race.place("7").status == .retired)
        race.lap(["7"], laps: 1, of: 100_000, from: 500_000)
        #expect(race.place("7").status == .onTrack)
    }
}
