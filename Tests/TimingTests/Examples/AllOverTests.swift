import Simulation
import Testing
import Timing

@Suite("When all is over")
struct AllOverTests {
    private static let seven = CarNumber("7")

    /// A stop of 85 s from 25:00 to 35:00; what was not done costs 30 s without the stewards.
    private static func race(_ visits: ScriptedVisit..., asked: (inout Obligations) -> Void = { _ in })
        -> ScriptedVerdicts
    {
        ScriptedVerdicts(ScriptedCar("7", lap: .seconds(100), visits: visits)) { obligations in
            obligations.stops = MandatoryStops(window: .init(opens: .minutes(25), closes: .minutes(35)))
            obligations.stops?.minimum.general = .seconds(85)
            for kind in InfringementKind.allCases {
                obligations.penalties[kind] = [PenaltyBand(.time(.seconds(30), shortfall: false))]
                obligations.automatic.insert(kind)
            }
            asked(&obligations)
        }
    }

    private static func vanishing(_ clock: Milliseconds) -> ScriptedVerdicts {
        race().changed { $0.script.cars[0].vanishes = clock }
    }

    private static func isMissedForTheStewards(_ race: ScriptedVerdicts, _ id: String = "stop1") -> Bool {
        let told = race.told(id)
        return told?.state == .missed && told?.isCurtailed == true && told?.by == nil
    }

    // MARK: Stops

    @Test("nothing is open when all is over: a stop not made is for the stewards")
    func curtailed() {
        let race = Self.race().ended(at: .clock(30))
        #expect(race.state("stop1", at: .clock(29, 59, 999)) == .open)
        #expect(Self.isMissedForTheStewards(race))
        #expect(race.charges().map(\.kind) == [.missedStop] && race.charges().map(\.state) == [.reported])
        #expect(race.charges().map(\.proposed) == [nil])
        #expect(race.timekeeper().standing(of: CarIndex(0)).penalty == .zero)
    }

    @Test(
        "a race that ends before the window opens asks for no stop, to the millisecond",
        arguments: [(.clock(24, 59, 999), false), (.clock(25), true)] as [(Milliseconds, Bool)])
    func beforeTheWindow(end: Milliseconds, isMissed: Bool) {
        let green = Self.race().ended(at: end)
        let red = Self.race().shown(.init(.red, from: end)).ended(at: .clock(30))
        for race in [green, red] {
            #expect(Self.isMissedForTheStewards(race) == isMissed)
            #expect(race.state("stop1") == (isMissed ? .missed : .notApplicable))
            #expect(race.charges().isEmpty != isMissed)
        }
    }

    @Test("the red flag withdrawn before the end is no curtain")
    func redWithdrawn() {
        let race = Self.race().shown(.init(.red, from: .clock(24)), .init(.safetyCar, from: .clock(29)))
        #expect(Self.isMissedForTheStewards(race.ended(at: .clock(30))))
    }

    @Test("a race that ends when the window has closed is judged as it was")
    func afterTheWindow() {
        let race = Self.race().ended(at: .clock(35))
        // On its way to the Line at 35:00.000, where it is still seen.
        let told = race.told("stop1")
        #expect(told?.state == .missed && told?.isCurtailed == false)
        #expect(race.charges().map(\.state) == [.automatic])
        #expect(Self.isMissedForTheStewards(Self.race().ended(at: .clock(34, 59, 999))))
    }

    @Test(
        "under red nobody can stop: what counts is that the flag was shown before the window closes",
        arguments: [(.clock(34, 59, 999), true), (.clock(35), false)] as [(Milliseconds, Bool)])
    func shownBeforeTheClose(red: Milliseconds, isCurtailed: Bool) {
        let race = Self.race().shown(.init(.red, from: red)).ended(at: .clock(40))
        #expect(race.state("stop1") == .missed && race.told("stop1")?.isCurtailed == isCurtailed)
        #expect(race.charges().map(\.state) == [isCurtailed ? .reported : .automatic])
    }

