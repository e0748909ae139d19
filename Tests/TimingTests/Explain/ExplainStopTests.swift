import Testing
import Timing

@Suite("Why a stop is as it is")
struct ExplainStopTests {
    private func stop(_ race: borrowing ShortRace, _ number: Int = 1) throws -> (StopReasons, Explanation) {
        let explanation = try race.timekeeper.explanation(of: CarNumber("7"), .stop(number))
        guard case .stop(let reasons) = explanation.subject else { throw NothingToExplain.stop(number, made: 0) }
        return (reasons, explanation)
    }

    private func withStop(driver: UInt8 = 0, _ before: (inout ShortRace) throws -> Void = { _ in }) rethrows
        -> ShortRace
    {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 90_000, driver: driver)
        try before(&race)
        race.cross("7", .pitEntry, 170_000)
        race.cross("7", .linePit, 180_000)
        race.cross("7", .pitExit, 230_000)
        return race
    }

    @Test("a stop lasts from pit entry to pit exit, with the Line between")
    func crossings() throws {
        let (stop, explanation) = try stop(try withStop())
        #expect(stop.duration == Milliseconds(60_000) && stop.counts && !stop.isOpen)
        #expect([stop.entered, stop.line, stop.left].map(\.?.crossing?.id.number) == [2, 3, 4])
        #expect(stop.driverIn == nil && stop.driverOut == nil && stop.served == [] && stop.others == [])
        #expect(explanation.rules.map(\.key) == ["circuit.pitTransit"])
    }

    @Test("who drove in was named by the car before, who drove out by command on the way")
    func drivers() throws {
        var race = try withStop(driver: 1)
        try race.act(.driver(CarNumber("7"), driver: 2), 200_000, id: "driver-2")
        let (stop, explanation) = try stop(race)
        #expect(stop.driverIn?.driver == 1 && stop.driverIn?.crossing?.crossing?.id.number == 1)
        #expect(stop.driverIn?.act == nil)
        #expect(stop.driverOut?.driver == 2 && stop.driverOut?.act == "driver-2" && stop.driverOut?.crossing == nil)
        #expect(explanation.acts.map(\.act.id) == ["driver-2"])
    }

    @Test("who drove out may be who is named first after it")
    func namedLater() throws {
        var race = try withStop(driver: 1)
        race.cross("7", .line, 300_000, driver: 2)
        #expect(try stop(race).0.driverOut?.crossing?.at == ShortRace.instant(300_000))
    }

    @Test("a drive-through that the visit serves is named, with the rules for it")
    func served() throws {
        let race = try withStop { race in
            try race.act(.penalty(CarNumber("7"), .driveThrough, reason: "speeding"), 100_000, id: "decision-1")
        }
        let (stop, explanation) = try stop(race)
        #expect(stop.served == ["decision-1"])
        #expect(explanation.acts.map(\.act.id) == ["decision-1"] && explanation.acts[0].penalty?.state == .served)
        #expect(explanation.rules.map(\.key) == ["circuit.pitTransit", "race.serveWithin", "race.driveThroughTime"])
    }

    @Test("a visit behind the safety car through the pit lane is no stop")
    func throughPitLane() throws {
        let race = try withStop { race in
            try race.act(.flag(.safetyCar, isEstimated: false, throughPitLane: true), 150_000, id: "flag-1")
        }
        let (stop, _) = try stop(race)
        #expect(!stop.counts && stop.flag?.throughPitLane == true && stop.flag?.flag == .safetyCar)
        #expect(!stop.beganUnderRed)
    }

    @Test("a visit begun under the red flag is no stop, and that is why")
    func begunUnderRed() throws {
        let race = try withStop { try $0.act(.flag(.red, isEstimated: false), 150_000, id: "flag-1") }
        let (stop, _) = try stop(race)
        #expect(!stop.counts && stop.beganUnderRed && stop.flag?.flag == .red)
    }

    @Test("a car that is in the pit lane has no exit yet")
    func open() throws {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 90_000)
        race.cross("7", .pitEntry, 170_000)
        race.cross("8", .line, 900_000)
        let (stop, _) = try stop(race)
        #expect(stop.isOpen && stop.left == nil && stop.duration == nil && stop.entered != nil)
    }

    @Test("of a stop that was not made there is nothing to explain")
    func nothing() throws {
        let race = try withStop()
        for number in [0, 2] {
            #expect(throws: NothingToExplain.stop(number, made: 1)) { try stop(race, number) }
        }
    }
}
