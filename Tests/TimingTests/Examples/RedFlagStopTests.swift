import Simulation
import Testing
import Timing

@Suite("Stops and the red flag")
struct RedFlagStopTests {
    /// A stop of 85 s from 25:00 to 35:00; what is too short costs 30 s without the stewards.
    private static func race(
        _ visits: ScriptedVisit..., red: (Milliseconds, Milliseconds), asked: (inout Obligations) -> Void = { _ in }
    ) -> ScriptedVerdicts {
        ScriptedVerdicts(ScriptedCar("7", lap: .seconds(100), visits: visits)) { obligations in
            obligations.stops = MandatoryStops(window: .init(opens: .minutes(25), closes: .minutes(35)))
            obligations.stops?.minimum.general = .seconds(85)
            for kind in [InfringementKind.shortStop, .missedStop] {
                obligations.penalties[kind] = [PenaltyBand(.time(.seconds(30), shortfall: true))]
                obligations.automatic.insert(kind)
            }
            asked(&obligations)
        }.shown(.init(.red, from: red.0), .init(.green, from: red.1))
    }

    private static func stop(_ race: ScriptedVerdicts) -> Stop? { race.timekeeper().stops(of: CarIndex(0)).first }

    @Test(
        "a visit begun under red is no stop: from the millisecond of the flag to the last before it is withdrawn",
        arguments: [
            (.clock(27), .clock(28), true), (.clock(27, 0, 1), .clock(28), false),
            (.clock(26), .clock(27, 0, 1), true), (.clock(26), .clock(27), false),
        ] as [(Milliseconds, Milliseconds, Bool)])
    func begunUnderRed(from: Milliseconds, to: Milliseconds, isUnderRed: Bool) {
        let race = Self.race(.at(.clock(27), for: .minutes(4)), red: (from, to))
        #expect(Self.stop(race)?.beganUnderRed == isUnderRed && Self.stop(race)?.counts == !isUnderRed)
        #expect(race.state("stop1") == (isUnderRed ? .missed : .served))
        #expect(race.charges().map(\.kind) == (isUnderRed ? [.missedStop] : []))
    }

    @Test("while a car waits under red its stop is still to be made")
    func waiting() {
        let race = Self.race(.at(.clock(27), for: .minutes(3)), red: (.clock(26), .clock(29)))
        #expect(race.state("stop1", at: .clock(28)) == .open && race.state("stop1", at: .clock(29, 59)) == .open)
        #expect(race.verdict("stop1")?.visit == nil)
    }

    @Test("where the rulebook says so a visit under red is a stop like any other, and none is interrupted")
    func underRed() {
        let begun = Self.race(.at(.clock(27), for: .seconds(90)), red: (.clock(26), .clock(28))) {
            $0.stops?.underRed = true
        }
        #expect(Self.stop(begun)?.beganUnderRed == true && Self.stop(begun)?.counts == true)
        #expect(begun.state("stop1") == .served && begun.verdict("stop1")?.by == 5_000)
        let during = Self.race(.at(.clock(27), for: .seconds(84)), red: (.clock(27, 30), .clock(28))) {
            $0.stops?.underRed = true
        }
        let told = during.told("stop1")
        #expect(told?.state == .short && told?.by == .seconds(1) && told?.isInterrupted == false)
    }

    @Test("a stop that the red flag interrupted is for the stewards, unless it was long enough outside it")
    func interrupted() {
        let enough = Self.race(.at(.clock(30), for: .seconds(90)), red: (.clock(30, 30), .clock(30, 35)))
        let served = enough.told("stop1")
        #expect(served?.state == .served && served?.by == .zero && served?.isInterrupted == false)
        #expect(enough.charges().isEmpty)
        let less = Self.race(.at(.clock(30), for: .seconds(90)), red: (.clock(30, 30), .clock(30, 35, 1)))
        let unproved = less.told("stop1")
        #expect(unproved?.state == .unproved && unproved?.isInterrupted == true && unproved?.by == nil)
        #expect(unproved?.visit == 1 && unproved?.required == .seconds(85))
        let charges = less.charges()
        #expect(charges.map(\.kind) == [.shortStop] && charges.map(\.state) == [.reported])
        #expect(charges.map(\.proposed) == [nil])
        #expect(less.timekeeper().standing(of: CarIndex(0)).penalty == .zero)
    }

