import Simulation
import Testing
import Timing

@Suite("How long drivers drive")
struct DrivingTimeTests {
    /// Driver 1 until 20:00, driver 2 from 22:00 to 40:00, driver 1 from 41:00 on.
    private static let car = ScriptedCar.seven(
        .at(.clock(20), for: .minutes(2), driverOut: 2), .at(.clock(40), for: .minutes(1), driverOut: 1))

    private static func continuous(
        _ most: Milliseconds, rest: Milliseconds? = nil, restAfter: Milliseconds? = nil, _ car: ScriptedCar = car
    ) -> ScriptedVerdicts {
        ScriptedVerdicts(car) { asked in
            asked.continuous = ContinuousDriving(most: most, rest: rest)
            if let restAfter { asked.continuous?.restAfter = restAfter }
        }
    }

    private static func driving(_ car: ScriptedCar = car, _ rule: (inout DrivingTime) -> Void) -> ScriptedVerdicts {
        ScriptedVerdicts(car) { asked in
            var time = DrivingTime()
            rule(&time)
            asked.driving = [time]
        }
    }

    @Test("without another driver: so much is allowed, a millisecond more is not")
    func continuous() {
        let race = Self.continuous(.minutes(20))
        let open = race.verdict("continuous1", at: .clock(10))
        #expect(open?.state == .open && open?.closes == 1_200_000 && open?.driver == 1)
        #expect(race.verdict("continuous1", at: .clock(21))?.state == .open)
        #expect(race.verdict("continuous1", at: .clock(21))?.closes == nil)
        #expect(race.verdict("continuous1", at: .clock(22))?.state == .served)
        #expect(race.verdict("continuous1")?.by == 0)
        #expect(race.verdict("continuous2")?.by == 120_000 && race.verdict("continuous2")?.driver == 2)
        let over = Self.continuous(.clock(19, 59, 999))
        #expect(over.verdict("continuous1", at: .clock(20))?.state == .over)
        #expect(over.verdict("continuous1")?.by == 1)
        #expect(over.charges(at: .clock(21)).map(\.kind) == [.drivingOver])
    }

    @Test("a stop without another driver goes on with his time, without the time in the pit lane")
    func throughAStop() {
        let same = ScriptedCar.seven(.at(.clock(20), for: .minutes(2), driverOut: nil))
        let race = Self.continuous(.minutes(30), same)
        let verdict = race.verdict("continuous1", at: .clock(25))
        #expect(verdict?.closes == 1_920_000 && race.verdict("continuous2") == nil)
        #expect(race.verdict("continuous1", at: .clock(32, 0, 1))?.state == .over)
        #expect(race.verdict("continuous1", at: .clock(32, 0, 1))?.by == nil)
    }

    @Test("the time under the red flag is not driven")
    func red() {
        let race = Self.continuous(.minutes(20))
            .shown(.init(.red, from: .clock(5)), .init(.green, from: .clock(8)))
        #expect(race.verdict("continuous1", at: .clock(4))?.closes == 1_200_000)
        #expect(race.verdict("continuous1", at: .clock(6))?.closes == nil)
        #expect(race.verdict("continuous1", at: .clock(9))?.closes == 1_380_000)
        #expect(race.verdict("continuous1")?.by == 180_000)
    }

    @Test("rest: an hour is an hour, from the entry at which he came in to the exit at which he goes out")
    func rest() {
        let race = Self.continuous(.minutes(30), rest: .minutes(21), restAfter: .minutes(20))
        #expect(race.verdict("rest1", at: .clock(21)) == nil)
        let open = race.verdict("rest1", at: .clock(30))
        #expect(open?.state == .open && open?.closes == 2_460_000 && open?.required == 1_260_000 && open?.driver == 1)
        #expect(race.verdict("rest1")?.state == .served && race.verdict("rest1")?.by == nil)
        #expect(race.verdict("rest2") == nil)
        let short = Self.continuous(.minutes(30), rest: .clock(21, 0, 1), restAfter: .minutes(20))
        #expect(short.verdict("rest1")?.state == .short && short.verdict("rest1")?.by == 1)
        #expect(short.charges().map(\.kind) == [.restShort])
        #expect(Self.continuous(.minutes(30), rest: .minutes(60), restAfter: .clock(20, 0, 1)).verdict("rest1") == nil)
    }

