import Simulation
import Testing
import Timing

@Suite("The mandatory stop")
struct MandatoryStopTests {
    private static func race(
        _ visits: ScriptedVisit..., number: Int = 1, window: Bool = true, by: MandatoryStops.Window.Reference = .entry,
        minimum: Milliseconds? = nil, addition: Milliseconds? = nil
    ) -> ScriptedVerdicts {
        ScriptedVerdicts(ScriptedCar("7", lap: .seconds(100), visits: visits)) { asked in
            asked.stops = MandatoryStops(
                number: number, window: window ? .init(opens: .minutes(25), closes: .minutes(35), by: by) : nil)
            asked.stops?.minimum.general = minimum
            if let addition { asked.stops?.additions = [CarNumber("7"): addition] }
            asked.penalties = [.shortStop: [PenaltyBand(.stopAndGo(.zero, shortfall: true))]]
        }
    }

    @Test(
        "a stop counts that begins from 25:00.000 on and before 35:00.000, whenever it ends",
        arguments: [
            (.clock(24, 59, 999), .clock(26, 30), .early, 1), (.clock(25), .clock(26, 30), .served, nil),
            (.clock(34, 59, 999), .clock(36, 20), .served, nil), (.clock(35), .clock(36, 20), .late, 0),
        ] as [(Milliseconds, Milliseconds, Verdict.State, Int64?)])
    func window(entry: Milliseconds, exit: Milliseconds, state: Verdict.State, by: Int64?) {
        let verdict = Self.race(ScriptedVisit(entry, exit, driverOut: 2)).verdict("stop1")
        #expect(verdict?.state == state && verdict?.by == by && verdict?.visit == 1)
        #expect(verdict?.opens == 1_500_000 && verdict?.closes == 2_100_000 && verdict?.required == nil)
    }

    @Test("85 s and 15 s of success penalty are 100 s: 99.999 is short, 100.000 is not", arguments: [99_999, 100_000])
    func successPenalty(duration: Int64) {
        let race = Self.race(
            .at(.clock(30), for: .ms(duration)), minimum: .seconds(85), addition: .seconds(15))
        let verdict = race.verdict("stop1")
        #expect(verdict?.required == 100_000)
        #expect(verdict?.state == (duration == 100_000 ? .served : .short))
        #expect(verdict?.by == 100_000 - duration)
        #expect(race.charges().map(\.proposed) == (duration == 100_000 ? [] : [.stopAndGo(.seconds(1))]))
    }

    @Test("a car that retires before the window closes owes nothing; after it, it has missed its stop")
    func retired() {
        var car = ScriptedCar.seven()
        (car.vanishes, car.retires) = (.clock(34), .clock(34, 30))
        let early = Self.race().changed { $0.script.cars = [car] }
        #expect(early.state("stop1", at: .clock(34)) == .lastChance)
        #expect(early.state("stop1", at: .clock(34, 30)) == .notApplicable)
        #expect(early.state("stop1", at: .clock(50)) == .notApplicable)
        (car.vanishes, car.retires) = (.clock(40), .clock(41))
        #expect(Self.race().changed { $0.script.cars = [car] }.state("stop1") == .missed)
    }

    @Test("a car that stops on the track and never comes back owes nothing once the window has closed")
    func stopped() {
        var car = ScriptedCar.seven()
        car.vanishes = .clock(26)
        let race = Self.race().changed { $0.script.cars = [car] }
        #expect(race.state("stop1", at: .clock(34, 59, 999)) == .open)
        #expect(race.state("stop1", at: .clock(35)) == .notApplicable)
    }

    @Test("a car that was never seen owes nothing once the window has closed")
    func neverSeen() {
        let race = Self.race().changed { $0.script.cars[0].vanishes = .zero }
        #expect(race.state("stop1", at: .clock(10)) == .notOpen)
        #expect(race.state("stop1", at: .clock(30)) == .open)
        #expect(race.state("stop1", at: .clock(36)) == .notApplicable)
    }

    @Test("not open, open, in the pit lane, served: a stop as it goes")
    func asItGoes() {
        let race = Self.race(.at(.clock(30), for: .seconds(90)), minimum: .seconds(85))
        #expect(race.verdict("stop1", at: .clock(24, 59, 999))?.state == .notOpen)
        #expect(race.verdict("stop1", at: .clock(25))?.state == .open)
        let inPit = race.verdict("stop1", at: .clock(31))
        #expect(inPit?.state == .inPit && inPit?.exitFrom == 1_885_000 && inPit?.visit == 1)
        let served = race.verdict("stop1", at: .clock(31, 30))
        #expect(served?.state == .served && served?.by == 5_000 && served?.exitFrom == nil)
    }

