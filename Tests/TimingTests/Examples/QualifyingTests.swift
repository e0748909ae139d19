import Testing
import Timing

@Suite("Qualifying is won by the best lap")
struct QualifyingTests {
    private static let quarter = RaceRules(duration: .minutes(15), classifiedPercent: 0)

    private static func session(_ cars: String...) -> ShortRace {
        ShortRace(cars: cars, rules: quarter, kind: .qualifying)
    }

    @Test("whatever the number of laps; the gap is the difference of the best laps")
    func best() {
        var session = Self.session("7", "8", "9")
        session.drive("7", laps: 3, of: 100_000)
        session.drive("8", laps: 2, of: 99_500)
        #expect(session.order == ["8", "7", "9"])
        #expect(session.place("7").gap == Apart(ms: 500, laps: 0))
        #expect(session.place("7").position == 2)
        #expect(session.place("9").position == nil)
    }

    @Test("equal best laps go to who set his first, then to the second-best lap")
    func ties() {
        var session = Self.session("7", "8", "9")
        session.drive("7", laps: 1, of: 120_000)
        session.drive("8", laps: 1, of: 110_000)
        session.drive("9", laps: 1, of: 110_000)
        session.cross("8", .line, 210_000)
        session.cross("9", .line, 210_000)
        session.cross("7", .line, 220_000)
        #expect(session.order == ["8", "9", "7"])
        // Set in the same millisecond: the second-best lap decides.
        session.cross("9", .line, 311_000)
        session.cross("8", .line, 312_000)
        #expect(session.order == ["9", "8", "7"])
        #expect(session.place("8").position == 2)
    }

    @Test("a lap counts that was begun at 14:59.999, not one begun at 15:00.000")
    func end() {
        var session = Self.session("7", "8")
        session.drive("7", laps: 7, of: 110_000)
        session.drive("8", laps: 7, of: 110_000)
        session.cross("7", .line, 899_999)
        session.cross("8", .line, 900_000)
        #expect(session.place("8").status == .finished)
        #expect(session.cross("8", .line, 990_000).outcome == .afterFinish)
        #expect(session.cross("7", .line, 990_000).outcome == .lap)
        #expect(session.laps("7").best == 90_001)
        #expect(session.place("7").status == .finished)
    }

    @Test("ends with its time though nobody crosses the Line")
    func time() {
        var session = Self.session("7")
        session.cross("7", .line, 100_000)
        _ = session.timekeeper.reach(ShortRace.instant(899_999))
        #expect(session.timekeeper.phase == .running)
        let effect = session.timekeeper.reach(ShortRace.instant(900_000))
        #expect(effect.raceChanged)
        #expect(session.timekeeper.phase == .finishing && session.timekeeper.flag == .chequered)
        #expect(session.timekeeper.flags.map(\.flag) == [.green, .chequered])
    }

    @Test("a deleted lap time makes the second-best the best, and comes back when the decision does")
    func deleted() throws {
        var session = Self.session("7", "8")
        session.drive("7", laps: 1, of: 120_000)
        session.cross("7", .line, 220_000)
        session.cross("7", .line, 319_000)
        session.drive("8", laps: 3, of: 99_500)
        #expect(session.order == ["7", "8"])
        try session.act(.penalty(CarNumber("7"), .lapTime(3), reason: "track limits"), 400_000, id: "limits")
        #expect(session.laps("7").best == 100_000 && session.laps("7").laps == 3)
        #expect(session.order == ["8", "7"])
        try session.act(.withdraw("limits"), 410_000)
        #expect(session.order == ["7", "8"])
    }

    @Test("a disqualified car has no position")
    func disqualified() throws {
        var session = Self.session("7", "8")
        session.drive("7", laps: 3, of: 99_000)
        session.drive("8", laps: 3, of: 100_000)
        try session.act(.penalty(CarNumber("7"), .disqualified, reason: "ride height"), 400_000)
        #expect(session.order == ["8", "7"])
        #expect(session.place("7").position == nil && session.place("7").status == .disqualified)
    }
}
