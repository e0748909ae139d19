import Testing
import Timing

@Suite("Why a lap is as it is")
struct ExplainLapTests {
    private func lap(_ race: borrowing ShortRace, _ lap: Int, of car: String = "7") throws -> (LapReasons, Explanation)
    {
        let explanation = try race.timekeeper.explanation(of: CarNumber(car), .lap(lap))
        guard case .lap(let reasons) = explanation.subject else { throw NothingToExplain.lap(lap, completed: 0) }
        return (reasons, explanation)
    }

    /// Three laps of car 7: of 90 s, 91 s and 89 s, sectors of thirds.
    private func threeLaps() -> ShortRace {
        var race = ShortRace("7", "8")
        var at: Int64 = 0
        for time in [90_000, 90_900, 89_100] as [Int64] {
            race.cross("7", .first, at + time / 3)
            race.cross("7", .second, at + time * 2 / 3)
            at += time
            race.cross("7", .line, at)
        }
        return race
    }

    @Test("a lap is bounded by two crossings of the Line, and its sectors end at their loops")
    func bounds() throws {
        let (lap, explanation) = try lap(threeLaps(), 2)
        #expect(lap.time == Milliseconds(90_900))
        #expect(lap.began.crossing?.id.number == 3 && lap.ended.crossing?.id.number == 6)
        #expect(lap.began.at == ShortRace.instant(90_000) && lap.ended.at == ShortRace.instant(180_900))
        #expect(lap.sectors.map(\.time?.count) == [30_300, 30_300, 30_300])
        #expect(lap.sectors.map(\.ended?.loop?.value) == [3, 4, 1])
        #expect(lap.sectors.allSatisfy { $0.ended?.basis == .measured && $0.ended?.lap == 2 })
        #expect(lap.notBest == [.another(lap: 3, time: Milliseconds(89_100))])
        #expect(lap.flags.map(\.flag) == [.green])
        #expect(lap.others == [] && explanation.acts == [] && !lap.isInLap && !lap.isOutLap)
    }

    @Test("a crossing that bounds a lap is shown as it was sent, whatever names and values boxes give")
    func asSent() throws {
        var race = ShortRace("7", "8")
        let names = [
            CrossingID(decoder: .max, epoch: 1 << 53, number: 1 << 53 - 1),
            CrossingID(decoder: .max, epoch: 0, number: 1), CrossingID(decoder: 1, epoch: .max, number: .max),
        ]
        var sent: [Crossing] = []
        for (place, id) in names.enumerated() {
            let crossing = Crossing(
                id: id, stamp: (ShortRace.signal + Int64(place + 1) * 90_000) * 1000 + 999,
                transponder: Transponder(4701), loop: ShortRace.At.line.id, driver: place == 1 ? 2 : 1,
                isEstimated: place == 2)
            sent.append(crossing)
            _ = race.timekeeper.apply(crossing)
        }
        try race.act(.void(names[2]), 300_000)
        let (lap, _) = try lap(race, 2)
        #expect(lap.began.crossing == sent[0] && lap.ended.crossing == sent[1])
        try race.act(.withdraw("act-2"), 301_000)
        #expect(try self.lap(race, 3).0.ended.crossing == sent[2])
    }

    @Test("lap 1 begins at the start signal and is never the best")
    func first() throws {
        let (lap, explanation) = try lap(threeLaps(), 1)
        #expect(lap.began.basis == .signal && lap.began.at == ShortRace.instant(0) && lap.began.crossing == nil)
        #expect(lap.notBest == [.firstLap])
        #expect(explanation.acts.map(\.act.kind) == [.start])
        #expect(explanation.rules == [CitedRule(key: "race.start", value: .word("signal"))])
    }

    @Test("the best lap of the car is said to be so of its class and of all when it is")
    func best() throws {
        var race = threeLaps()
        #expect(try lap(race, 3).0.notBest == [])
        #expect(try lap(race, 3).0.isBestOfAll && lap(race, 3).0.isBestOfClass)
        race.drive("8", laps: 4, of: 85_000)
        #expect(try !lap(race, 3).0.isBestOfAll && lap(race, 3).0.notBest == [])
    }

    @Test("a lap whose time was deleted names the decision, and lists it still when it is taken back")
    func deleted() throws {
        var race = threeLaps()
        try race.act(.penalty(CarNumber("7"), .lapTime(3), reason: "track limits"), 300_000, id: "decision-1")
        var (lap, explanation) = try lap(race, 3)
        #expect(lap.notBest == [.deleted(act: "decision-1")])
        #expect(explanation.acts.map(\.act.id) == ["decision-1"] && explanation.acts[0].withdrawnBy == nil)
        #expect(explanation.acts[0].penalty?.state == .applied)
        try race.act(.withdraw("decision-1"), 310_000, id: "decision-2")
        (lap, explanation) = try self.lap(race, 3)
        #expect(lap.notBest == [])
        #expect(explanation.acts.map(\.withdrawnBy) == ["decision-2"])
    }

