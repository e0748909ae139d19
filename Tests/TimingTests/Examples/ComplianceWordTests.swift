import Simulation
import Testing
import Timing

@Suite("Bulletins, rulings and what the rulebook proposes")
struct ComplianceWordTests {
    private static let seven = CarNumber("7")

    private static func race(
        _ visits: ScriptedVisit..., asked: (inout Obligations) -> Void = { _ in }
    ) -> ScriptedVerdicts {
        ScriptedVerdicts(ScriptedCar("7", lap: .seconds(100), visits: visits)) { obligations in
            obligations.stops = MandatoryStops(window: .init(opens: .minutes(25), closes: .minutes(35)))
            obligations.stops?.minimum.general = .seconds(85)
            obligations.penalties[.shortStop] = [PenaltyBand(.time(.seconds(30), shortfall: true))]
            asked(&obligations)
        }
    }

    @Test("a bulletin moves the window for what is not yet done; stops begun before it are judged as they were")
    func window() {
        let later = Act.Kind.bulletin(.window(.init(opens: .minutes(25), closes: .minutes(45))))
        let race = Self.race(.at(.clock(40), for: .seconds(90))).with(later, at: .clock(32))
        #expect(race.verdict("stop1", at: .clock(31))?.closes == 2_100_000)
        #expect(race.verdict("stop1", at: .clock(32))?.closes == 2_700_000)
        #expect(race.state("stop1") == .served)
        let afterwards = Self.race(.at(.clock(36), for: .seconds(90))).with(later, at: .clock(38))
        #expect(afterwards.state("stop1", at: .clock(37)) == .late)
        #expect(afterwards.state("stop1", at: .clock(38)) == .open)
        #expect(afterwards.state("stop1") == .late && afterwards.verdict("stop1")?.by == 60_000)
        let anytime = Self.race(.at(.clock(50), for: .seconds(90))).with(.bulletin(.window(nil)), at: .clock(49))
        #expect(anytime.verdict("stop1")?.state == .served && anytime.verdict("stop1")?.closes == nil)
    }

    @Test("a bulletin taken back is as if it had never been")
    func takenBack() {
        let later = Act.Kind.bulletin(.window(.init(opens: .minutes(25), closes: .minutes(45))))
        let race = Self.race(.at(.clock(40), for: .seconds(90))).with(later, at: .clock(32), id: "bulletin")
            .with(.withdraw("bulletin"), at: .clock(50))
        #expect(race.state("stop1", at: .clock(49)) == .served && race.state("stop1") == .late)
    }

    @Test("a bulletin's minimum and addition hold for stops begun from then on")
    func minimum() {
        let longer = Act.Kind.bulletin(.minimum(of: nil, .seconds(100)))
        let race = Self.race(.at(.clock(30), for: .seconds(90)))
        #expect(race.with(longer, at: .clock(29, 59, 999)).verdict("stop1")?.by == 10_000)
        #expect(race.with(longer, at: .clock(30)).state("stop1") == .short)
        #expect(race.with(longer, at: .clock(30, 0, 1)).state("stop1") == .served)
        let ofClass = Act.Kind.bulletin(.minimum(of: "GT3", .seconds(95)))
        #expect(race.with(longer, at: .clock(1)).with(ofClass, at: .clock(2)).verdict("stop1")?.required == 95_000)
        #expect(race.with(ofClass, at: .clock(1)).with(longer, at: .clock(2)).verdict("stop1")?.required == 95_000)
        let added = Act.Kind.bulletin(.addition(Self.seven, .seconds(5)))
        #expect(race.with(added, at: .clock(1)).verdict("stop1")?.by == 0)
        let other = Act.Kind.bulletin(.minimum(of: "GT4", .seconds(95)))
        #expect(race.with(other, at: .clock(1)).state("stop1") == .served)
    }