    @Test("a visit before the window is no stop; the next one in it is")
    func earlyThenServed() {
        let race = Self.race(.at(.clock(10), for: .seconds(90)), .at(.clock(30), for: .seconds(90)))
        #expect(race.state("stop1", at: .clock(26)) == .open)
        let verdict = race.verdict("stop1")
        #expect(verdict?.state == .served && verdict?.visit == 2)
    }

    @Test("an early visit that was long enough is early, one that was not is nothing")
    func early() {
        let long = Self.race(.at(.clock(10), for: .seconds(90)), minimum: .seconds(85))
        #expect(long.state("stop1", at: .clock(34)) == .lastChance)
        let verdict = long.verdict("stop1", at: .clock(36))
        #expect(verdict?.state == .early && verdict?.by == 900_000 && verdict?.visit == 1)
        let brief = Self.race(.at(.clock(10), for: .seconds(30)), minimum: .seconds(85))
        #expect(brief.state("stop1", at: .clock(36)) == .missed)
    }

    @Test("a stop missed is late when it is made after all")
    func late() {
        let race = Self.race(.at(.clock(36), for: .seconds(90)))
        #expect(race.state("stop1", at: .clock(35, 30)) == .missed)
        let verdict = race.verdict("stop1", at: .clock(36, 10))
        #expect(verdict?.state == .late && verdict?.by == 60_000 && verdict?.visit == 1)
        #expect(race.charges().map(\.kind) == [.lateStop])
    }

    @Test("a drive-through after the window is no late stop: the stop is missed")
    func lateDriveThrough() {
        let race = Self.race(.at(.clock(36), for: .seconds(30)), minimum: .seconds(85))
        #expect(race.state("stop1", at: .clock(36, 10)) == .late)
        #expect(race.state("stop1", at: .clock(40)) == .missed)
    }

    @Test("a car in its box when the window closes has its stop to end")
    func inPitAtTheClose() {
        let race = Self.race(.at(.clock(34, 50), for: .seconds(90)), minimum: .seconds(85))
        #expect(race.state("stop1", at: .clock(35, 30)) == .inPit)
        #expect(race.state("stop1", at: .clock(36, 20)) == .served)
    }

    @Test("a car that came in before the window and stands beyond it is not out there; back on the track it was early")
    func throughTheWindow() {
        let race = Self.race(.at(.clock(24), for: .minutes(15)))
        #expect(race.state("stop1", at: .clock(30)) == .open)
        #expect(race.state("stop1", at: .clock(36)) == .notApplicable)
        #expect(race.verdict("stop1", at: .clock(39, 30))?.by == 60_000)
    }

    @Test("a stop of which the exit was not seen proves nothing; nor does one of which the entry was not seen")
    func unseen() {
        for kind in [Loop.Kind.pitExit, .pitEntry] {
            let race = Self.race(.at(.clock(30), for: .seconds(90), unseen: [kind]), minimum: .seconds(85))
            let verdict = race.verdict("stop1")
            #expect(verdict?.state == .unproved && verdict?.by == nil && verdict?.visit == 1)
            #expect(race.charges().isEmpty)
            let free = Self.race(.at(.clock(30), for: .seconds(90), unseen: [kind]))
            #expect(free.state("stop1") == .served)
        }
    }

    @Test("a drive-through for a penalty is no stop")
    func penalty() {
        let penalty = Act.Kind.penalty(CarNumber("7"), .driveThrough, reason: "speeding")
        let race = Self.race(.at(.clock(27), for: .seconds(30), driverOut: nil)).with(penalty, at: .clock(26))
        #expect(race.state("stop1", at: .clock(27, 29)) == .inPit)
        #expect(race.state("stop1", at: .clock(27, 30)) == .open)
        #expect(race.state("stop1") == .missed)
    }

    @Test("behind the safety car through the pit lane nobody stops")
    func throughPitLane() {
        let race = Self.race(.at(.clock(27), for: .seconds(30))).shown(
            .init(.safetyCar, from: .clock(26), throughPitLane: true), .init(.green, from: .clock(29)))
        #expect(race.state("stop1", at: .clock(30)) == .open)
        let behind = Self.race(.at(.clock(27), for: .seconds(30))).shown(.init(.safetyCar, from: .clock(26)))
        #expect(behind.state("stop1", at: .clock(30)) == .served)
    }

