import Simulation
import Testing
import Timing

@Suite("A race clock that stands under the red flag")
struct StoppedClockTests {
    /// Red from 20:00 to 26:00, the race clock stands: a window from 25:00 to 35:00 is one from 31:00 to 41:00.
    private static func race(
        _ visits: ScriptedVisit..., stands: Bool = true, asked: (inout Obligations) -> Void = { _ in }
    ) -> ScriptedVerdicts {
        ScriptedVerdicts(ScriptedCar("7", lap: .seconds(100), visits: visits)) { obligations in
            obligations.stops = MandatoryStops(window: .init(opens: .minutes(25), closes: .minutes(35)))
            asked(&obligations)
        }.ruled { $0.redFlag.stopsClock = stands }
            .shown(.init(.red, from: .clock(20)), .init(.green, from: .clock(26)))
    }

    @Test("the window comes so much later as the red flag was shown")
    func window() {
        let race = Self.race()
        #expect(race.state("stop1", at: .clock(30, 59, 999)) == .notOpen)
        let open = race.verdict("stop1", at: .clock(31))
        #expect(open?.state == .open && open?.opens == 1_860_000 && open?.closes == 2_460_000)
        #expect(race.state("stop1", at: .clock(40, 59, 999)) == .lastChance)
        #expect(race.state("stop1", at: .clock(41)) == .missed)
        #expect(Self.race(stands: false).verdict("stop1", at: .clock(35))?.state == .missed)
    }

    @Test(
        "stops are judged by the later window",
        arguments: [
            (.clock(30, 59, 999), .early, 1), (.clock(31), .served, nil), (.clock(40, 59, 999), .served, nil),
            (.clock(41), .late, 0),
        ] as [(Milliseconds, Verdict.State, Int64?)])
    func stops(entry: Milliseconds, state: Verdict.State, by: Int64?) {
        let verdict = Self.race(.at(entry, for: .seconds(90))).verdict("stop1")
        #expect(verdict?.state == state && verdict?.by == by)
    }

    @Test("while the red flag is shown nothing changes by time alone, and nothing is told")
    func underRed() {
        let race = Self.race().changed {
            $0.script.flags = [.init(.red, from: .clock(20))]
            $0.script.cars[0].vanishes = .clock(20)
        }
        var timekeeper = race.timekeeper(at: .clock(20))
        let before = timekeeper.verdicts(of: CarIndex(0))
        #expect(before.map(\.state) == [.notOpen])
        #expect(before.first?.opens == race.script.instant(.minutes(25)))
        for minute in 21...60 as ClosedRange<Int64> {
            let effect = timekeeper.reach(race.script.instant(.minutes(minute)))
            #expect(effect.verdicts.isEmpty)
        }
        #expect(timekeeper.verdicts(of: CarIndex(0)) == before)
    }

    @Test("a flag on the millisecond at which the window opens leaves it open, one before it does not")
    func atTheEdge() {
        func race(_ red: Milliseconds) -> ScriptedVerdicts {
            Self.race().shown(.init(.red, from: red), .init(.green, from: red + .minutes(6)))
        }
        #expect(race(.clock(25)).state("stop1", at: .clock(26)) == .open)
        #expect(race(.clock(25)).verdict("stop1", at: .clock(40))?.opens == 1_500_000)
        #expect(race(.clock(25)).verdict("stop1", at: .clock(40))?.closes == 2_460_000)
        #expect(race(.clock(24, 59, 999)).state("stop1", at: .clock(30, 59, 999)) == .notOpen)
        #expect(race(.clock(24, 59, 999)).state("stop1", at: .clock(31)) == .open)
    }

    @Test("two red flags are added up")
    func twice() {
        let race = Self.race().shown(
            .init(.red, from: .clock(10)), .init(.green, from: .clock(12)), .init(.red, from: .clock(26)),
            .init(.safetyCar, from: .clock(29)))
        let verdict = race.verdict("stop1", at: .clock(30))
        #expect(verdict?.opens == 1_800_000 && verdict?.closes == 2_400_000 && verdict?.state == .open)
        #expect(race.verdict("stop1", at: .clock(28))?.opens == 1_620_000)
        #expect(race.state("stop1", at: .clock(28)) == .notOpen)
    }

    @Test("so do the technical stop and the blocks, of driving times and of jokers")
    func others() {
        let race = Self.race(.at(.clock(44), for: .seconds(60)), .at(.clock(47), for: .seconds(60))) { asked in
            asked.technicalStop = TechnicalStop(minimum: .seconds(60), to: .minutes(40))
            asked.technicalStop?.from = .minutes(38)
            asked.stopTimes = StopTimes(to: TimeByClass(.seconds(90)))
            asked.stopTimes?.jokers = 2
            asked.stopTimes?.block = .minutes(40)
            asked.driving = [DrivingTime()]
            (asked.driving[0].least, asked.driving[0].block) = (.minutes(15), .minutes(15))
        }
        let technical = race.verdict("technicalStop")
        #expect(technical?.state == .served && technical?.visit == 1)
        #expect(technical?.opens == 2_640_000 && technical?.closes == 2_760_000)
        // 44:00 and 47:00 are 38:00 and 41:00 of the race clock.
        #expect([1, 2].map { race.verdict("stopTime\($0)")?.isJoker } == [true, true])
        // The second block lasts from 15:00 to 36:00, six minutes of it under red.
        #expect(race.state("driving1-1-b2", at: .clock(35, 59, 999)) == .open)
        #expect(race.verdict("driving1-1-b2", at: .clock(36))?.by == 0)
        #expect(race.verdict("driving1-1-b3", at: .clock(35, 59, 999)) == nil)
        #expect(race.state("driving1-1-b3", at: .clock(36)) == .open)
    }

    @Test("ended while the clock stands short of the window nobody owes a stop; short of its close it is missed")
    func ended() {
        func race(_ red: Milliseconds) -> ScriptedVerdicts {
            Self.race().shown(.init(.red, from: red)).ended(at: .clock(50))
        }
        #expect(race(.clock(24)).state("stop1") == .notApplicable)
        let told = race(.clock(34, 59, 999)).told("stop1")
        #expect(told?.state == .missed && told?.isCurtailed == true)
    }
}
