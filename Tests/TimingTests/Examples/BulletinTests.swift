import Testing
import Timing

/// What a bulletin asks of the cars, and what is left when it is taken back.
struct BulletinTests {
    @Test(
        "where nothing is asked, a prohibited range by bulletin judges the stops, and taken back it says nothing more")
    func takenBack() throws {
        let loops = [
            Loop(id: LoopID(1), name: "Line", kind: .line, minimum: .seconds(10)),
            Loop(id: LoopID(10), name: "Pit entry", kind: .pitEntry, minimum: .seconds(5)),
            Loop(id: LoopID(11), name: "Pit exit", kind: .pitExit, minimum: .seconds(5)),
        ]
        let session = Session(
            id: "race", name: "Race", circuit: Circuit(name: "Ring", lengthMetres: nil, loops: loops),
            rules: RaceRules(duration: .minutes(60), classifiedPercent: 0),
            entries: [
                Entry(
                    number: CarNumber("7"), carClass: "GT3", team: "", transponders: [Transponder(1)], drivers: [])
            ])
        var keeper = Timekeeper(session)
        func act(_ id: String, at seconds: Int64, _ kind: Act.Kind) throws -> Effect {
            try keeper.apply(Act(id: id, at: Instant(milliseconds: seconds * 1000), by: "race director", kind: kind))
        }
        _ = try act("start", at: 0, .start)
        _ = try act("range", at: 1, .bulletin(.prohibited(from: .seconds(93), to: .seconds(133))))
        for (number, (loop, seconds)) in [(10, 100), (11, 200)].enumerated() {
            _ = keeper.apply(
                Crossing(
                    id: CrossingID(decoder: 1, epoch: 1, number: UInt64(number + 1)), stamp: Int64(seconds) * 1_000_000,
                    transponder: Transponder(1), loop: LoopID(UInt16(loop))))
        }
        #expect(keeper.verdicts(of: CarIndex(0)).map(\.state) == [.short])
        #expect(keeper.infringements.map(\.kind) == [.prohibitedStopTime])
        let effect = try act("back", at: 300, .withdraw("range"))
        #expect(effect.verdicts.map(\.obligation.description) == ["stopTime1"])
        #expect(effect.verdicts.allSatisfy { $0.verdict == nil })
        #expect(keeper.verdicts(of: CarIndex(0)).isEmpty && keeper.infringements.isEmpty)
    }
}