    @Test("a sector loop that was missed is provisional, by the crossing after it and the latest sectors")
    func provisional() throws {
        var race = threeLaps()
        race.cross("7", .first, 270_000 + 30_000)
        race.cross("7", .line, 270_000 + 92_000)
        let (lap, _) = try lap(race, 4)
        let missed = try #require(lap.sectors[1].ended)
        #expect(missed.crossing == nil && missed.outcome == nil && missed.loop == LoopID(4))
        guard case .provisional(let estimate?) = missed.basis else {
            Issue.record("\(missed.basis)")
            return
        }
        #expect(estimate.method == .latestTimes && estimate.before == 1)
        #expect(estimate.evidence.at == ShortRace.instant(362_000))
        #expect(estimate.from == ShortRace.instant(300_000))
        // The second sector and the third took as long on the lap before.
        #expect(estimate.sectors == [Milliseconds(29_700), Milliseconds(29_700)])
        #expect(missed.at == ShortRace.instant(331_000))
        #expect(lap.notBest == [.another(lap: 3, time: Milliseconds(89_100))])
    }

    @Test("a lap that ends at a Line that was missed is no best, and so is the lap that begins there")
    func missedLine() throws {
        var race = threeLaps()
        race.cross("7", .first, 270_000 + 29_000)
        race.cross("7", .second, 270_000 + 58_000)
        race.cross("7", .first, 270_000 + 116_000)
        race.cross("7", .second, 270_000 + 145_000)
        race.cross("7", .line, 270_000 + 174_000)
        for number in [4, 5] { #expect(try lap(race, number).0.notBest == [.provisional]) }
        let ended = try lap(race, 4).0.ended
        #expect(try lap(race, 5).0.began == ended)
        guard case .provisional(let estimate?) = ended.basis else {
            Issue.record("\(ended.basis)")
            return
        }
        #expect(estimate.evidence.at == ShortRace.instant(386_000) && estimate.method == .latestTimes)
    }

    @Test("a crossing declared void is shown in the lap's span with the act, and counts again when that is taken back")
    func void() throws {
        var race = threeLaps()
        race.cross("7", .second, 200_000)
        let id = try race.latest()
        try race.act(.void(id), 300_000, id: "void-1")
        var (lap, explanation) = try lap(race, 3)
        #expect(lap.others.map(\.outcome) == [.void] && lap.others[0].voidedBy == "void-1")
        #expect(explanation.acts.map(\.act.id) == ["void-1"])
        try race.act(.withdraw("void-1"), 310_000, id: "void-2")
        (lap, explanation) = try self.lap(race, 3)
        #expect(explanation.acts.map(\.withdrawnBy) == ["void-2"])
        #expect(lap.others.allSatisfy { $0.voidedBy == nil })
    }

    @Test("a second reading of the Line is shown as the same passage again")
    func again() throws {
        var race = threeLaps()
        race.cross("7", .line, 90_400)
        #expect(try lap(race, 2).0.others.map(\.outcome) == [.again])
    }

    @Test("a crossing inserted by hand bounds the lap and names its act")
    func inserted() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 90_000)
        try race.act(.insert(CarNumber("7"), LoopID(1), driver: 0), 180_000, id: "insert-1")
        race.cross("7", .line, 270_000)
        let (lap, explanation) = try lap(race, 2)
        #expect(lap.ended.basis == .inserted(act: "insert-1") && lap.ended.crossing?.id.decoder == 0)
        #expect(explanation.acts.map(\.act.id) == ["insert-1"])
    }

    @Test("a crossing that a clock correction moved names the correction and keeps the decoder's stamp")
    func retimed() throws {
        var race = threeLaps()
        try race.act(.clock(ClockCorrection(decoder: 1, ahead: 1_500_000)), 300_000, id: "clock-1")
        let (lap, explanation) = try lap(race, 2)
        #expect(lap.ended.at == ShortRace.instant(180_900 - 1500) && lap.ended.retimedBy == "clock-1")
        #expect(lap.ended.crossing?.stamp == (ShortRace.signal + 180_900) * 1000)
        #expect(explanation.acts.map(\.act.id) == ["clock-1"])
    }

    @Test("a crossing that an importer estimated is said to be so")
    func imported() throws {
        var race = ShortRace("7")
        race.cross(transponder: 4701, .line, 90_000, isEstimated: true)
        #expect(try lap(race, 1).0.ended.basis == .estimated)
    }

    @Test("in lap and out lap are those on which the car came to the pit lane and left it")
    func pitLane() throws {
        var race = threeLaps()
        race.cross("7", .pitEntry, 350_000)
        race.cross("7", .linePit, 360_000)
        race.cross("7", .pitExit, 420_000)
        race.cross("7", .line, 480_000)
        let (four, five) = (try lap(race, 4).0, try lap(race, 5).0)
        #expect(four.isInLap && !four.isOutLap && five.isOutLap && !five.isInLap)
        #expect(four.others.map(\.outcome) == [.pitEntry] && five.others.map(\.outcome) == [.pitExit])
    }

    @Test("of a lap that has not been completed, and of a car that is not entered, there is nothing to explain")
    func nothing() throws {
        let race = threeLaps()
        for number in [0, 4, -1] {
            #expect(throws: NothingToExplain.lap(number, completed: 3)) { try lap(race, number) }
        }
        #expect(throws: NothingToExplain.lap(1, completed: 0)) { try lap(race, 1, of: "8") }
        #expect(throws: NothingToExplain.car(CarNumber("07"))) { try lap(race, 1, of: "07") }
    }
}
