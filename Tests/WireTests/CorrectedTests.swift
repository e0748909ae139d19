import Testing
import Timing
import Wire

@Suite("Small amendments that change much")
struct CorrectedTests {
    private func crossing(_ number: UInt64, _ transponder: UInt32, _ loop: UInt16, _ seconds: Int64) -> Input {
        .crossing(
            Crossing(
                id: CrossingID(decoder: 101, epoch: 1, number: number), stamp: (1000 + seconds) * 1_000_000,
                transponder: Transponder(transponder), loop: LoopID(loop)))
    }

    private func act(_ id: String, _ seconds: Int64, _ kind: Act.Kind) -> Input {
        .act(Act(id: id, at: Instant(milliseconds: (1000 + seconds) * 1000), by: "race control", kind: kind))
    }

    /// Follows the deltas of the inputs and says where, after each of them, the table is not the snapshot.
    private func differences(following inputs: [Input]) throws -> [String] {
        var race = PublishedRace(GoldenTests.session)
        var table = try FollowedTable(snapshot: JSON(race.snapshot))
        var found: [String] = []
        for (index, input) in inputs.enumerated() {
            let before = race.deltas.count
            race.take(input)
            for delta in race.deltas[before...] { try table.apply(JSON(Array(race.body(delta)))) }
            found += table.differences(from: try FollowedTable(snapshot: JSON(race.snapshot)))
                .map { "after input \(index + 1): \($0)" }
        }
        return found
    }

    @Test("when the start signal moves, stops since the start move with it")
    func movedStart() throws {
        let found = try differences(following: [
            act("rc-1", 0, .start), crossing(1, 4711, 10, 50), crossing(2, 4711, 11, 135), act("rc-2", 10, .start),
            act("rc-3", 20, .withdraw("rc-2")), act("rc-4", 30, .withdraw("rc-1")), act("rc-5", 1, .start),
        ])
        #expect(found == [])
    }

    @Test("a penalty after the session was ended by command leaves cars without a lap unclassified")
    func penaltyAfterEnd() throws {
        var race = PublishedRace(GoldenTests.session)
        race.take(act("rc-1", 0, .start))
        race.take(act("rc-2", 100, .end))
        race.take(act("rc-3", 100, .penalty(CarNumber("007"), .time(.seconds(5)), reason: "track limits")))
        let rows = try #require(try JSON(race.snapshot)["rows"]?.elements)
        #expect(rows.map { $0["position"] } == [.null, .null])
    }

    @Test("a transponder assigned, taken back and assigned again leaves and enters the list of the unknown")
    func assigned() throws {
        let found = try differences(following: [
            act("rc-1", 0, .start), crossing(1, 4713, 1, 95), crossing(2, 4714, 1, 96),
            act("rc-2", 100, .assign(Transponder(4713), CarNumber("88"), .wholeSession)),
            act("rc-3", 101, .withdraw("rc-2")),
            act("rc-4", 102, .assign(Transponder(4714), CarNumber("007"), .wholeSession)),
            act("rc-5", 103, .assign(Transponder(4711), CarNumber("007"), .wholeSession)),
            act("rc-6", 104, .withdraw("rc-5")),
        ])
        #expect(found == [])
    }
}