    @Test("a car that finished before the window closes could not stop any more")
    func finishedBefore() {
        let race = Self.race().ruled { $0.earlyFlag = .asShown }.changed { $0.script.chequered = .clock(29) }
        #expect(race.state("stop1", at: .clock(34, 59, 999)) == .open)
        #expect(race.state("stop1", at: .clock(35)) == .missed)
        #expect(race.told("stop1", at: .clock(35))?.isCurtailed == true)
        #expect(Self.isMissedForTheStewards(race))
        // Flag and finish both before it opens.
        let early = race.changed { $0.script.chequered = .clock(24) }
        #expect(early.state("stop1") == .notApplicable && early.charges().isEmpty)
        // At the close it is as if there had been time.
        let late = Self.race { $0.stops?.window?.closes = .minutes(30) }.ruled { $0.earlyFlag = .asShown }
            .changed { $0.script.chequered = .clock(29) }
        #expect(late.state("stop1") == .missed && late.told("stop1")?.isCurtailed == false)
    }

    @Test("a car that ran to the end was out there up to the end, but for one in the pit lane since before")
    func outThere() {
        // Seen last at the Line at 35:00.000; the window closes at 35:10, red is shown at 35:20.
        func race(_ visits: ScriptedVisit...) -> ScriptedVerdicts {
            ScriptedVerdicts(ScriptedCar("7", lap: .seconds(100), visits: visits)) { asked in
                asked.stops = MandatoryStops(window: .init(opens: .ms(2_106_000), closes: .ms(2_110_000)))
            }.shown(.init(.red, from: .clock(35, 20))).ended(at: .clock(40))
        }
        let onTrack = race().changed { $0.script.cars[0].vanishes = .clock(35, 5) }
        #expect(onTrack.state("stop1") == .missed && onTrack.told("stop1")?.isCurtailed == false)
        #expect(race(.at(.clock(35, 5), for: .minutes(10))).state("stop1") == .notApplicable)
    }

    @Test("a race counted back to before the window opens asks no stop of anybody")
    func countedBack() {
        // On its 16th lap: counted back by one lap to 25:00.000, by two to 23:20.000.
        func race(_ laps: Int) -> ScriptedVerdicts {
            Self.race().ruled { $0.countBackLaps = laps }.shown(.init(.red, from: .clock(26))).ended(at: .clock(27))
        }
        #expect(Self.isMissedForTheStewards(race(1)))
        #expect(race(2).state("stop1") == .notApplicable && race(2).charges().isEmpty)
        // Without a window the finish is no more than one that the race was counted back to.
        let free = race(1).ruled { $0.obligations.stops?.window = nil }
        #expect(Self.isMissedForTheStewards(free))
    }

    @Test("a car that had stopped before the curtain owes nothing, a millisecond earlier it does")
    func stopped() {
        // Seen last at the Line at 25:00.000; two and a half times its sector of 33.333 s later it is overdue.
        func race(_ curtain: Milliseconds) -> ScriptedVerdicts {
            Self.vanishing(.clock(25, 0, 1)).shown(.init(.red, from: curtain)).ended(at: .clock(30))
        }
        #expect(Self.isMissedForTheStewards(race(.clock(26, 23, 332))))
        #expect(race(.clock(26, 23, 333)).state("stop1") == .notApplicable)
        let green = Self.vanishing(.clock(25, 0, 1))
        #expect(Self.isMissedForTheStewards(green.ended(at: .clock(26, 23, 332))))
        #expect(green.ended(at: .clock(26, 23, 333)).state("stop1") == .notApplicable)
    }

    @Test("a car that had stopped and is brought in under red has not run to the end")
    func broughtIn() {
        let towed = Act.Kind.insert(Self.seven, LoopID(10), driver: 0)
        let race = Self.vanishing(.clock(25, 0, 1)).shown(.init(.red, from: .clock(27)))
            .with(towed, at: .clock(29)).ended(at: .clock(30))
        #expect(race.state("stop1") == .notApplicable)
    }

    @Test("a car told to be out, and one that was never seen, owe nothing")
    func out() {
        let retired = Self.vanishing(.clock(27)).changed { $0.script.cars[0].retires = .clock(27, 30) }
        #expect(retired.ended(at: .clock(28)).state("stop1") == .notApplicable)
        #expect(Self.vanishing(.zero).ended(at: .clock(28)).state("stop1") == .notApplicable)
    }

