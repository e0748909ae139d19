import Testing
import Timing

@Suite("Transponders that nobody entered")
struct TransponderTests {
    private let spare = Transponder(9001)

    @Test("its crossings are held, and say nothing of the race")
    func held() {
        var race = ShortRace("7")
        let before = Picture(race.timekeeper)
        let effect = race.cross(transponder: 9001, .line, 100_000)
        #expect(effect.outcome == .unknownTransponder && effect.unknownChanged)
        #expect(effect.car == nil)
        #expect(Picture(race.timekeeper).rows == before.rows)
        let held = race.timekeeper.unknown.held(spare)
        #expect(held?.crossings.count == 1 && held?.last == ShortRace.instant(100_000))
        #expect(race.timekeeper.isEntered(spare) == false)
    }

    @Test("once assigned, every lap it did is the car's")
    func assigned() throws {
        var race = ShortRace("7", "8")
        for lap in 1...3 as ClosedRange<Int64> { race.cross(transponder: 9001, .line, lap * 100_000) }
        let effect = try race.act(.assign(spare, CarNumber("8"), .wholeSession), 310_000)
        #expect(effect.unknownChanged && effect.isCorrection)
        #expect(race.laps("8").laps == 3 && race.place("8").total == 300_000)
        #expect(race.order == ["8", "7"])
        #expect(race.timekeeper.unknown.held.isEmpty)
        race.cross(transponder: 9001, .line, 400_000)
        #expect(race.laps("8").laps == 4)
    }

    @Test("an assignment before its first crossing holds for all that come")
    func assignedBefore() throws {
        var race = ShortRace("7")
        try race.act(.assign(spare, CarNumber("7"), .wholeSession), 0)
        #expect(race.timekeeper.isEntered(spare) == true)
        #expect(race.cross(transponder: 9001, .line, 100_000).outcome == .lap)
    }

    @Test("a transponder assigned to another car takes its laps there, and back when that is withdrawn")
    func reassigned() throws {
        var race = ShortRace("7", "8")
        race.drive("7", laps: 2, of: 100_000)
        try race.act(.assign(Transponder(4701), CarNumber("8"), .wholeSession), 210_000, id: "swap")
        #expect(race.laps("7").laps == 0 && race.laps("8").laps == 2)
        try race.act(.withdraw("swap"), 220_000)
        #expect(race.laps("7").laps == 2 && race.laps("8").laps == 0)
    }

    @Test("a crossing of the far future by a transponder that nobody entered does not move time")
    func farFuture() {
        var race = ShortRace("7")
        race.cross("7", .line, 3_600_000)
        let now = race.timekeeper.now
        race.cross(transponder: 9001, .line, 40_000_000_000)
        #expect(race.timekeeper.now == now)
        #expect(race.timekeeper.phase == .finishing)
    }

    @Test("an assignment taken back takes back the time that its crossings brought")
    func timeTakenBack() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 3_600_000)
        race.cross(transponder: 9001, .line, 40_000_000_000)
        try race.act(.assign(spare, CarNumber("7"), .wholeSession), 3_601_000, id: "assign")
        #expect(race.timekeeper.phase == .ended)
        try race.act(.withdraw("assign"), 3_602_000)
        #expect(race.timekeeper.phase == .finishing)
        #expect(race.timekeeper.now == ShortRace.instant(3_600_000))
    }

    @Test("a held crossing declared void stays void when its transponder is assigned")
    func voidWhileHeld() throws {
        var race = ShortRace("7")
        race.cross(transponder: 9001, .line, 100_000)
        let first = try race.latest()
        race.cross(transponder: 9001, .line, 200_000)
        try race.act(.void(first), 205_000)
        try race.act(.assign(spare, CarNumber("7"), .wholeSession), 210_000)
        #expect(race.laps("7").laps == 1 && race.laps("7").last == 200_000)
    }

    @Test("noise beyond the bound is counted, not held, and what is held stays")
    func bound() {
        var timekeeper = Timekeeper(ShortRace("7").timekeeper.session, unknownTransponders: 2)
        for number in 1...4 as ClosedRange<UInt64> {
            _ = timekeeper.apply(
                Crossing(
                    id: CrossingID(decoder: 1, epoch: 1, number: number), stamp: 1000,
                    transponder: Transponder(9000 + UInt32(number % 3)), loop: LoopID(1)))
        }
        #expect(timekeeper.unknown.held.count == 2)
        #expect(timekeeper.unknown.held(Transponder(9001))?.crossings.count == 2)
        #expect(timekeeper.unknown.beyond == 1)
    }
}
