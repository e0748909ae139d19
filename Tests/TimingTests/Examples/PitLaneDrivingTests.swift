import Simulation
import Testing
import Timing

@Suite("Driving times with the pit lane, and by bulletin")
struct PitLaneDrivingTests {
    /// Driver 1 through a stop of two minutes at 20:00; driver 2 from 41:00 on.
    private static let car = ScriptedCar.seven(
        .at(.clock(20), for: .minutes(2), driverOut: nil), .at(.clock(40), for: .minutes(1), driverOut: 2))

    private static func race(_ car: ScriptedCar = car, withPitLane: Bool = true) -> ScriptedVerdicts {
        ScriptedVerdicts(car) { asked in
            asked.continuous = ContinuousDriving(most: .minutes(45))
            asked.continuous?.withPitLane = withPitLane
            var rule = DrivingTime()
            rule.most = .minutes(50)
            rule.withPitLane = withPitLane
            asked.driving = [rule]
        }
    }

    @Test("a driver who stays in the car drives in the pit lane too")
    func stays() {
        #expect(Self.race().verdict("continuous1")?.by == 300_000)
        #expect(Self.race().verdict("driving1-1")?.by == 600_000)
        #expect(Self.race(withPitLane: false).verdict("continuous1")?.by == 420_000)
        #expect(Self.race(withPitLane: false).verdict("driving1-1")?.by == 720_000)
    }

    @Test("while the visit lasts it is not known that he stays")
    func lasts() {
        let race = Self.race()
        #expect(race.verdict("continuous1", at: .clock(21))?.closes == nil)
        #expect(race.verdict("continuous1", at: .clock(22))?.closes == 2_700_000)
        #expect(race.verdict("driving1-1", at: .clock(22))?.closes == 3_000_000)
    }

    @Test("where another takes over nobody drives in the pit lane")
    func changes() {
        #expect(Self.race().verdict("driving1-2", at: .clock(41))?.closes == 5_460_000)
        let race = Self.race(.seven(.at(.clock(20), for: .minutes(2), driverOut: 2)))
        #expect(race.verdict("driving1-1")?.by == 1_800_000)
    }

    @Test("what was not seen is not driven, nor is the time under red")
    func unseen() {
        for kind in [Loop.Kind.pitEntry, .pitExit] {
            let visit = ScriptedVisit.at(.clock(20), for: .minutes(2), driverOut: nil, unseen: [kind])
            let (with, without) = (Self.race(.seven(visit)), Self.race(.seven(visit), withPitLane: false))
            #expect(with.verdict("driving1-1") == without.verdict("driving1-1"))
        }
        let red = Self.race().shown(.init(.red, from: .clock(21)), .init(.green, from: .clock(21, 30)))
        #expect(red.verdict("driving1-1")?.by == 630_000)
    }

    @Test("a bulletin changes least and most of a rule from its instant on, and leaves what it does not name")
    func bulletin() {
        let race = ScriptedVerdicts(Self.car) { asked in
            var rule = DrivingTime()
            (rule.least, rule.most) = (.minutes(30), .minutes(50))
            asked.driving = [DrivingTime(), rule]
            asked.driving[0].least = .minutes(10)
        }
        let change = Act.Kind.bulletin(.driving(rule: 2, least: .minutes(45), most: nil))
        let told = race.with(change, at: .clock(35), id: "bulletin")
        #expect(told.state("driving2-1", at: .clock(34, 59, 999)) == .served)
        #expect(told.state("driving2-1", at: .clock(35)) == .open)
        #expect(told.verdict("driving2-1", at: .clock(35))?.required == 2_700_000)
        #expect(told.verdict("driving2-1", at: .clock(35))?.closes == 3_120_000)
        #expect(told.verdict("driving1-1", at: .clock(35))?.required == 600_000)
        let less = race.with(.bulletin(.driving(rule: 2, least: nil, most: .minutes(36))), at: .clock(35))
        #expect(less.state("driving2-1") == .over && less.verdict("driving2-1")?.by == 120_000)
        #expect(told.with(.withdraw("bulletin"), at: .clock(50)).state("driving2-1") == .served)
        let unknown = race.with(.bulletin(.driving(rule: 3, least: .minutes(45), most: nil)), at: .clock(35))
        #expect(unknown.state("driving2-1") == .served)
    }

    @Test("a bulletin after the end still says what had to be driven")
    func bulletinAfterTheEnd() {
        let race = ScriptedVerdicts(Self.car) { asked in
            asked.driving = [DrivingTime()]
            asked.driving[0].least = .minutes(30)
        }.ended(at: .clock(30))
        #expect(race.state("driving1-1") == .short)
        let less = Act.Kind.bulletin(.driving(rule: 1, least: .minutes(28), most: nil))
        #expect(race.with(less, at: .clock(65)).state("driving1-1") == .served)
        #expect(race.with(less, at: .clock(65)).verdict("driving1-1")?.by == 0)
    }
}
