import Simulation
import Testing
import Timing

@Suite("The change of drivers")
struct DriverChangeTests {
    private static func race(
        _ visit: ScriptedVisit = .at(.clock(30), for: .seconds(90)), namesDriver: Bool = true
    ) -> ScriptedVerdicts {
        var car = ScriptedCar.seven(visit)
        car.namesDriver = namesDriver
        return ScriptedVerdicts(car) { asked in
            asked.stops = MandatoryStops(
                window: .init(opens: .minutes(25), closes: .minutes(35)), driverChange: true)
            asked.stops?.minimum.general = .seconds(85)
        }
    }

    private static let named = Act.Kind.driver(CarNumber("7"), driver: 2)

    @Test("another driver drives out: served")
    func changed() {
        let verdict = Self.race().verdict("driverChange1")
        #expect(verdict?.state == .served && verdict?.driver == 2 && verdict?.visit == 1 && verdict?.by == nil)
        #expect(verdict?.opens == 1_500_000 && verdict?.closes == 2_100_000 && verdict?.required == nil)
        #expect(Self.race().state("driverChange1", at: .clock(31)) == .inPit)
    }

    @Test("the same driver, or nobody identified: unproved, and for the stewards at once")
    func unproved() {
        for race in [
            Self.race(.at(.clock(30), for: .seconds(90), driverOut: nil)), Self.race(namesDriver: false),
        ] {
            #expect(race.state("driverChange1", at: .clock(31, 30)) == .unproved)
            #expect(race.charges(at: .clock(31, 30)).map(\.kind) == [.driverChangeUnproved])
        }
    }

    @Test("a driver named by command after the exit proves the change")
    func namedAfter() {
        let race = Self.race(namesDriver: false).with(.driver(CarNumber("7"), driver: 1), at: .clock(1))
            .with(Self.named, at: .clock(40))
        #expect(race.state("driverChange1", at: .clock(39)) == .unproved)
        #expect(race.state("driverChange1", at: .clock(40)) == .served)
        #expect(race.charges().isEmpty)
    }

    @Test("the stewards have seen another driver drive out")
    func ruling() {
        let seen = Act.Kind.ruling(
            CarNumber("7"), ObligationID(.driverChange, 1), .driverChanged, reason: "seen by the pit lane judge")
        let race = Self.race(.at(.clock(30), for: .seconds(90), driverOut: nil)).with(seen, at: .clock(50))
        #expect(race.state("driverChange1", at: .clock(49)) == .unproved)
        #expect(race.state("driverChange1") == .served)
        #expect(race.charges().isEmpty)
    }

    @Test("without a stop it is as the stop, and no infringement beside it")
    func withoutStop() {
        let race = Self.race(.at(.clock(10), for: .seconds(30)))
        for clock in [10, 26, 34, 36] as [Int64] {
            #expect(race.state("driverChange1", at: .clock(clock)) == race.state("stop1", at: .clock(clock)))
        }
        #expect(race.state("driverChange1") == .missed)
        #expect(race.charges().map(\.kind) == [.missedStop])
    }

    @Test("at an early and at a late stop the change is judged too")
    func outsideTheWindow() {
        for entry in [Milliseconds.clock(20), .clock(36)] {
            let race = Self.race(.at(entry, for: .seconds(90)))
            #expect(race.state("stop1") == (entry < .clock(25) ? .early : .late))
            #expect(race.state("driverChange1") == .served)
            let same = Self.race(.at(entry, for: .seconds(90), driverOut: 1))
            #expect(same.state("driverChange1") == .unproved)
        }
    }
}