    @Test("at least so much: open, then served by what is more, at the end short by what is missing")
    func least() {
        let race = Self.driving { $0.least = .minutes(18) }
        #expect(race.verdict("driving1-1", at: .clock(10))?.state == .open)
        let served = race.verdict("driving1-1", at: .clock(18))
        #expect(served?.state == .served && served?.by == nil && served?.required == 1_080_000)
        #expect(race.verdict("driving1-1", at: .clock(21))?.by == 120_000)
        #expect(race.verdict("driving1-2", at: .clock(45))?.by == 0)
        #expect(race.state("driving1-3", at: .clock(45)) == .open)
        let short = race.verdict("driving1-3")
        #expect(short?.state == .short && short?.by == 1_080_000 && short?.driver == 3)
        #expect(race.charges().map(\.id.description) == ["driving1-3"])
        let more = Self.driving { $0.least = .clock(18, 0, 1) }
        #expect(more.verdict("driving1-2")?.state == .short && more.verdict("driving1-2")?.by == 1)
    }

    @Test("at most so much: over by what is more, at the end served by what is left")
    func most() {
        let race = Self.driving { $0.most = .minutes(30) }
        #expect(race.verdict("driving1-1", at: .clock(45))?.closes == 3_060_000)
        #expect(race.verdict("driving1-1", at: .clock(51))?.state == .open)
        #expect(race.verdict("driving1-1", at: .clock(51, 0, 1))?.state == .over)
        #expect(race.verdict("driving1-2")?.by == 720_000)
        #expect(race.verdict("driving1-3")?.by == 1_800_000 && race.state("driving1-3") == .served)
    }

    @Test("of one grade alone, or added up together, or more of one who is alone")
    func grades() {
        let bronze = Self.driving {
            ($0.grade, $0.least, $0.leastAlone) = ("Bronze", .minutes(8), .minutes(6))
        }
        #expect(bronze.verdict("driving1-3")?.required == 360_000 && bronze.verdict("driving1-1") == nil)
        // What a bulletin says of the least holds for him too.
        let told = bronze.with(.bulletin(.driving(rule: 1, least: .minutes(7), most: nil)), at: .clock(20))
        #expect(told.verdict("driving1-3", at: .clock(19, 59))?.required == 360_000)
        #expect(told.verdict("driving1-3")?.required == 420_000)
        let together = Self.driving {
            $0.least = .minutes(30)
            $0.together = true
        }
        #expect(together.state("driving1", at: .clock(31, 59, 999)) == .open)
        #expect(together.state("driving1", at: .clock(32)) == .served)
        #expect(together.verdict("driving1")?.driver == 0)
        #expect(
            Self.driving { ($0.grade, $0.least) = ("Gold", .minutes(8)) }.timekeeper().verdicts(of: CarIndex(0)) == [])
    }

    @Test("in each block of the race anew")
    func blocks() {
        let race = Self.driving { ($0.grade, $0.least, $0.block) = ("Silver", .minutes(5), .minutes(20)) }
        #expect(race.verdict("driving1-2-b2", at: .clock(19, 59)) == nil)
        #expect(race.state("driving1-2-b1", at: .clock(19, 59, 999)) == .open)
        #expect(race.verdict("driving1-2-b1", at: .clock(20))?.by == 300_000)
        #expect(race.state("driving1-2-b1", at: .clock(20)) == .short)
        #expect(race.verdict("driving1-2-b2")?.by == 780_000 && race.state("driving1-2-b2") == .served)
        #expect(race.state("driving1-2-b3", at: .clock(59)) == .open && race.state("driving1-2-b3") == .short)
        #expect(race.verdict("driving1-2-b4") == nil)
    }

    @Test("what is driven before a time does not count")
    func from() {
        let race = Self.driving { ($0.grade, $0.least, $0.from) = ("Silver", .minutes(10), .minutes(30)) }
        #expect(race.state("driving1-2", at: .clock(39, 59, 999)) == .open)
        #expect(race.state("driving1-2", at: .clock(40)) == .served)
    }

    @Test("a car that is out owes no more driving")
    func out() {
        var car = Self.car
        (car.vanishes, car.retires) = (.clock(30), .clock(31))
        let race = Self.driving(car) { $0.least = .minutes(18) }
        #expect(race.state("driving1-1") == .served && race.state("driving1-2") == .notApplicable)
        #expect(race.charges().isEmpty)
    }
}