    @Test("a stop too short without the red flag in it is short: the flag at its exit is not in it")
    func shortBesideRed() {
        for red in [(.clock(31, 20), .clock(32)), (.clock(29), .clock(30))] as [(Milliseconds, Milliseconds)] {
            let told = Self.race(.at(.clock(30), for: .seconds(80)), red: red).told("stop1")
            #expect(told?.state == .short && told?.by == .seconds(5) && told?.isInterrupted == false)
        }
        let inside = Self.race(.at(.clock(30), for: .seconds(80)), red: (.clock(31, 19, 999), .clock(32)))
        #expect(inside.told("stop1")?.isInterrupted == true)
    }

    @Test("a better stop goes before the interrupted one, and of two the one with less missing is judged")
    func better() {
        let again = Self.race(
            .at(.clock(26), for: .seconds(90)), .at(.clock(32), for: .seconds(85)),
            red: (.clock(27), .clock(27, 20)))
        #expect(again.state("stop1", at: .clock(30)) == .unproved)
        #expect(again.state("stop1") == .served && again.verdict("stop1")?.visit == 2)
        let short = Self.race(
            .at(.clock(26), for: .seconds(90)), .at(.clock(32), for: .seconds(80)),
            red: (.clock(27), .clock(27, 20)))
        let told = short.told("stop1")
        #expect(told?.state == .short && told?.by == .seconds(5) && told?.isInterrupted == false)
    }

    @Test("where nothing is required an interrupted stop is a stop")
    func nothingRequired() {
        let race = Self.race(.at(.clock(30), for: .seconds(20)), red: (.clock(30, 1), .clock(30, 19))) {
            $0.stops?.minimum.general = nil
        }
        #expect(race.state("stop1") == .served && race.verdict("stop1")?.by == nil)
    }

    @Test("the stewards close it as they do any other")
    func closed() {
        let close = Act.Kind.ruling(CarNumber("7"), ObligationID(.stop, 1), .noAction, reason: "red flag")
        let race = Self.race(.at(.clock(30), for: .seconds(90)), red: (.clock(30, 30), .clock(31)))
        #expect(race.with(close, at: .clock(40)).charges().map(\.state) == [.closed])
    }

    @Test("the change of drivers follows its stop: shown it is made, not shown it is for the stewards")
    func driverChange() {
        func race(_ driver: UInt8?) -> ScriptedVerdicts {
            Self.race(.at(.clock(30), for: .seconds(90), driverOut: driver), red: (.clock(30, 30), .clock(31))) {
                $0.stops?.driverChange = true
                $0.penalties[.driverChangeUnproved] = [PenaltyBand(.disqualified)]
                $0.automatic.insert(.driverChangeUnproved)
            }
        }
        #expect(race(2).state("driverChange1") == .served)
        #expect(race(2).told("driverChange1")?.isInterrupted == true && race(2).charges().map(\.kind) == [.shortStop])
        let same = race(nil)
        #expect(same.told("driverChange1")?.state == .unproved && same.told("driverChange1")?.isInterrupted == true)
        #expect(same.charges().map(\.kind) == [.shortStop, .driverChangeUnproved])
        #expect(same.charges().map(\.proposed) == [nil, nil] && same.charges().map(\.state) == [.reported, .reported])
    }

    @Test("a visit under red ends a stint, one behind the safety car through the pit lane does not")
    func stint() {
        let visit = ScriptedVisit.at(.clock(27), for: .minutes(3))
        let red = Self.race(visit, red: (.clock(26), .clock(29))) { $0.stint = StintLimit(longest: .minutes(27)) }
        #expect(red.state("stint1") == .served && red.verdict("stint1")?.by == 0)
        #expect(red.verdict("stint2", at: .clock(40))?.closes == 3_420_000)
        let through = red.shown(
            .init(.safetyCar, from: .clock(26), throughPitLane: true), .init(.green, from: .clock(29)))
        #expect(through.state("stint1") == .late && through.verdict("stint2") == nil)
    }

