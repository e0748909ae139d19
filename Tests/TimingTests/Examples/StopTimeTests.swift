import Simulation
import Testing
import Timing

@Suite("How long stops may last")
struct StopTimeTests {
    @Test(
        "from 93.000 on and below 133.000 a stop is prohibited",
        arguments: [
            (92_999, .served, 1), (93_000, .short, 40_000), (132_999, .short, 1), (133_000, .served, 0),
        ] as [(Int64, Verdict.State, Int64)])
    func range(duration: Int64, state: Verdict.State, by: Int64) {
        let race = ScriptedVerdicts(.seven(.at(.clock(30), for: .ms(duration)))) { asked in
            asked.stopTimes = StopTimes(to: TimeByClass(.seconds(133)))
            asked.stopTimes?.from = .seconds(93)
        }
        let verdict = race.verdict("stopTime1")
        #expect(verdict?.state == state && verdict?.by == by && verdict?.required == 133_000 && verdict?.visit == 1)
        #expect(race.charges().map(\.kind) == (state == .short ? [.prohibitedStopTime] : []))
        let inPit = race.verdict("stopTime1", at: .clock(31))
        #expect(inPit?.state == .inPit && inPit?.exitFrom == 1_933_000 && inPit?.closes == 1_893_000)
    }

    @Test("jokers: so many in all, one in each block, those not taken lapse")
    func jokers() {
        let stop = { (minute: Int64) in ScriptedVisit.at(.clock(minute), for: .seconds(60)) }
        let race = ScriptedVerdicts(.seven(stop(5), stop(15), stop(25), stop(45))) { asked in
            asked.stopTimes = StopTimes(to: TimeByClass(.seconds(90)))
            asked.stopTimes?.jokers = 2
            asked.stopTimes?.block = .minutes(20)
        }
        let verdicts = (1...4).map { race.verdict("stopTime\($0)") }
        #expect(verdicts.map { $0?.isJoker } == [true, false, true, false])
        #expect(verdicts.map { $0?.state } == [.served, .short, .served, .short])
        #expect(verdicts.map { $0?.by } == [0, 30_000, 0, 30_000])
    }

    @Test("a stop of which an end was not seen proves nothing")
    func unseen() {
        let race = ScriptedVerdicts(.seven(.at(.clock(30), for: .seconds(100), unseen: [.pitExit]))) { asked in
            asked.stopTimes = StopTimes(to: TimeByClass(.seconds(133)))
        }
        #expect(race.state("stopTime1") == .unproved && race.charges().isEmpty)
    }

    @Test("a bulletin prohibits a range for stops begun after it")
    func bulletin() {
        let stop = { (minute: Int64) in ScriptedVisit.at(.clock(minute), for: .seconds(60)) }
        let race = ScriptedVerdicts(.seven(stop(10), stop(30))) { _ in }
            .with(.bulletin(.prohibited(from: .seconds(50), to: .seconds(70))), at: .clock(20))
        #expect(race.verdict("stopTime1") == nil)
        let verdict = race.verdict("stopTime2")
        #expect(verdict?.state == .short && verdict?.by == 10_000)
    }

    private static func day(_ visit: ScriptedVisit, flags: [ScriptedRace.Shown] = []) -> ScriptedVerdicts {
        ScriptedVerdicts(ScriptedCar("7", lap: .minutes(30), visits: [visit]), minutes: 1440) { asked in
            asked.technicalStop = TechnicalStop(minimum: .minutes(5), to: .minutes(22 * 60))
            asked.technicalStop?.greenOnly = true
        }.changed { $0.script.flags = flags }
    }

    @Test("the technical stop at Spa counts by its entry: in at 21:59:59.000, out at 22:05:00.000")
    func technical() {
        let verdict = Self.day(ScriptedVisit(.clock(1319, 59), .clock(1325))).verdict("technicalStop")
        #expect(verdict?.state == .served && verdict?.by == 1_000 && verdict?.required == 300_000)
        #expect(verdict?.opens == 0 && verdict?.closes == 79_200_000 && verdict?.visit == 1)
        #expect(Self.day(ScriptedVisit(.clock(1320), .clock(1326))).state("technicalStop") == .missed)
        #expect(Self.day(.at(.clock(600), for: .ms(299_999))).state("technicalStop") == .missed)
        let inPit = Self.day(.at(.clock(600), for: .minutes(5))).verdict("technicalStop", at: .clock(601))
        #expect(inPit?.state == .inPit && inPit?.exitFrom == 36_300_000)
    }

    @Test("it counts only when green is shown as the car comes in")
    func technicalGreen() {
        let visit = ScriptedVisit.at(.clock(600), for: .minutes(6))
        let safetyCar = Self.day(
            visit, flags: [.init(.safetyCar, from: .clock(599)), .init(.green, from: .clock(601))])
        #expect(safetyCar.state("technicalStop", at: .clock(610)) == .open)
        let green = Self.day(visit, flags: [.init(.safetyCar, from: .clock(601))])
        #expect(green.state("technicalStop", at: .clock(610)) == .served)
    }
}
