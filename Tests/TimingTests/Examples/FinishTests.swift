import Testing
import Timing

@Suite("The chequered flag")
struct FinishTests {
    @Test("the leader at the Line at 59:59.999 goes on for one more lap")
    func oneMoreLap() {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 3_599_999)
        #expect(race.timekeeper.phase == .running)
        #expect(race.chequered == nil)
        race.cross("7", .first, 3_630_000)
        race.cross("7", .line, 3_690_000)
        #expect(race.chequered == 3_690_000)
        #expect(race.place("7").status == .finished)
    }

    @Test("the leader at the Line at 60:00.000 takes the flag")
    func flag() {
        var race = ShortRace("7", "8")
        let effect = race.cross("7", .line, 3_600_000)
        #expect(effect.outcome == .lap && effect.raceChanged)
        #expect(race.timekeeper.phase == .finishing)
        #expect(race.timekeeper.flag == .chequered)
        #expect(race.chequered == 3_600_000)
        #expect(race.place("7").status == .finished)
        #expect(race.place("8").status == .notStarted)
    }

    @Test("everybody else finishes the lap they are on, the lapped car between too")
    func lappedBetween() {
        var race = ShortRace("7", "8", "9")
        race.drive("7", laps: 36, of: 100_000)
        // On the road 9, a lap down, crosses the Line between the leader and the second.
        race.cross("9", .line, 1_800_000)
        race.cross("8", .line, 3_590_000)
        #expect(race.place("7").status == .finished)
        race.cross("9", .line, 3_601_000)
        race.cross("8", .line, 3_692_000)
        #expect(race.place("9").status == .finished)
        #expect(race.place("8").status == .finished)
        #expect(race.laps("9").laps == 2)
    }

    @Test("time over, a car that is not the leader does not bring out the flag")
    func notTheLeader() {
        var race = ShortRace("7", "8")
        race.drive("7", laps: 2, of: 1_790_000)
        race.cross("8", .line, 3_600_500)
        #expect(race.chequered == nil)
        #expect(race.place("8").status == .onTrack)
        race.cross("7", .first, 3_610_000)
        race.cross("7", .line, 3_670_000)
        #expect(race.chequered == 3_670_000)
    }

    @Test("when the leader has stopped, the first to complete the next lap takes the flag")
    func leaderStopped() {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 3_580_000)
        race.cross("8", .line, 3_582_000)
        race.cross("8", .first, 3_612_000)
        #expect(race.order == ["8", "7"])
        race.cross("8", .line, 3_672_000)
        #expect(race.chequered == 3_672_000)
        #expect(race.place("8").status == .finished)
        #expect(race.place("7").status == .stopped)
    }

    @Test("a car finishes where the Line crosses the pit lane")
    func inThePitLane() {
        var race = ShortRace("7", "8")
        race.drive("7", laps: 1, of: 100_000)
        race.cross("8", .line, 3_590_000)
        race.cross("7", .line, 3_600_000)
        #expect(race.place("7").status == .finished)
        #expect(race.cross("8", .pitEntry, 3_680_000).outcome == .pitEntry)
        #expect(race.place("8").status == .inPit)
        #expect(race.cross("8", .linePit, 3_690_000).outcome == .lap)
        #expect(race.place("8").status == .finished)
        #expect(race.place("8").total == 3_690_000)
    }

    @Test("the leader may take the flag in the pit lane")
    func leaderInThePitLane() {
        var race = ShortRace("7")
        race.cross("7", .pitEntry, 3_595_000)
        race.cross("7", .linePit, 3_600_000)
        #expect(race.chequered == 3_600_000)
    }

    @Test("what a car crosses after its finish does not count")
    func afterFinish() {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 3_600_000)
        let row = race.timekeeper.row("7")
        #expect(race.cross("7", .line, 3_720_000).outcome == .afterFinish)
        #expect(race.cross("7", .pitEntry, 3_730_000).outcome == .afterFinish)
        #expect(race.timekeeper.row("7") == row)
        #expect(race.timekeeper.changedRows.isEmpty)
    }

    @Test("shown by command, every car finishes at its first crossing of the Line from then on")
    func byCommand() throws {
        var race = ShortRace("7", "8", rules: .untilFlag)
        race.cross("7", .line, 100_000)
        try race.flag(.chequered, 150_000)
        #expect(race.timekeeper.phase == .finishing)
        #expect(race.place("7").status == .onTrack)
        race.cross("8", .line, 150_000)
        race.cross("7", .line, 190_000)
        #expect(race.place("8").status == .finished)
        #expect(race.place("7").status == .finished)
        #expect(race.order == ["7", "8"])
    }

    @Test("shown by command after the leader's finish, it changes nothing of it")
    func commandTooLate() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 3_600_000)
        try race.flag(.chequered, 3_660_000)
        #expect(race.chequered == 3_600_000)
    }

    @Test("the session ends when the time to finish has passed, not before")
    func timeToFinish() {
        var race = ShortRace("7", "8")
        race.drive("7", laps: 1, of: 100_000)
        race.cross("8", .line, 3_590_000)
        race.cross("7", .line, 3_600_000)
        _ = race.timekeeper.reach(ShortRace.instant(4_200_000))
        #expect(race.timekeeper.phase == .finishing)
        #expect(race.place("8").status == .onTrack)
        let effect = race.timekeeper.reach(ShortRace.instant(4_200_001))
        #expect(effect.raceChanged)
        #expect(race.timekeeper.phase == .ended)
        #expect(race.end == 4_200_000)
        #expect(race.place("8").status == .retired)
        #expect(race.cross("8", .line, 4_200_001).outcome == .afterEnd)
        #expect(race.laps("8").laps == 1)
    }

    @Test("a car finishes at the very end of the time to finish")
    func lastToFinish() {
        var race = ShortRace("7", "8")
        race.drive("7", laps: 36, of: 100_000)
        race.cross("8", .line, 4_200_000)
        #expect(race.place("8").status == .finished)
    }

    @Test("the session ends by command, and what was not finished will not be")
    func endByCommand() throws {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 100_000)
        let effect = try race.act(.end, 150_000)
        #expect(effect.raceChanged)
        #expect(race.timekeeper.phase == .ended && race.end == 150_000)
        #expect(race.place("7").status == .retired)
        #expect(race.place("8").status == .notStarted)
        #expect(race.cross("7", .line, 190_000).outcome == .afterEnd)
        #expect(race.laps("7").laps == 1)
    }

    @Test("the end commanded after the time to finish had passed does not move the end")
    func endAfterEnd() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 3_600_000)
        _ = race.timekeeper.reach(ShortRace.instant(4_300_000))
        #expect(race.end == 4_200_000)
        try race.act(.end, 4_300_000)
        #expect(race.end == 4_200_000)
    }

    @Test("a crossing in the millisecond of the end counts, and the result is the result")
    func inTheMillisecondOfTheEnd() throws {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 100_000)
        try race.act(.end, 150_000)
        race.cross("8", .line, 150_000)
        #expect(race.place("8").status == .retired)
        #expect(race.place("8").gap == Apart(ms: 50_000, laps: 0))
        #expect(race.place("7").status == .retired)
    }
}