    @Test("the chequered flag fallen, a car without its finish is out; one with it should have stopped")
    func chequered() {
        func race(_ end: Milliseconds) -> ScriptedVerdicts {
            Self.race().ruled { $0.earlyFlag = .asShown }.changed { $0.script.chequered = .clock(29) }.ended(at: end)
        }
        #expect(race(.clock(29, 59, 999)).state("stop1") == .notApplicable)
        #expect(race(.clock(30, 0, 1)).state("stop1", at: .clock(30)) == .open)
        #expect(Self.isMissedForTheStewards(race(.clock(30, 0, 1))))
    }

    @Test("without a window a stop not made is missed: curtailed, but for a car with its finish")
    func withoutWindow() {
        let race = Self.race { $0.stops?.window = nil }
        #expect(Self.isMissedForTheStewards(race.ended(at: .clock(30))))
        #expect(race.told("stop1")?.state == .missed && race.told("stop1")?.isCurtailed == false)
    }

    @Test("of two stops the one made stays made")
    func oneOfTwo() {
        let race = Self.race(.at(.clock(26), for: .seconds(85))) { $0.stops?.number = 2 }.ended(at: .clock(30))
        #expect(race.state("stop1") == .served && Self.isMissedForTheStewards(race, "stop2"))
    }

    @Test("excused, nothing is missed")
    func excused() {
        let excuse = Act.Kind.ruling(Self.seven, ObligationID(.stop, 1), .excused, reason: "red flag")
        let race = Self.race().ended(at: .clock(30)).with(excuse, at: .clock(40))
        #expect(race.told("stop1")?.state == .notApplicable && race.told("stop1")?.isCurtailed == false)
    }

    // MARK: A visit that lasts

    @Test(
        "a visit that lasts counts as far as the curtain: 85.000 is a stop, a millisecond less is for the stewards",
        arguments: [(.clock(30, 25), true), (.clock(30, 24, 999), false)] as [(Milliseconds, Bool)])
    func lasting(curtain: Milliseconds, isEnough: Bool) {
        let race = Self.race(.at(.clock(29), for: .minutes(10)))
        for race in [
            race.ended(at: curtain), race.shown(.init(.red, from: curtain)).ended(at: .clock(31)),
        ] {
            let told = race.told("stop1")
            #expect(told?.state == (isEnough ? .served : .unproved) && told?.visit == 1 && told?.exitFrom == nil)
            #expect(told?.by == (isEnough ? .zero : nil) && told?.isInterrupted == !isEnough)
            #expect(race.charges().map(\.kind) == (isEnough ? [] : [.shortStop]))
            #expect(race.charges().map(\.proposed) == (isEnough ? [] : [nil]))
        }
    }

    @Test("time under an earlier red flag is not of it")
    func lastingInterrupted() {
        let race = Self.race(.at(.clock(29), for: .minutes(10)))
            .shown(.init(.red, from: .clock(29, 10)), .init(.safetyCar, from: .clock(29, 20)))
        #expect(race.ended(at: .clock(30, 35)).verdict("stop1")?.by == 0)
        #expect(race.ended(at: .clock(30, 34, 999)).state("stop1") == .unproved)
    }

    @Test("where the exit counts a visit that lasts is late by the curtain")
    func lastingLate() {
        func race(_ curtain: Milliseconds) -> ScriptedVerdicts {
            Self.race(.at(.clock(34), for: .minutes(20))) { $0.stops?.window?.by = .exit }
                .shown(.init(.red, from: curtain)).ended(at: .clock(45))
        }
        #expect(race(.clock(35)).verdict("stop1", at: .clock(44))?.by == nil)
        #expect(race(.clock(35, 1)).state("stop1") == .late && race(.clock(35, 1)).verdict("stop1")?.by == 1_000)
        #expect(race(.clock(35)).verdict("stop1")?.by == 0)
        // Before the window closed it was in, and too short: 59.999 s.
        let told = race(.clock(34, 59, 999)).told("stop1")
        #expect(told?.state == .unproved && told?.isInterrupted == true)
    }