    @Test("the last chance is the lap whose next but one pit entry would be too late")
    func lastChance() {
        // Line at 31:40, two laps of 100 s: 35:00.
        #expect(Self.race().state("stop1", at: .clock(31, 39, 999)) == .open)
        #expect(Self.race().state("stop1", at: .clock(31, 40)) == .lastChance)
    }

    @Test("the passes of the pit entry that are left are told from three down")
    func passesLeft() {
        // Pit entries at each full 100 s after the Line; 35:00 is too late.
        func left(_ at: Milliseconds) -> Int? { Self.race().verdict("stop1", at: at)?.passesLeft }
        #expect(left(.clock(24)) == nil && left(.clock(28, 19, 999)) == nil)
        #expect(left(.clock(28, 20)) == 3 && left(.clock(29, 59, 999)) == 3)
        #expect(left(.clock(30)) == 2 && left(.clock(31, 40)) == 1 && left(.clock(33, 20)) == 0)
        #expect(left(.clock(35)) == nil)
        // By the exit the stop itself has to fit as well.
        let long = Self.race(by: .exit, minimum: .seconds(100))
        #expect(long.verdict("stop1", at: .clock(28, 20))?.passesLeft == 2)
        // In the pit lane it passes no pit entry.
        let inside = Self.race(.at(.clock(31), for: .seconds(90)))
        #expect(inside.verdict("stop1", at: .clock(31, 30))?.passesLeft == nil)
    }

    @Test("by the exit a stop counts that ends in the window, by both it lies in it")
    func byExit() {
        func state(_ by: MandatoryStops.Window.Reference, _ entry: Milliseconds) -> Judged? {
            Self.race(.at(entry, for: .seconds(90)), by: by).verdict("stop1", at: .clock(40))
        }
        #expect(state(.exit, .clock(24))?.state == .served && state(.both, .clock(24))?.state == .early)
        #expect(state(.exit, .clock(23, 29, 999))?.state == .early && state(.exit, .clock(23, 29, 999))?.by == 1)
        for by in [MandatoryStops.Window.Reference.exit, .both] {
            #expect(state(by, .clock(33, 29, 999))?.state == .served)
            #expect(state(by, .clock(33, 30))?.state == .late && state(by, .clock(33, 30))?.by == 0)
        }
        let early = Self.race(.at(.clock(24), for: .seconds(90)), by: .exit, minimum: .seconds(30))
        #expect(early.verdict("stop1", at: .clock(24, 10))?.exitFrom == 1_500_000)
    }

    @Test("without a window a stop is open until the car finishes, then missed")
    func withoutWindow() {
        let race = Self.race(window: false)
        #expect(race.state("stop1", at: .zero) == .open && race.state("stop1", at: .clock(59)) == .open)
        #expect(race.state("stop1") == .missed)
        #expect(race.charges().map(\.kind) == [.missedStop])
        #expect(Self.race(.at(.clock(2), for: .seconds(30)), window: false).state("stop1") == .served)
    }

    @Test("a car that takes the flag in the pit lane has stopped for nothing")
    func finishInPit() {
        let race = Self.race(.at(.clock(59, 55), for: .seconds(60)), window: false)
        #expect(race.state("stop1", at: .clock(59, 58)) == .inPit)
        #expect(race.state("stop1") == .missed)
    }

    @Test("several stops are served in their order, the success penalty at the last")
    func several() {
        let race = Self.race(
            .at(.clock(10), for: .seconds(62)), .at(.clock(30), for: .seconds(65)), .at(.clock(45), for: .seconds(71)),
            number: 2, window: false, minimum: .seconds(60), addition: .seconds(10))
        #expect(race.verdict("stop1")?.by == 2_000 && race.verdict("stop1")?.required == 60_000)
        let last = race.verdict("stop2")
        #expect(last?.state == .served && last?.by == 1_000 && last?.required == 70_000 && last?.visit == 3)
        let short = race.verdict("stop2", at: .clock(40))
        #expect(short?.state == .short && short?.by == 5_000 && short?.visit == 2)
    }

    @Test("of stops that are too short the one that comes closest is judged")
    func closest() {
        let race = Self.race(
            .at(.clock(26), for: .seconds(70)), .at(.clock(30), for: .seconds(80)), minimum: .seconds(85))
        let verdict = race.verdict("stop1")
        #expect(verdict?.state == .short && verdict?.by == 5_000 && verdict?.visit == 2)
    }
}
