import Testing
import Timing

@Suite("Why a car is where it is")
struct ExplainPositionTests {
    private func position(_ race: borrowing ShortRace, _ car: String) throws -> (PositionReasons, Explanation) {
        let explanation = try race.timekeeper.explanation(of: CarNumber(car), .position)
        guard case .position(let reasons) = explanation.subject else { throw NothingToExplain.car(CarNumber(car)) }
        return (reasons, explanation)
    }

    private func index(_ car: String, in race: borrowing ShortRace) -> CarIndex? { race.timekeeper.car(CarNumber(car)) }

    /// A race of a minute over: two laps each, a second apart, in the order of the cars.
    private func over(_ cars: String..., rules change: (inout RaceRules) -> Void = { _ in }) throws -> ShortRace {
        var rules = RaceRules(duration: .minutes(1), classifiedPercent: 70)
        change(&rules)
        var race = ShortRace(cars: cars, rules: rules)
        for (place, car) in cars.enumerated() { race.cross(car, .line, 50_000 + Int64(place) * 1000) }
        for (place, car) in cars.enumerated() { race.cross(car, .line, 100_000 + Int64(place) * 1000) }
        return race
    }

    @Test("on the road the gap is the difference of the two passages of the last loop that both have passed")
    func road() throws {
        var race = ShortRace("7", "8", "9")
        for (place, car) in ["8", "7", "9"].enumerated() { race.cross(car, .first, 30_000 + Int64(place) * 1250) }
        race.cross("8", .second, 60_000)
        let (reasons, explanation) = try position(race, "7")
        #expect(reasons.basis == .road && reasons.position == 2 && explanation.rules == [])
        #expect(reasons.last?.loop == LoopID(3) && reasons.last?.at == ShortRace.instant(31_250))
        let (ahead, behind) = (try #require(reasons.ahead), try #require(reasons.behind))
        #expect(ahead.car == index("8", in: race) && behind.car == index("9", in: race))
        #expect(ahead.distance.time == Milliseconds(1250) && behind.distance.time == Milliseconds(1250))
        #expect(ahead.meeting?.own.at == ShortRace.instant(31_250))
        #expect(ahead.meeting?.other.at == ShortRace.instant(30_000))
        #expect(behind.meeting?.own.at == ShortRace.instant(31_250))
        #expect(behind.meeting?.other.at == ShortRace.instant(32_500))
    }

    @Test(
        "before the start signal a place rests on no passage, and no instant is made up; from then on on the signal",
        arguments: [Session.Kind.race, .qualifying])
    func beforeTheStart(kind: Session.Kind) throws {
        var race = ShortRace(cars: ["7", "8"], kind: kind, isStarted: false)
        #expect(try position(race, "7").0.last == nil)
        race.start()
        let last = try #require(try position(race, "7").0.last)
        #expect(last.basis == .signal && last.at == ShortRace.instant(0))
    }

    @Test("a car a lap down was at its last loop after the other had been there a lap on")
    func lapped() throws {
        var race = ShortRace("7", "8")
        race.drive("7", laps: 3, of: 90_000)
        race.drive("8", laps: 1, of: 200_000)
        let (reasons, _) = try position(race, "8")
        #expect(reasons.ahead?.distance.laps == 1)
        let meeting = try #require(reasons.ahead?.meeting)
        #expect(meeting.own.lap == 1 && meeting.other.lap == 2)
        #expect(meeting.other.at <= meeting.own.at)
    }

    @Test("in the result the total is the time on the road and the penalties, each by its name")
    func penalties() throws {
        var race = try over("7", "8")
        try race.act(.penalty(CarNumber("7"), .time(.seconds(5)), reason: "track limits"), 101_000, id: "decision-1")
        let (reasons, explanation) = try position(race, "7")
        #expect(reasons.basis == .result && reasons.position == 2)
        #expect(reasons.account.road == Milliseconds(100_000) && reasons.account.penalty == .seconds(5))
        #expect(reasons.account.laps == 2 && reasons.account.hasFinished)
        #expect(reasons.ahead?.distance.time == .seconds(4) && reasons.ahead?.meeting == nil)
        #expect(explanation.acts.map(\.act.id) == ["decision-1"])
        #expect(explanation.acts[0].penalty?.added == .seconds(5))
        let keys = ["race.duration", "race.classifiedPercent", "race.classifiedBasis", "race.mustTakeFlag"]
        #expect(explanation.rules.map(\.key) == keys)
        #expect(explanation.rules[1].value == .number(70))
    }

    @Test("laps taken off are told beside the laps completed")
    func lapsTakenOff() throws {
        var race = try over("7", "8")
        try race.act(.penalty(CarNumber("7"), .laps(1), reason: "weight"), 101_000)
        let (reasons, _) = try position(race, "7")
        #expect(reasons.account.laps == 2 && reasons.account.penaltyLaps == 1 && reasons.position == 2)
    }

    @Test("cars of one total on one lap are in a dead heat")
    func deadHeat() throws {
        var race = try over("7", "8", "9")
        try race.act(.penalty(CarNumber("8"), .time(.seconds(1)), reason: "x"), 101_000)
        let (reasons, _) = try position(race, "8")
        #expect(reasons.position == 2 && reasons.deadHeatWith == [index("9", in: race)])
        #expect(try position(race, "7").0.deadHeatWith == [])
    }

    @Test("a car that the stewards put in place names their decision")
    func placed() throws {
        var race = try over("7", "8", "9")
        try race.act(.penalty(CarNumber("7"), .position(3), reason: "contact"), 101_000, id: "decision-1")
        #expect(try position(race, "7").0.placedBy == "decision-1" && position(race, "7").0.position == 3)
        #expect(try position(race, "9").0.placedBy == nil)
    }

    @Test("a car with too few laps is told how many it has, how many are needed and of whose")
    func tooFewLaps() throws {
        var race = ShortRace("7", "8", rules: RaceRules(duration: .minutes(10), classifiedPercent: 70))
        race.drive("7", laps: 7, of: 90_000)
        race.cross("8", .line, 90_500)
        try race.act(.end, 700_000)
        let (reasons, _) = try position(race, "8")
        let seven = index("7", in: race)
        let winner = try #require(seven)
        #expect(
            reasons.notClassified == .classifiedPercent(laps: 1, needed: 4, winner: winner, winnerLaps: 7))
        #expect(reasons.position == nil && reasons.status == .notClassified)
        #expect(try position(race, "7").0.notClassified == nil)
    }

