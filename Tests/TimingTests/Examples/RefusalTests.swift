import Testing
import Timing

@Suite("Acts that are refused change nothing")
struct RefusalTests {
    /// The reason for which a race of 7 and 07 refuses the act.
    private func refusal(_ kind: Act.Kind, id: String = "act") -> ActRefusal? {
        var race = ShortRace("7", "07")
        race.cross("7", .line, 100_000)
        let before = (Picture(race.timekeeper), race.timekeeper.counts)
        do {
            try race.act(kind, 110_000, id: id)
            return nil
        } catch {
            #expect(Picture(race.timekeeper) == before.0)
            #expect(race.timekeeper.counts == before.1)
            #expect(race.timekeeper.changedRows.isEmpty)
            return error as? ActRefusal
        }
    }

    @Test("a car that is not entered: 007 is neither 7 nor 07")
    func unknownCar() {
        let nobody = CarNumber("007")
        let kinds: [Act.Kind] = [
            .driver(nobody, driver: 1), .penalty(nobody, .time(.seconds(5)), reason: "speeding"),
            .penalty(nobody, .position(1), reason: "speeding"), .insert(nobody, LoopID(1), driver: 0),
            .assign(Transponder(9001), nobody, .wholeSession),
        ]
        for kind in kinds { #expect(refusal(kind) == .unknownCar(nobody), "\(kind)") }
        #expect(refusal(.driver(CarNumber("07"), driver: 1)) == nil)
    }

    @Test("a loop that the circuit does not have")
    func unknownLoop() {
        let insert = Act.Kind.insert(CarNumber("7"), LoopID(99), driver: 0)
        #expect(refusal(insert) == .unknownLoop(LoopID(99)))
    }

    @Test("an act that nobody did")
    func unknownAct() {
        #expect(refusal(.withdraw("decision-9")) == .unknownAct("decision-9"))
    }

    @Test("a crossing that nobody saw")
    func unknownCrossing() {
        let id = CrossingID(decoder: 1, epoch: 1, number: 77)
        #expect(refusal(.void(id)) == .unknownCrossing(id))
    }

    @Test("an id that names another act")
    func idInUse() throws {
        var race = ShortRace("7")
        try race.flag(.yellow, 50_000, id: "rc-1")
        let before = Picture(race.timekeeper)
        #expect(throws: ActRefusal.nameInUse("rc-1")) { try race.flag(.red, 50_000, id: "rc-1") }
        #expect(throws: ActRefusal.nameInUse("rc-1")) { try race.flag(.yellow, 50_001, id: "rc-1") }
        #expect(Picture(race.timekeeper) == before)
    }

    @Test("a refused act leaves its id free")
    func idStaysFree() throws {
        var race = ShortRace("7")
        #expect(throws: ActRefusal.unknownCar(CarNumber("8"))) {
            try race.act(.driver(CarNumber("8"), driver: 1), 50_000, id: "rc-1")
        }
        #expect(try race.flag(.yellow, 50_000, id: "rc-1").outcome == .done)
    }

    @Test("a position that is not one of the entry list's", arguments: [-1, 0, 3])
    func wrongPosition(position: Int) {
        let kind = Act.Kind.penalty(CarNumber("7"), .position(position), reason: "last")
        #expect(refusal(kind) == .wrongPosition(position, of: 2))
    }

    @Test("the first and the last position of the entry list are positions", arguments: [1, 2])
    func rightPosition(position: Int) {
        #expect(refusal(.penalty(CarNumber("7"), .position(position), reason: "last")) == nil)
    }
}