    @Test("begun before the window, or under the red flag, it is no stop")
    func lastingElsewhere() {
        #expect(Self.isMissedForTheStewards(Self.race(.at(.clock(24), for: .minutes(10))).ended(at: .clock(30))))
        let red = Self.race(.at(.clock(27), for: .minutes(10))).shown(.init(.red, from: .clock(26)))
        #expect(Self.isMissedForTheStewards(red.ended(at: .clock(30))))
    }

    @Test("where nothing is required it is a stop; its entry not seen it is for the stewards where something is")
    func lastingUnmeasured() {
        let visit = ScriptedVisit.at(.clock(29), for: .minutes(10))
        let free = Self.race(visit) { $0.stops?.minimum.general = nil }.ended(at: .clock(29, 1))
        #expect(free.state("stop1") == .served && free.verdict("stop1")?.by == nil)
        let unseen = Self.race(.at(.clock(29), for: .minutes(10), unseen: [.pitEntry])).ended(at: .clock(32))
        #expect(unseen.told("stop1")?.state == .unproved && unseen.told("stop1")?.isInterrupted == true)
    }

    // MARK: What else is asked

    @Test("the change of drivers follows its stop")
    func driverChange() {
        let none = Self.race { $0.stops?.driverChange = true }.ended(at: .clock(30))
        #expect(Self.isMissedForTheStewards(none, "driverChange1"))
        #expect(none.charges().map(\.kind) == [.missedStop])
        let lasting = Self.race(.at(.clock(29), for: .minutes(10))) { $0.stops?.driverChange = true }
            .ended(at: .clock(31))
        #expect(lasting.state("stop1") == .served)
        let change = lasting.told("driverChange1")
        #expect(change?.state == .unproved && change?.isInterrupted == true)
        #expect(lasting.charges().map(\.kind) == [.driverChangeUnproved])
        #expect(lasting.charges().map(\.state) == [.reported])
    }

    @Test("the technical stop as a stop, but a visit that lasts is none")
    func technicalStop() {
        func race(_ visits: ScriptedVisit...) -> ScriptedVerdicts {
            ScriptedVerdicts(ScriptedCar("7", lap: .seconds(100), visits: visits)) { asked in
                asked.technicalStop = TechnicalStop(minimum: .seconds(60), to: .minutes(35))
                asked.technicalStop?.from = .minutes(25)
                asked.penalties[.technicalStopMissed] = [PenaltyBand(.disqualified)]
                asked.automatic = [.technicalStopMissed]
            }
        }
        #expect(Self.isMissedForTheStewards(race().ended(at: .clock(25)), "technicalStop"))
        #expect(race().ended(at: .clock(24, 59, 999)).state("technicalStop") == .notApplicable)
        let lasting = race(.at(.clock(29), for: .minutes(10))).ended(at: .clock(31))
        #expect(lasting.state("technicalStop", at: .clock(30, 59)) == .inPit)
        #expect(Self.isMissedForTheStewards(lasting, "technicalStop"))
        #expect(lasting.charges().map(\.state) == [.reported] && lasting.charges().map(\.proposed) == [nil])
    }

    @Test("of a visit that lasts nobody can say how long it was to last")
    func stopTime() {
        let race = Self.race(.at(.clock(29), for: .minutes(10))) { asked in
            asked.stopTimes = StopTimes(to: TimeByClass(.seconds(60)))
        }
        #expect(race.ended(at: .clock(31)).state("stopTime1", at: .clock(30, 59)) == .inPit)
        #expect(race.ended(at: .clock(31)).state("stopTime1") == .notApplicable)
    }

    @Test("a stint is over where the car was seen last")
    func stint() {
        let race = Self.race { $0.stint = StintLimit(longest: .minutes(20)) }
        // Seen last at the Line at 20:00.000, then at the first sector loop at 20:33.333.
        #expect(race.ended(at: .clock(20, 10)).state("stint1") == .notApplicable)
        let late = race.ended(at: .clock(20, 40)).verdict("stint1")
        #expect(late?.state == .late && late?.by == 33_333)
    }

