import Simulation
import Testing
import Timing

@Suite("Stints")
struct StintTests {
    /// At most 30 minutes out, 35 when the safety car was.
    private static func race(_ cars: ScriptedCar...) -> ScriptedVerdicts {
        ScriptedVerdicts(cars) { asked in
            asked.stint = StintLimit(longest: .minutes(30))
            asked.stint?.neutralised = .minutes(35)
            asked.penalties = [
                .stintOverrun: [
                    PenaltyBand(below: .minutes(5), .driveThrough),
                    PenaltyBand(.stopAndGo(.minutes(1), shortfall: false)),
                ]
            ]
        }
    }

    @Test(
        "from the start signal to pit entry: 30:00.000 is allowed, a millisecond more is not",
        arguments: [(.clock(30), .served, 0), (.clock(30, 0, 1), .late, 1), (.clock(20), .served, 600_000)]
            as [(Milliseconds, Verdict.State, Int64)])
    func first(entry: Milliseconds, state: Verdict.State, by: Int64) {
        let verdict = Self.race(.seven(.at(entry, for: .seconds(60)))).verdict("stint1")
        #expect(verdict?.state == state && verdict?.by == by && verdict?.closes == 1_800_000 && verdict?.visit == 1)
    }

    @Test("the next begins at pit exit, the last ends with the finish")
    func last() {
        let race = Self.race(.seven(.at(.clock(29), for: .seconds(60))))
        #expect(race.verdict("stint2", at: .clock(29, 59, 999)) == nil)
        #expect(race.verdict("stint2", at: .clock(30))?.closes == 3_600_000)
        let late = Self.race(.seven(.at(.clock(28), for: .seconds(60)))).verdict("stint2")
        #expect(late?.state == .late && late?.closes == 3_540_000)
    }

    @Test("it runs until its last instant; beyond it it is late, by how much is known when it ends")
    func running() {
        let race = Self.race(.seven(.at(.clock(36), for: .seconds(60))))
        #expect(race.state("stint1", at: .clock(26, 39)) == .open)
        #expect(race.state("stint1", at: .clock(26, 40)) == .lastChance)
        #expect(race.state("stint1", at: .clock(30)) == .lastChance)
        let late = race.verdict("stint1", at: .clock(30, 0, 1))
        #expect(late?.state == .late && late?.by == nil)
        #expect(race.charges(at: .clock(31)).map(\.proposed) == [nil])
        #expect(race.charges(at: .clock(36)).map(\.proposed) == [.stopAndGo(.minutes(1))])
        let brief = Self.race(.seven(.at(.clock(34, 59, 999), for: .seconds(60))))
        #expect(brief.charges(at: .clock(35)).map(\.proposed) == [.driveThrough])
    }

    @Test("with the safety car shown in it it may be longer")
    func safetyCar() {
        let race = Self.race(.seven(.at(.clock(35), for: .seconds(60))))
            .shown(.init(.safetyCar, from: .clock(10)), .init(.green, from: .clock(12)))
        #expect(race.verdict("stint1")?.state == .served && race.verdict("stint1")?.by == 0)
        #expect(race.verdict("stint1", at: .clock(5))?.closes == 1_800_000)
        #expect(race.verdict("stint1", at: .clock(15))?.closes == 2_100_000)
        let yellow = Self.race(.seven(.at(.clock(35), for: .seconds(60))))
            .shown(.init(.fullCourseYellow, from: .clock(10)), .init(.green, from: .clock(12)))
        #expect(yellow.verdict("stint1")?.by == 300_000 && yellow.state("stint1") == .late)
    }

    @Test("the safety car of the stint before says nothing")
    func safetyCarBefore() {
        let race = Self.race(.seven(.at(.clock(10), for: .seconds(60)), .at(.clock(43), for: .seconds(60))))
            .shown(.init(.safetyCar, from: .clock(5)), .init(.green, from: .clock(11)))
        #expect(race.state("stint2") == .late)
        let until = Self.race(.seven(.at(.clock(10), for: .seconds(60)), .at(.clock(43), for: .seconds(60))))
            .shown(.init(.safetyCar, from: .clock(5)), .init(.green, from: .clock(11, 0, 1)))
        #expect(until.state("stint2") == .served)
    }

    @Test("a drive-through for a penalty ends no stint")
    func penalty() {
        let race = Self.race(.seven(.at(.clock(20), for: .seconds(30), driverOut: nil)))
            .with(.penalty(CarNumber("7"), .driveThrough, reason: "speeding"), at: .clock(19))
        #expect(race.state("stint1", at: .clock(25)) == .open)
        #expect(race.verdict("stint2") == nil)
    }

    @Test("a car that is out has no stint any more, unless it was too long already")
    func out() {
        var car = ScriptedCar.seven()
        (car.vanishes, car.retires) = (.clock(20), .clock(40))
        #expect(Self.race(car).state("stint1", at: .clock(39)) == .late)
        #expect(Self.race(car).state("stint1", at: .clock(40)) == .notApplicable)
        (car.vanishes, car.retires) = (.clock(33), .clock(40))
        let late = Self.race(car).verdict("stint1", at: .clock(50))
        // Last seen at the second sector loop of its twentieth lap.
        #expect(late?.state == .late && late?.by == 1_966_666 - 1_800_000)
    }

    @Test("an exit that nobody saw leaves the stint after it unproved")
    func unproved() {
        let race = Self.race(
            .seven(.at(.clock(10), for: .seconds(60), unseen: [.pitExit]), .at(.clock(50), for: .seconds(60))))
        #expect(race.state("stint1") == .served && race.state("stint2") == .unproved)
    }
}
