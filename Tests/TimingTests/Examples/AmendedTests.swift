import Testing
import Timing

@Suite("Late crossings and amendments")
struct AmendedTests {
    @Test("a late crossing puts things right, and is a correction")
    func late() {
        var race = ShortRace("7", "8")
        race.cross("8", .line, 101_000)
        race.cross("8", .line, 201_000)
        #expect(race.order == ["8", "7"])
        race.cross("7", .line, 200_000)
        #expect(race.laps("7").laps == 1 && race.laps("7").last == 200_000)
        let effect = race.cross("7", .line, 100_000)
        #expect(effect.isCorrection && effect.outcome == .lap)
        #expect(race.order == ["7", "8"])
        #expect(race.laps("7").laps == 2 && race.laps("7").last == 100_000)
        #expect(race.place("8").gap == Apart(ms: 1_000, laps: 0))
        #expect(race.timekeeper.changedRows.sorted() == [CarIndex(0), CarIndex(1)])
    }

    @Test("a crossing in its time is no correction")
    func inTime() {
        var race = ShortRace("7")
        #expect(!race.cross("7", .line, 100_000).isCorrection)
        #expect(!race.cross("7", .line, 200_000).isCorrection)
    }

    @Test("a late crossing of the leader brings out the flag where it belongs")
    func lateFlag() {
        var race = ShortRace("7", "8")
        race.drive("7", laps: 35, of: 100_000)
        race.drive("8", laps: 35, of: 100_100)
        race.cross("8", .line, 3_604_000)
        #expect(race.chequered == 3_604_000)
        let effect = race.cross("7", .line, 3_600_000)
        #expect(effect.isCorrection && effect.raceChanged)
        #expect(race.chequered == 3_600_000)
        #expect(race.order == ["7", "8"])
        #expect(race.place("8").status == .finished)
    }

    @Test("everything before the start signal is known: the signal may come last")
    func startLast() {
        var race = ShortRace("7", isStarted: false)
        #expect(race.cross("7", .line, 100_000).outcome == .beforeStart)
        race.start()
        #expect(race.laps("7").laps == 1)
        #expect(race.timekeeper.phase == .running)
    }

    @Test("a void crossing does not count, and taken back it does again")
    func void() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        let id = try race.latest()
        let before = Picture(race.timekeeper)
        try race.act(.void(id), 110_000, id: "void")
        #expect(race.laps("7").laps == 0 && race.laps("7").lastLoop == nil)
        try race.act(.withdraw("void"), 120_000)
        #expect(Picture(race.timekeeper) == before)
    }

    @Test("a crossing declared void twice is void until both are taken back")
    func voidTwice() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        let id = try race.latest()
        try race.act(.void(id), 110_000, id: "one")
        try race.act(.void(id), 110_000, id: "two")
        try race.act(.withdraw("one"), 120_000)
        #expect(race.laps("7").laps == 0)
        try race.act(.withdraw("two"), 120_000)
        #expect(race.laps("7").laps == 1)
    }

    @Test("an inserted crossing counts like one that a decoder saw")
    func insert() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 200_000)
        let before = Picture(race.timekeeper)
        try race.act(.insert(CarNumber("7"), LoopID(1), driver: 2), 100_000, id: "by eye")
        #expect(race.laps("7").laps == 2 && race.laps("7").last == 100_000 && race.laps("7").driver == 2)
        try race.act(.withdraw("by eye"), 210_000)
        #expect(Picture(race.timekeeper) == before)
    }

    @Test("an inserted crossing is the newest: official time has come there")
    func insertMovesTime() throws {
        var race = ShortRace("7")
        try race.act(.insert(CarNumber("7"), LoopID(1), driver: 0), 100_000)
        #expect(race.timekeeper.now == ShortRace.instant(100_000))
    }

    @Test("the same act twice is the same act")
    func sameAct() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        let penalty = Act.Kind.penalty(CarNumber("7"), .time(.seconds(5)), reason: "jump start")
        try race.act(penalty, 110_000, id: "decision-1")
        let effect = try race.act(penalty, 110_000, id: "decision-1")
        #expect(effect.outcome == .repeated)
        #expect(race.place("7").penalty == 5_000)
        #expect(race.timekeeper.changedRows.isEmpty)
    }

    @Test("a flag taken back has not been shown")
    func flag() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        try race.flag(.red, 110_000, id: "red")
        #expect(race.timekeeper.flag == .red)
        try race.act(.withdraw("red"), 111_000)
        #expect(race.timekeeper.flag == .green)
        try race.flag(.chequered, 120_000, id: "too early")
        #expect(race.timekeeper.phase == .finishing)
        try race.act(.withdraw("too early"), 121_000)
        #expect(race.timekeeper.phase == .running && race.chequered == nil)
    }

    @Test("a withdrawal taken back lets the act stand again")
    func withdrawalTakenBack() throws {
        var race = ShortRace("7")
        try race.act(.penalty(CarNumber("7"), .time(.seconds(5)), reason: "jump start"), 10_000, id: "decision-1")
        try race.act(.withdraw("decision-1"), 20_000, id: "back")
        #expect(race.place("7").penalty == 0)
        try race.act(.withdraw("back"), 30_000)
        #expect(race.place("7").penalty == 5_000)
    }
}
