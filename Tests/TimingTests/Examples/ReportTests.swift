import Testing
import Timing

@Suite("Reports are counted by car and kind, and the rulebook says what follows")
struct ReportTests {
    private static let limits = ReportRule(
        "trackLimits", steps: [.init(count: 2, .warning), .init(count: 3, .infringement(.driveThrough))])

    private static func race(_ rules: ReportRule..., kind: Session.Kind = .race) -> ShortRace {
        var hour = RaceRules.hour
        hour.reports = rules
        return ShortRace(cars: ["7", "8"], rules: hour, kind: kind)
    }

    private static func report(_ car: String, _ kind: String = "trackLimits", lap: Int? = nil) -> Act.Kind {
        .report(CarNumber(car), Report(kind: kind, place: .turn(5), lap: lap))
    }

    private static func counts(_ race: borrowing ShortRace) -> [Int] { race.timekeeper.reports.map(\.count) }

    private static func open(_ race: borrowing ShortRace) -> [String] {
        race.timekeeper.infringements.map { "\($0.verdict.obligation) \($0.state.rawValue)" }
    }

    @Test("the second is a warning, the third an infringement with its proposal, and further ones nothing more")
    func steps() throws {
        var race = Self.race(Self.limits)
        var effects: [Effect] = []
        for count in 1...4 { effects.append(try race.act(Self.report("7"), Int64(count) * 1000)) }
        try race.act(Self.report("8"), 9000)
        let reports = race.timekeeper.reports
        #expect(reports.map(\.following) == [nil, .warning, .infringement(.driveThrough), nil, nil])
        #expect(reports.map(\.number) == [1, 2, 3, 4, 1])
        #expect(Self.open(race) == ["report3 reported"])
        #expect(race.timekeeper.infringements.map(\.proposed) == [.driveThrough])
        #expect(race.timekeeper.infringements.map(\.kind) == [.reports])
        #expect(effects.map(\.infringementsChanged) == [false, false, true, false])
        #expect(effects.allSatisfy { $0.reportsChanged && !$0.messagesChanged && !$0.conditionsChanged })
    }

    @Test("beyond the last step each further report is one, or the count begins again, as the rulebook says")
    func beyond() throws {
        var each = Self.limits
        each.beyond = .each
        var again = Self.limits
        again.beyond = .again
        for (rule, open, counts) in [
            (
                each, ["report3 reported", "report4 reported", "report5 reported", "report6 reported"],
                [1, 2, 3, 4, 5, 6]
            ),
            (again, ["report3 reported", "report6 reported"], [1, 2, 3, 1, 2, 3]),
        ] {
            var race = Self.race(rule)
            for count in 1...6 { try race.act(Self.report("7"), Int64(count) * 1000) }
            #expect(Self.open(race) == open)
            #expect(Self.counts(race) == counts)
        }
    }

    @Test("kinds are counted apart; of the second kind of the rulebook the infringement says so")
    func kinds() throws {
        let unsafe = ReportRule(
            "unsafeRelease", steps: [.init(count: 1, .infringement(.time(.seconds(5), shortfall: false)))])
        var race = Self.race(Self.limits, unsafe)
        try race.act(Self.report("7"), 1000)
        try race.act(Self.report("7", "unsafeRelease"), 2000)
        #expect(Self.counts(race) == [1, 1])
        #expect(Self.open(race) == ["report1-b2 reported"])
        #expect(race.timekeeper.infringements[0].proposed == .time(.seconds(5)))
    }

    @Test("a penalty for it penalises it, no action closes it, and it is gone when a report is taken back")
    func decided() throws {
        var race = Self.race(Self.limits)
        for count in 1...3 { try race.act(Self.report("7"), Int64(count) * 1000, id: "report-\(count)") }
        let decision = Act(
            id: "decision", at: ShortRace.instant(5000), by: "stewards",
            kind: .penalty(CarNumber("7"), .driveThrough, reason: "track limits"), concerning: ObligationID(.report, 3))
        _ = try race.timekeeper.apply(decision)
        #expect(Self.open(race) == ["report3 penalised"])
        try race.act(
            .ruling(CarNumber("7"), ObligationID(.report, 3), .noAction, reason: "pushed off"), 6000)
        #expect(Self.open(race) == ["report3 closed"])
        try race.act(.withdraw("report-1"), 7000)
        #expect(Self.open(race).isEmpty)
        #expect(race.timekeeper.reports.map(\.number) == [1, 2])
    }

    @Test("with the reset at a driver change the count begins after the visit in which the driver changed")
    func driverChange() throws {
        var rule = Self.limits
        rule.reset = .driverChange
        var race = Self.race(rule)
        try race.act(.driver(CarNumber("7"), driver: 1), 1)
        try race.act(Self.report("7"), 50_000)
        try race.act(Self.report("7"), 60_000)
        race.cross("7", .pitEntry, 90_000, driver: 1)
        race.cross("7", .pitExit, 180_000, driver: 2)
        try race.act(.driver(CarNumber("7"), driver: 2), 150_000)
        try race.act(Self.report("7"), 200_000)
        #expect(Self.counts(race) == [1, 2, 1])
        #expect(Self.open(race).isEmpty)
        #expect(race.timekeeper.reports.map(\.number) == [1, 2, 3])
        // The driver stayed after all.
        try race.act(.driver(CarNumber("7"), driver: 1), 160_000)
        #expect(Self.counts(race) == [1, 2, 3])
        #expect(Self.open(race) == ["report3 reported"])
    }

