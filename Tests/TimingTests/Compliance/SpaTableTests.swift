import Simulation
import Testing
import Timing

@Suite("24 Hours of Spa")
struct SpaTableTests {
    private static let day = Milliseconds.minutes(1440)

    /// Stints and stops of these lengths from the start to the end.
    private static func car(
        _ number: String, out: Milliseconds = .minutes(65), in standing: Milliseconds = .seconds(133), turns: Int = 3,
        drivers: Int = 3, technical: Int? = 5
    ) -> SeriesRace.Car {
        var visits: [ScriptedVisit] = []
        var entry = out
        while entry < day {
            let long = visits.count == technical ? .minutes(5) : standing
            visits.append(.at(entry, for: long, driverOut: UInt8((visits.count + 1) / turns % drivers) + 1))
            entry = entry + long + out
        }
        return .init(number, lap: .minutes(10), visits)
    }

    private static func race(
        _ cars: SeriesRace.Car..., flags: [ScriptedRace.Shown] = []
    ) throws -> SeriesRace {
        try SeriesRace("total-24-hours-of-spa-2018", cars, flags: flags)
    }

    @Test("65 minutes a stint, three in a row, 133 s a stop, five minutes once: all complied with to the millisecond")
    func complies() throws {
        let race = try Self.race(Self.car("7"))
        #expect(race.charges("7").isEmpty)
        #expect(race.told("7", "stint1") == "served 0" && race.told("7", "stint20") == "served 0")
        #expect(race.told("7", "continuous1") == "served 0" && race.told("7", "rest1") == "served")
        #expect(race.told("7", "stopTime1") == "served 0" && race.told("7", "technicalStop") == "served 0")
    }

    @Test("a millisecond more in the stint is more in the driver's turn too")
    func over() throws {
        let race = try Self.race(Self.car("7", out: .clock(65, 0, 1)))
        #expect(race.told("7", "stint1") == "late 1" && race.told("7", "continuous1") == "over 3")
        #expect(race.charges("7")["stint1 stintOverrun"] == "driveThrough")
    }

    @Test("one who drives out again before his hour is over has rested too little")
    func rest() throws {
        let race = try Self.race(Self.car("7", out: .minutes(49), turns: 4, drivers: 2))
        #expect(race.told("7", "continuous1") == "over 60000")
        // Another drove for 4 stints: 3 h and more.
        #expect(race.told("7", "rest1") == "served")
        var visits = Self.car("8").car.visits
        (visits[3].driverOut, visits[4].driverOut) = (1, 1)
        let short = try Self.race(.init("8", lap: .minutes(10), visits))
        // In at 3:19:26.000, out again after another's 65 minutes and two stops.
        #expect(short.told("8", "rest1") == "served")
        visits[3] = ScriptedVisit(
            visits[2].exit + .clock(55, 33, 999), visits[2].exit + .clock(57, 46, 999), driverOut: 1)
        let shorter = try Self.race(.init("8", lap: .minutes(10), Array(visits.prefix(4))))
        #expect(shorter.told("8", "rest1") == "short 1")
    }

    @Test("the prohibited range and its jokers, one in six hours")
    func jokers() throws {
        let times: [(Milliseconds, Int64)] = [
            (.clock(60), 92_999), (.clock(120), 93_000), (.clock(180), 132_999), (.clock(240), 133_000),
            (.clock(359, 59, 999), 100_000), (.clock(420), 100_000), (.clock(780), 100_000), (.clock(1100), 100_000),
            (.clock(1200), 100_000),
        ]
        let race = try Self.race(.init("7", lap: .minutes(10), times.map { .at($0, for: .ms($1)) }))
        #expect(
            (1...9).map { race.told("7", "stopTime\($0)") } == [
                "served 1", "served 0 joker", "short 1", "served 0", "short 33000", "served 0 joker", "served 0 joker",
                "served 0 joker", "short 33000",
            ])
        #expect(race.charges("7")["stopTime3 prohibitedStopTime"] == "driveThrough")
    }

    @Test("the technical stop: five minutes, in the first 22 hours, under green")
    func technical() throws {
        func told(_ entry: Milliseconds, _ length: Milliseconds, flags: [ScriptedRace.Shown] = []) throws -> String {
            try Self.race(.init("7", lap: .minutes(10), [.at(entry, for: length)]), flags: flags).told(
                "7", "technicalStop")
        }
        #expect(try told(.clock(1319, 59), .clock(5, 1)) == "served 1000")
        #expect(try told(.clock(1319, 59, 999), .minutes(5)) == "served 0")
        #expect(try told(.clock(1320), .minutes(5)) == "missed")
        #expect(try told(.clock(600), .ms(299_999)) == "missed")
        #expect(try told(.clock(600), .minutes(5), flags: [.init(.fullCourseYellow, from: .clock(599))]) == "missed")
    }

    @Test("14 hours a driver; two Bronze of Pro-Am share eight hours, one alone drives six; Silver in Am two of six")
    func driving() throws {
        let two = ScriptedVisit.at(.minutes(480), for: .minutes(5), driverOut: 3)
        let long = ScriptedVisit.at(.clock(840, 0, 1), for: .minutes(5), driverOut: 2)
        func car(_ number: String, _ visit: ScriptedVisit) -> SeriesRace.Car {
            .init(number, lap: .minutes(10), [visit])
        }
        let race = try Self.race(
            car("long", long), car("most", .at(.minutes(840), for: .minutes(5))),
            car("proam", two).of("GT3", "Pro-Am", "Bronze", "Bronze", "Platinum"),
            car("less", .at(.ms(28_799_999), for: .minutes(5), driverOut: 3))
                .of("GT3", "Pro-Am", "Bronze", "Bronze", "Platinum"),
            car("alone", .at(.minutes(360), for: .minutes(5))).of("GT3", "Pro-Am", "Bronze", "Gold", "Platinum"),
            car("silver", .at(.clock(120, 0, 1), for: .minutes(5))).of("GT3", "Am", "Silver", "Bronze", "Bronze"))
        #expect(race.told("long", "driving1-1") == "over 1" && race.told("most", "driving1-1") == "served 0")
        #expect(race.told("proam", "driving2") == "served 0" && race.told("less", "driving2") == "short 1")
        #expect(race.charges("less").keys.contains("driving2 drivingUnder"))
        #expect(
            race.told("alone", "driving2") == "served 0" && race.verdicts("alone")["driving2"]?.required == 21_600_000)
        #expect(race.told("silver", "driving3-1") == "served 14399999")
        #expect(
            race.told("silver", "driving4-1-b1") == "over 1" && race.told("silver", "driving4-1-b2") == "served 7200000"
        )
        #expect(race.verdicts("silver")["driving4-1-b5"] == nil && race.verdicts("silver")["driving4-1-b4"] != nil)
        #expect(race.verdicts("long")["driving2"] == nil)
    }
}
