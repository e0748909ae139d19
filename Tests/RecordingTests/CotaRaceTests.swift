import Recording
import Rulebook
import Testing
import Timing

/// A race with a red flag in it, followed from the start to the finish.
///
/// The file says of every crossing of the Line when it was and which flag the car saw there, and its rows never
/// contradict each other: sorted by time they fall into 17 runs of one flag.
@Suite("Austin 2025, six hours, under a red flag", .enabled(if: RealRaces.arePresent, RealRaces.absence))
struct CotaRaceTests {
    private let plain: CotaRace
    private let recording: Recording

    init() throws {
        let race = try #require(RealRaces.alKamel.first { $0.name == "2025-cota-6h" })
        let files = try race.files()
        plain = try CotaRace(files[0].text)
        recording = try AlKamelImport.read(files: files, options: ImportOptions(date: "2025-09-07")).recording
    }

    @Test("the file tells of 17 periods: behind the safety car, red after an hour, behind the safety car again")
    func periodsOfTheFile() {
        func period(_ flag: Flag, _ from: Int64, _ rows: Int, _ leaderLaps: Int) -> CotaRace.Period {
            CotaRace.Period(flag: flag, from: from, rows: rows, leaderLaps: leaderLaps)
        }
        let periods = [
            period(.safetyCar, 0, 638, 18), period(.red, 3_620_613, 35, 1), period(.safetyCar, 6_238_268, 70, 2),
            period(.green, 6_589_613, 105, 3), period(.safetyCar, 7_000_395, 174, 5),
            period(.green, 8_031_814, 501, 15), period(.safetyCar, 10_229_816, 109, 3),
            period(.green, 10_980_514, 851, 25), period(.safetyCar, 14_616_618, 107, 3),
            period(.green, 15_300_232, 174, 5), period(.safetyCar, 15_977_271, 130, 4),
            period(.green, 16_906_929, 129, 4), period(.fullCourseYellow, 17_414_855, 48, 2),
            period(.green, 17_771_839, 458, 15), period(.fullCourseYellow, 19_725_759, 34, 1),
            period(.green, 20_012_908, 372, 13), period(.chequered, 21_685_310, 29, 1),
        ]
        #expect(plain.periods == periods)
        #expect(plain.rows.count == 3964)
        #expect(plain.leaderCrossings.count == 120)
        #expect(Set(plain.rows.map(\.elapsed)).count == plain.rows.count, "no two cars at the same instant")
    }

    @Test("every one of 3,964 crossings of the Line lies in a period of the flag that the car saw there")
    func flags() throws {
        let core = try run()
        let known = core.startedAt
        let start = try #require(known)
        let periods = core.flags
        for row in plain.rows {
            let at = start + Milliseconds(row.elapsed)
            let shown = periods.filter { $0.from <= at && ($0.to.map { at < $0 } ?? true) }
            #expect(shown.map(\.flag) == [row.flag], "car \(row.car), lap \(row.lap)")
        }
        #expect(periods.map(\.flag) == plain.periods.map(\.flag))
        #expect(periods.map { ($0.from - start).count } == plain.periods.map(\.from))
        #expect(periods.map(\.laps) == plain.periods.map(\.leaderLaps))
        #expect(zip(periods, periods.dropFirst()).allSatisfy { $0.to == $1.from })
        #expect(periods.last?.to == nil)
    }

    /// At the instant at which the leader completes each of the 120 laps, when every crossing up to it is in, three
    /// things are those of the file:
    ///
    /// * laps of each car, and its total: the instant at which it completed the last of them (3,964 rows in all);
    /// * so the order by laps, then total, which is the order in which the cars crossed the Line last;
    /// * the core's own order, which goes by the last loop: by sectors 1 and 2 of the rows of the laps begun.
    @Test("whenever the leader crosses the Line every car has the laps, the total and the place of the file")
    func atEveryLap() throws {
        var core = Timekeeper(recording.event.sessions[0])
        var inputs = recording.inputs[...]
        let start = try #require(recording.acts.first { $0.kind == .start }).at
        for crossing in plain.leaderCrossings {
            let at = start + Milliseconds(crossing.elapsed)
            while let next = inputs.first, next.instant <= at { _ = try core.apply(inputs.removeFirst()) }
            #expect(tallies(core) == plain.tallies(at: crossing.elapsed), "lap \(crossing.lap)")
            let order = core.classification.map { number($0) }
            #expect(order == plain.order(at: crossing.elapsed), "lap \(crossing.lap)")
            #expect(order.first == crossing.car)
            #expect(core.flag == crossing.flag, "lap \(crossing.lap)")
            for (rank, car) in core.classification.enumerated() {
                #expect(core.standing(of: car).position == rank + 1)
            }
        }
    }

    @Test("it ends as the rows say, 36 of 36 cars: who was behind on the road at the flag is so in the result")
    func end() throws {
        let core = try run()
        let expected = plain.tallies(at: .max)
        #expect(core.phase == .ended)
        #expect(core.classification.map { tally($0, in: core) } == expected)
        #expect(core.classification.map { core.standing(of: $0).position } == (1...36).map { $0 })
        #expect(expected.first == CotaRace.Tally(car: "6", laps: 120, total: 21_685_310))
        // 29 took the flag; the others had stopped before it, and are classified by the laps they had.
        #expect(core.classification.count { core.standing(of: $0).status == .finished } == 29)
        #expect(core.classification.count { core.standing(of: $0).status == .retired } == 7)
    }

    private func run() throws -> Timekeeper {
        var core = Timekeeper(recording.event.sessions[0])
        for input in recording.inputs { _ = try core.apply(input) }
        return core
    }

    private func number(_ car: CarIndex) -> String { recording.event.entries[car.slot].number.text }

    private func tally(_ car: CarIndex, in core: borrowing Timekeeper) -> CotaRace.Tally {
        CotaRace.Tally(
            car: number(car), laps: core.lapping(of: car).laps, total: core.standing(of: car).total?.count)
    }

    private func tallies(_ core: borrowing Timekeeper) -> [CotaRace.Tally] {
        plain.inOrder(core.session.entries.indices.map { tally(CarIndex($0), in: core) })
    }
}