    @Test("driving that was still to come is for the stewards; what was driven is driven up to the curtain")
    func driving() {
        let race = Self.race { asked in
            asked.driving = [DrivingTime(), DrivingTime()]
            (asked.driving[0].least, asked.driving[1].most) = (.minutes(20), .minutes(25))
            asked.continuous = ContinuousDriving(most: .minutes(30), rest: .minutes(40))
        }
        for race in [race.ended(at: .clock(19)), race.shown(.init(.red, from: .clock(19))).ended(at: .clock(26))] {
            let short = race.told("driving1-1")
            #expect(short?.state == .short && short?.by == .minutes(1) && short?.isCurtailed == true)
            #expect(race.told("driving1-2")?.by == .minutes(20))
            #expect(race.charges().map(\.kind) == [.drivingUnder, .drivingUnder, .drivingUnder])
            #expect(Set(race.charges().map(\.state)) == [.reported])
            #expect(race.verdict("driving2-1")?.by == 360_000 && race.state("driving2-1") == .served)
            #expect(race.verdict("continuous1")?.by == 660_000 && race.state("continuous1") == .served)
        }
        #expect(race.ended(at: .clock(20)).state("driving1-1") == .served)
        let flag = race.told("driving1-2")
        #expect(flag?.state == .short && flag?.isCurtailed == false)
        let out = Self.vanishing(.clock(15)).changed { $0.script.session = race.script.session }
        #expect(out.ended(at: .clock(19)).state("driving1-1") == .notApplicable)
    }

    @Test("of blocks only what the curtain cut is for the stewards, and none begins after it")
    func blocks() {
        let race = Self.race { asked in
            asked.driving = [DrivingTime()]
            (asked.driving[0].least, asked.driving[0].block) = (.minutes(10), .minutes(15))
        }
        for race in [race.ended(at: .clock(29)), race.shown(.init(.red, from: .clock(29))).ended(at: .clock(31))] {
            #expect(race.state("driving1-2-b1") == .short && race.told("driving1-2-b1")?.isCurtailed == false)
            #expect(race.state("driving1-2-b2") == .short && race.told("driving1-2-b2")?.isCurtailed == true)
            #expect(race.verdict("driving1-1-b2")?.by == 240_000 && race.verdict("driving1-1-b3") == nil)
        }
        let ended = race.shown(.init(.red, from: .clock(30))).ended(at: .clock(40))
        #expect(ended.told("driving1-2-b2")?.isCurtailed == false && ended.told("driving1-2-b3")?.isCurtailed == true)
    }

    @Test("rest that had still to be taken is taken")
    func rest() {
        let race = Self.race(.at(.clock(10), for: .seconds(90))) { asked in
            asked.continuous = ContinuousDriving(most: .minutes(10), rest: .minutes(40))
        }
        #expect(race.state("rest1", at: .clock(19)) == .open)
        #expect(race.ended(at: .clock(20)).state("rest1") == .served)
    }

    @Test("who started and was never named cannot be proved")
    func starter() {
        let race = Self.race { $0.starters = [Self.seven: 1] }.changed { $0.script.cars[0].namesDriver = false }
        #expect(race.ended(at: .clock(20)).state("starter", at: .clock(19)) == .open)
        #expect(race.ended(at: .clock(20)).state("starter") == .unproved)
    }

    @Test("however much later it is, nothing changes any more")
    func later() {
        let race = Self.race(.at(.clock(10), for: .seconds(60)), .at(.clock(29), for: .minutes(10))) { asked in
            asked.stops?.window?.by = .both
            asked.stops?.minimum.general = .minutes(3)
            asked.driving = [DrivingTime()]
            (asked.driving[0].least, asked.driving[0].block) = (.minutes(12), .minutes(15))
            asked.stint = StintLimit(longest: .minutes(25))
        }.ended(at: .clock(30))
        let first = race.timekeeper(at: .clock(30))
        let later = race.timekeeper(at: .clock(120))
        #expect(first.verdicts(of: CarIndex(0)) == later.verdicts(of: CarIndex(0)))
        #expect(first.infringements == later.infringements)
    }
}