    @Test("at the times of the rulebook all counts begin anew: a report of that very instant is the first")
    func times() throws {
        var rule = Self.limits
        rule.resetTimes = [.seconds(100), .seconds(200)]
        var race = Self.race(rule)
        for at in [50_000, 99_999, 100_000, 150_000, 199_999, 200_000] as [Int64] {
            try race.act(Self.report("7"), at)
        }
        try race.act(Self.report("8"), 210_000)
        #expect(Self.counts(race) == [1, 2, 1, 2, 3, 1, 1])
        #expect(race.timekeeper.reports.map(\.number) == [1, 2, 3, 4, 5, 6, 1])
        #expect(Self.open(race) == ["report5 reported"])
    }

    @Test("in qualifying the time of the reported lap does not count where the rulebook says so; in a race it does")
    func deleted() throws {
        var rule = Self.limits
        rule.deletesLap = true
        for (kind, best) in [(Session.Kind.qualifying, 110_000 as Int64), (.race, 90_000)] {
            var session = Self.race(rule, kind: kind)
            session.cross("7", .line, 100_000)
            session.cross("7", .line, 190_000)
            session.cross("7", .line, 300_000)
            #expect(session.laps("7").best == 90_000)
            try session.act(Self.report("7", lap: 2), 310_000, id: "seen")
            #expect(session.laps("7").best == (kind == .race ? 90_000 : best))
            #expect(session.timekeeper.reports.map(\.deletesLap) == [kind == .qualifying])
            try session.act(.withdraw("seen"), 320_000)
            #expect(session.laps("7").best == 90_000)
        }
    }

    @Test("what cannot be is refused: a kind that the rulebook has not, a car that is not entered")
    func refused() {
        var race = Self.race(Self.limits)
        #expect(throws: ActRefusal.unknownReport("speeding", known: ["trackLimits"])) {
            try race.act(Self.report("7", "speeding"), 1000)
        }
        #expect(throws: ActRefusal.unknownCar(CarNumber("9"))) { try race.act(Self.report("9"), 1000) }
        #expect(throws: ActRefusal.unknownCar(CarNumber("9"))) {
            try race.act(.message("box", cars: [CarNumber("7"), CarNumber("9")]), 1000)
        }
        #expect(race.timekeeper.reports.isEmpty && race.timekeeper.messages.isEmpty)
    }

    @Test("without a word of the rulebook track limits are counted, and nothing follows")
    func unsaid() throws {
        var race = ShortRace(cars: ["7"])
        for count in 1...5 { try race.act(Self.report("7"), Int64(count) * 1000) }
        #expect(Self.counts(race) == [1, 2, 3, 4, 5])
        #expect(Self.open(race).isEmpty)
    }

    @Test("messages are numbered in order of their instants, conditions keep what is not told anew")
    func words() throws {
        var race = Self.race(Self.limits)
        try race.act(.message("second", cars: []), 2000, id: "b")
        try race.act(.message("first", cars: [CarNumber("8")]), 1000, id: "a")
        #expect(race.timekeeper.messages.map { "\($0.number) \($0.text)" } == ["1 first", "2 second"])
        try race.act(.withdraw("a"), 3000)
        #expect(race.timekeeper.messages.map { "\($0.number) \($0.text)" } == ["1 second"])
        #expect(race.timekeeper.conditions == nil)
        try race.act(.conditions(Conditions(air: 310, surface: .dry)), 4000)
        try race.act(.conditions(Conditions(track: 445, surface: .wet)), 5000, id: "wet")
        #expect(race.timekeeper.conditions?.conditions == Conditions(air: 310, track: 445, surface: .wet))
        #expect(race.timekeeper.conditions?.at == ShortRace.instant(5000))
        let effect = try race.act(.withdraw("wet"), 6000)
        #expect(effect.conditionsChanged && !effect.messagesChanged)
        #expect(race.timekeeper.conditions?.conditions == Conditions(air: 310, surface: .dry))
    }

    @Test("a final classification stays final after words of race control, and not after a decision")
    func final() throws {
        var race = Self.race(Self.limits)
        race.drive("7", laps: 2, of: 100_000)
        try race.act(.end, 300_000)
        try race.act(.final, 400_000)
        #expect(race.timekeeper.result == .final)
        try race.act(.message("prize giving in the paddock", cars: []), 500_000, id: "prize")
        try race.act(.conditions(Conditions(surface: .wet)), 500_000)
        try race.act(Self.report("7"), 500_000)
        try race.act(.withdraw("prize"), 600_000)
        #expect(race.timekeeper.result == .final)
        try race.act(.penalty(CarNumber("7"), .time(.seconds(5)), reason: "track limits"), 700_000)
        #expect(race.timekeeper.result == .provisional)
    }
}