    @Test("a car that did not take the flag, one without a lap and one disqualified are told why")
    func notClassified() throws {
        var race = try over("7", "8", "9", rules: { $0.mustTakeFlag = true })
        race = ShortRace(cars: ["7", "8", "9", "10"], rules: race.timekeeper.session.rules)
        for car in ["7", "8", "9"] { race.cross(car, .line, 50_000) }
        for car in ["7", "9"] { race.cross(car, .line, 100_000) }
        try race.act(.penalty(CarNumber("9"), .disqualified, reason: "fuel"), 110_000, id: "decision-1")
        try race.act(.end, 200_000)
        #expect(try position(race, "8").0.notClassified == .mustTakeFlag)
        #expect(try position(race, "9").0.notClassified == .disqualified(act: "decision-1"))
        #expect(try position(race, "10").0.notClassified == .noLap)
        #expect(try position(race, "10").0.last?.basis == .signal)
    }

    @Test("in qualifying the best lap decides, and of equal ones who set it first")
    func qualifying() throws {
        var race = ShortRace(cars: ["7", "8", "9"], kind: .qualifying)
        for (place, car) in ["8", "7", "9"].enumerated() {
            race.cross(car, .line, 60_000 + Int64(place) * 2000)
            race.cross(car, .line, 150_000 + Int64(place) * 2000)
        }
        let (reasons, explanation) = try position(race, "7")
        #expect(reasons.basis == .bestLap && reasons.position == 2)
        #expect(reasons.account.bestLap == .seconds(90) && reasons.account.bestLapNumber == 2)
        #expect(reasons.last?.at == ShortRace.instant(152_000))
        #expect(reasons.ahead?.tie == .setFirst && reasons.behind?.tie == .setFirst)
        #expect(explanation.rules == [CitedRule(key: "qualifying.duration", value: .time(.minutes(60)))])
    }
}
