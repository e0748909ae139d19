import Simulation
import Testing
import Timing

@Suite("Who has to drive")
struct WhoDrivesTests {
    private static func starter(_ car: ScriptedCar = .seven()) -> ScriptedVerdicts {
        ScriptedVerdicts(car) { $0.starters = [CarNumber("7"): 2] }
    }

    @Test("the starter is who is identified first")
    func starts() {
        var car = ScriptedCar.seven()
        #expect(Self.starter(car).verdict("starter", at: .zero)?.state == .open)
        #expect(Self.starter(car).verdict("starter", at: .zero)?.driver == 2)
        let wrong = Self.starter(car)
        #expect(
            wrong.state("starter", at: .clock(1)) == .missed && wrong.verdict("starter", at: .clock(1))?.driver == 1)
        #expect(wrong.charges(at: .clock(1)).map(\.kind) == [.wrongStarter])
        car.driver = 2
        #expect(Self.starter(car).state("starter", at: .clock(1)) == .served)
    }

    @Test("who is told to be on board on the grid starts")
    func onTheGrid() {
        var car = ScriptedCar.seven()
        car.namesDriver = false
        let race = Self.starter(car).with(.driver(CarNumber("7"), driver: 2), at: .clock(-1))
        #expect(race.state("starter", at: .zero) == .served)
    }

    @Test("named after the first visit began it proves nothing")
    func unproved() {
        var car = ScriptedCar.seven(.at(.clock(20), for: .seconds(60)))
        car.namesDriver = false
        let race = Self.starter(car).with(.driver(CarNumber("7"), driver: 2), at: .clock(30))
        #expect(race.state("starter", at: .clock(19)) == .open)
        #expect(race.state("starter", at: .clock(20)) == .unproved && race.state("starter") == .unproved)
        let before = Self.starter(car).with(.driver(CarNumber("7"), driver: 2), at: .clock(19))
        #expect(before.state("starter") == .served)
    }

    @Test("a car that the event names no starter for is not judged; one that is out without a name neither")
    func notJudged() {
        #expect(ScriptedVerdicts(.seven()) { $0.starters = [CarNumber("8"): 1] }.verdict("starter") == nil)
        var car = ScriptedCar.seven()
        (car.namesDriver, car.retires, car.vanishes) = (false, .clock(10), .clock(10))
        #expect(Self.starter(car).state("starter", at: .clock(11)) == .notApplicable)
    }

    private static func qualifier(_ car: ScriptedCar) -> ScriptedVerdicts {
        ScriptedVerdicts(car, minutes: 15, kind: .qualifying) { asked in
            asked.qualifier = .highestGrade
            asked.stops = MandatoryStops()
        }.changed { $0.script.ends = .clock(20) }
    }

    @Test("in qualifying the highest grade of the crew drives, and nothing else is asked")
    func qualifies() {
        var car = ScriptedCar.seven(.at(.clock(10), for: .seconds(60), driverOut: 3))
        let race = Self.qualifier(car)
        #expect(race.timekeeper(at: .clock(1)).verdicts(of: CarIndex(0)).map(\.obligation.description) == ["qualifier"])
        #expect(race.state("qualifier", at: .zero) == .open)
        #expect(
            race.state("qualifier", at: .clock(1)) == .served && race.verdict("qualifier", at: .clock(1))?.driver == 1)
        #expect(race.state("qualifier") == .missed && race.verdict("qualifier")?.driver == 3)
        #expect(race.charges().map(\.kind) == [.wrongQualifier])
        car.namesDriver = false
        #expect(Self.qualifier(car).state("qualifier", at: .clock(14)) == .open)
        #expect(Self.qualifier(car).state("qualifier") == .unproved)
    }
}