    @Test("stop times and the technical stop are of what lies outside the red flag")
    func others() {
        func race(_ until: Milliseconds) -> ScriptedVerdicts {
            Self.race(.at(.clock(30), for: .seconds(90)), red: (.clock(30, 30), until)) { asked in
                asked.stopTimes = StopTimes(to: TimeByClass(.seconds(80)))
                asked.technicalStop = TechnicalStop(minimum: .seconds(80), to: .minutes(50))
            }
        }
        let enough = race(.clock(30, 40))
        #expect(enough.verdict("stopTime1")?.by == 0 && enough.state("stopTime1") == .served)
        #expect(enough.verdict("technicalStop")?.by == 0 && enough.state("technicalStop") == .served)
        let less = race(.clock(30, 40, 1))
        let told = less.told("stopTime1")
        #expect(told?.state == .unproved && told?.isInterrupted == true && told?.by == nil)
        #expect(less.state("technicalStop") == .missed)
    }

    @Test("in the prohibited range an interrupted stop is for the stewards, and takes no joker")
    func prohibitedRange() {
        func race(_ until: Milliseconds) -> ScriptedVerdicts {
            Self.race(.at(.clock(30), for: .seconds(90)), red: (.clock(30, 30), until)) { asked in
                asked.stops = nil
                asked.stopTimes = StopTimes(to: TimeByClass(.seconds(90)))
                asked.stopTimes?.from = .seconds(80)
                asked.stopTimes?.jokers = 1
                asked.penalties[.prohibitedStopTime] = [PenaltyBand(.time(.seconds(30), shortfall: false))]
                asked.automatic.insert(.prohibitedStopTime)
            }
        }
        let within = race(.clock(30, 40))
        let told = within.told("stopTime1")
        #expect(told?.state == .unproved && told?.isInterrupted == true && told?.isJoker == false)
        #expect(within.charges().map(\.kind) == [.prohibitedStopTime])
        #expect(within.charges().map(\.proposed) == [nil] && within.charges().map(\.state) == [.reported])
        let below = race(.clock(30, 40, 1))
        #expect(below.verdict("stopTime1")?.by == 1 && below.state("stopTime1") == .served)
        #expect(below.charges().isEmpty)
    }

    @Test("an interrupted visit is no technical stop: another one is awaited")
    func technicalStop() {
        let race = Self.race(
            .at(.clock(30), for: .seconds(90)), .at(.clock(40), for: .seconds(81)), red: (.clock(30, 30), .clock(31))
        ) { $0.technicalStop = TechnicalStop(minimum: .seconds(80), to: .minutes(50)) }
        #expect(race.state("technicalStop", at: .clock(35)) == .open)
        #expect(race.verdict("technicalStop")?.visit == 2 && race.verdict("technicalStop")?.by == 1_000)
    }

    @Test("an end that was not seen is not interrupted, whatever was shown meanwhile")
    func unseen() {
        let race = Self.race(
            .at(.clock(30), for: .seconds(90), unseen: [.pitExit]), red: (.clock(30, 30), .clock(31)))
        #expect(race.told("stop1")?.state == .unproved && race.told("stop1")?.isInterrupted == false)
    }

    @Test(
        "the exit is told later by what of the red flag is over; while it is shown the exit does not move",
        arguments: [
            (.clock(30, 29), 0), (.clock(30, 30), 0), (.clock(30, 49, 999), 0), (.clock(30, 50), 20_000),
            (.clock(31, 30), 20_000),
        ] as [(Milliseconds, Int64)])
    func exit(at clock: Milliseconds, later: Int64) {
        func race(isUnderRed: Bool) -> ScriptedVerdicts {
            Self.race(.at(.clock(30), for: .minutes(3)), red: (.clock(30, 30), .clock(30, 50))) { asked in
                asked.stops?.underRed = isUnderRed
                asked.technicalStop = TechnicalStop(minimum: .seconds(80), to: .minutes(50))
                asked.stopTimes = StopTimes(to: TimeByClass(.seconds(70)))
                asked.stopTimes?.from = .seconds(50)
            }
        }
        for (race, later) in [(race(isUnderRed: false), later), (race(isUnderRed: true), 0)] {
            #expect(race.verdict("stop1", at: clock)?.exitFrom == 1_885_000 + later)
            #expect(race.verdict("technicalStop", at: clock)?.exitFrom == 1_880_000 + later)
            #expect(race.verdict("stopTime1", at: clock)?.exitFrom == 1_870_000 + later)
            #expect(race.verdict("stopTime1", at: clock)?.closes == 1_850_000 + later)
        }
    }
}