    @Test("excused, nothing is owed; what was served stays served")
    func excused() {
        let excuse = Act.Kind.ruling(Self.seven, ObligationID(.stop, 1), .excused, reason: "pushed off")
        let race = Self.race(.at(.clock(30), for: .seconds(60))).with(excuse, at: .clock(40))
        #expect(race.state("stop1", at: .clock(39)) == .short && race.state("stop1") == .notApplicable)
        #expect(race.charges().isEmpty)
        #expect(Self.race(.at(.clock(30), for: .seconds(90))).with(excuse, at: .clock(40)).state("stop1") == .served)
    }

    @Test("no action closes it, a penalty for it penalises it, the later word holds")
    func closed() {
        let close = Act.Kind.ruling(Self.seven, ObligationID(.stop, 1), .noAction, reason: "force majeure")
        let penalty = Act.Kind.penalty(Self.seven, .stopAndGo(.seconds(25)), reason: "short stop")
        let race = Self.race(.at(.clock(30), for: .seconds(60)))
        let reported = race.charges(at: .clock(31))
        #expect(reported.map(\.state) == [.reported] && reported.map(\.act) == [nil] && reported.map(\.visit) == [1])
        let closed = race.with(close, at: .clock(40), id: "closed")
        #expect(closed.charges().map(\.state) == [.closed] && closed.charges().map(\.act) == ["closed"])
        #expect(closed.state("stop1") == .short)
        let both = closed.with(penalty, at: .clock(45), id: "decision", for: "stop1")
        #expect(both.charges().map(\.state) == [.penalised] && both.charges().map(\.act) == ["decision"])
        let other = race.with(penalty, at: .clock(45), for: "stop2")
        #expect(other.charges().map(\.state) == [.reported])
    }

    @Test("an automatic penalty is in the result until the stewards close it")
    func automatic() {
        let race = Self.race(.at(.clock(30), for: .ms(59_999))) { $0.automatic = [.shortStop] }
        #expect(race.charges().map(\.state) == [.automatic])
        #expect(race.charges().map(\.proposed) == [.time(.seconds(56))])
        #expect(race.timekeeper().standing(of: CarIndex(0)).penalty == .seconds(56))
        let close = Act.Kind.ruling(Self.seven, ObligationID(.stop, 1), .noAction, reason: "force majeure")
        #expect(race.with(close, at: .clock(40)).timekeeper().standing(of: CarIndex(0)).penalty == .zero)
    }

    @Test(
        "the first band above the size holds, else the one without",
        arguments: [(80_000, .driveThrough), (75_001, .driveThrough), (75_000, .laps(1)), (60_000, .laps(1))]
            as [(Int64, PenaltyKind)])
    func bands(duration: Int64, proposed: PenaltyKind) {
        let race = Self.race(.at(.clock(30), for: .ms(duration))) { asked in
            asked.penalties[.shortStop] = [PenaltyBand(below: .seconds(10), .driveThrough), PenaltyBand(.laps(1))]
        }
        #expect(race.charges().map(\.proposed) == [proposed])
    }

    @Test("before the start signal nothing is said")
    func beforeTheStart() {
        let race = Self.race()
        #expect(race.verdict("stop1", at: .clock(-1)) == nil && race.state("stop1", at: .zero) == .notOpen)
    }

    @Test("a late pit exit turns what could not be proved into what was served, and says so")
    func lateExit() throws {
        let race = Self.race(.at(.clock(30), for: .seconds(90)))
        let exit = try #require(
            race.script.inputs.first {
                if case .crossing(let crossing) = $0 { crossing.loop == LoopID(11) } else { false }
            })
        var timekeeper = Timekeeper(race.script.session)
        for input in race.script.inputs where input != exit { _ = try timekeeper.apply(input) }
        #expect(timekeeper.verdicts(of: CarIndex(0)).map(\.state) == [.unproved])
        let effect = try timekeeper.apply(exit)
        #expect(effect.verdicts.map(\.before) == [.unproved] && effect.verdicts.map(\.verdict?.state) == [.served])
        #expect(effect.verdicts.map(\.obligation) == [ObligationID(.stop, 1)])
    }
}
