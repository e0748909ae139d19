import Testing
import Timing

@Suite("An act takes the place of another")
struct ReplacedTests {
    private static func act(
        _ kind: Act.Kind, _ ms: Int64, id: String, replaces: String? = nil
    ) -> Act {
        Act(id: id, at: ShortRace.instant(ms), by: "race control", kind: kind, replaces: replaces)
    }

    /// Two cars, a visit to the pit lane and a flag, with a start signal that was given at this instant. Given late,
    /// cars have crossed the Line already.
    private static func race(startedAt start: Int64) throws -> ShortRace {
        var race = ShortRace("7", "8", isStarted: false)
        _ = try race.timekeeper.apply(act(.start, start, id: "start"))
        race.lap(["7", "8"], laps: 3, of: 100_000)
        try race.flag(.fullCourseYellow, 310_000, id: "fcy")
        race.cross("7", .pitEntry, 390_000)
        race.cross("7", .linePit, 400_000)
        race.cross("7", .pitExit, 450_000)
        race.lap(["8"], laps: 2, of: 100_000, from: 300_000)
        return race
    }

    @Test("a start signal put right is the race started then", arguments: [-60_000, -2_000, 2_000, 99_000, 150_000])
    func corrected(_ right: Int64) throws {
        var race = try Self.race(startedAt: 0)
        let before = Picture(race.timekeeper)
        let effect = try race.timekeeper.apply(Self.act(.start, right, id: "right", replaces: "start"))
        #expect(effect.isCorrection && effect.raceChanged)
        let meant = try Self.race(startedAt: right)
        #expect(Picture(race.timekeeper) == Picture(meant.timekeeper))
        #expect(race.timekeeper.startedAt == ShortRace.instant(right))
        #expect(race.timekeeper.startSignals.map(\.id) == ["right"])
        #expect(Picture(race.timekeeper) != before)

        _ = try race.timekeeper.apply(Self.act(.withdraw("right"), 460_000, id: "back"))
        #expect(Picture(race.timekeeper) == before)
    }

    @Test("put right twice and taken back step by step")
    func twice() throws {
        var race = try Self.race(startedAt: 0)
        let first = Picture(race.timekeeper)
        _ = try race.timekeeper.apply(Self.act(.start, -2_000, id: "second", replaces: "start"))
        let second = Picture(race.timekeeper)
        _ = try race.timekeeper.apply(Self.act(.start, 3_000, id: "third", replaces: "second"))
        #expect(race.timekeeper.startSignals.map(\.id) == ["third"], "the first does not come back")
        let third = Picture(race.timekeeper)
        _ = try race.timekeeper.apply(Self.act(.withdraw("third"), 460_000, id: "back-1"))
        #expect(Picture(race.timekeeper) == second)
        _ = try race.timekeeper.apply(Self.act(.withdraw("second"), 460_000, id: "back-2"))
        #expect(Picture(race.timekeeper) == first)
        _ = try race.timekeeper.apply(Self.act(.withdraw("back-1"), 460_000, id: "back-3"))
        #expect(Picture(race.timekeeper) == third)
        #expect(race.timekeeper.acts(against: "start").map(\.id) == ["third"])
    }

    @Test("a penalty applied to another car is that car's, and the first has none")
    func anotherCar() throws {
        var race = try Self.race(startedAt: 0)
        let penalty = Act.Kind.penalty(CarNumber("8"), .time(.seconds(5)), reason: "track limits")
        _ = try race.timekeeper.apply(Self.act(penalty, 200_000, id: "wrong"))
        let right = Act.Kind.penalty(CarNumber("7"), .time(.seconds(5)), reason: "track limits")
        _ = try race.timekeeper.apply(Self.act(right, 200_000, id: "right", replaces: "wrong"))
        #expect(race.timekeeper.penalties.map(\.act.id) == ["right"])
        #expect(race.place("7").penalty == 5_000 && race.place("8").penalty == 0)
    }

    @Test("there has to be an act whose place is taken")
    func nothing() throws {
        var race = try Self.race(startedAt: 0)
        #expect(throws: ActRefusal.nothingToReplace("none")) {
            try race.timekeeper.apply(Self.act(.end, 460_000, id: "end", replaces: "none"))
        }
    }

    @Test("an act set aside keeps the result provisional until it is decided on", arguments: [false, true])
    func setAside(isApplied: Bool) throws {
        var race = try Self.race(startedAt: 0)
        let penalty = Self.act(
            .penalty(CarNumber("9"), .time(.seconds(5)), reason: "track limits"), 200_000, id: "decision")
        let refusal = #expect(throws: ActRefusal.self) { try race.timekeeper.apply(penalty) }
        race.timekeeper.setAside(penalty, because: try #require(refusal))
        #expect(race.timekeeper.pendingActs.map(\.refusal) == [.unknownCar(CarNumber("9"))])
        _ = try race.timekeeper.apply(Self.act(.end, 460_000, id: "end"))
        _ = try race.timekeeper.apply(Self.act(.final, 470_000, id: "final"))
        #expect(race.timekeeper.result == .provisional)
        #expect(throws: ActRefusal.nameInUse("decision"), "its name is not free") {
            try race.timekeeper.apply(Self.act(.end, 460_000, id: "decision"))
        }

        let decision =
            isApplied
            ? Self.act(
                .penalty(CarNumber("7"), .time(.seconds(5)), reason: "track limits"), 200_000, id: "applied",
                replaces: "decision")
            : Self.act(.withdraw("decision"), 200_000, id: "applied")
        let effect = try race.timekeeper.apply(decision)
        #expect(effect.pendingChanged && effect.raceChanged)
        #expect(race.timekeeper.pendingActs.isEmpty && race.timekeeper.result == .final)
        #expect(race.place("7").penalty == (isApplied ? 5_000 : 0))

        _ = try race.timekeeper.apply(Self.act(.withdraw("applied"), 465_000, id: "back"))
        #expect(race.timekeeper.pendingActs.map(\.act.id) == ["decision"])
        #expect(race.timekeeper.result == .provisional)
    }
}
