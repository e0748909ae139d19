import Recording
import Rulebook
import Testing
import Timing

/// The same session through the core.
///
/// The core knows races only. In a race the first lap begins at the start signal; the original system let it begin
/// at a car's first crossing of the Line, as in every practice session. All other differences are those of
/// `UnderRed` and `DeletedLap`.
@Suite("Sebring 2009 by RMonitor, in the core")
struct RMonitorSebringCoreTests {
    private let sebring: RMonitorSebring
    private let imported: Imported

    init() throws {
        (sebring, imported) = try RMonitorSebring.read()
    }

    /// Where a car's first lap begins, by the line of the first `$J` of the car.
    ///
    /// Six cars came 136 s to 331 s after the start on the track: that crossing ends a lap of the core's, not of the
    /// original system's, which has the lap time 0 beside it.
    private static let firstLaps: [(record: Int, car: String, ours: Int64)] = [
        (483, "45", 136_474), (493, "46", 139_007), (504, "44", 142_701), (514, "40", 144_991), (528, "92", 152_045),
        (1174, "11", 331_031),
    ]
    /// Car 21 came after 13.335 s, six others from their garages, over the Line in the pit lane (or before anybody can
    /// have been round): that is the start to the core too, but their first lap then begins at the start signal.
    private static let starts: [(record: Int, car: String, total: Int64)] = [
        (90, "21", 13_335), (292, "5", 90_989), (710, "15", 198_575), (889, "9", 246_957), (2049, "28", 571_525),
        (3152, "66", 881_412), (4144, "87", 1_178_162),
    ]

    private static func more(_ car: String) -> Int { starts.contains { $0.car == car } ? 0 : 1 }

    /// A crossing of the Line as the core took it.
    private struct Taken {
        let outcome: Outcome
        let lap: Int64?
        let total: Int64?
    }

    private struct Run: ~Copyable {
        var core: Timekeeper
        /// By car, in order.
        var lines: [String: [Taken]] = [:]
    }

    /// Runs the core on the recording, and lets the timekeepers amend it when all is over.
    private func run(amendments: [Act] = []) throws -> Run {
        let recording = imported.recording
        var run = Run(core: Timekeeper(recording.event.sessions[0]))
        for input in recording.inputs {
            let effect = try run.core.apply(input)
            guard case .crossing(let crossing) = input, let car = effect.car, [1, 2].contains(crossing.loop.value)
            else {
                continue
            }
            let lapping = run.core.lapping(of: car)
            run.lines[recording.event.entries[car.slot].number.text, default: []].append(
                Taken(
                    outcome: effect.outcome, lap: lapping.lastLap?.count,
                    total: run.core.standing(of: car).total?.count))
        }
        for amendment in amendments { _ = try run.core.apply(.act(amendment)) }
        return run
    }

    private func car(_ number: String, in core: borrowing Timekeeper) throws -> CarIndex {
        let known = core.car(CarNumber(number))
        return try #require(known)
    }

    /// The timekeepers' act that takes a crossing out, named by its line in the file.
    private func void(_ line: Int) throws -> Act {
        let plain = try #require(sebring.crossings.first { $0.line == line })
        let midnight = imported.recording.acts[0].at.milliseconds - RMonitorSebring.start
        let entry = try #require(imported.recording.event.entries.first { $0.number.text == plain.car })
        let crossing = try #require(
            imported.recording.crossings.first {
                $0.transponder == entry.transponders[0] && $0.at.milliseconds == plain.at + midnight
            })
        return Act(id: "void-\(line)", at: crossing.at, by: "test", kind: .void(crossing.id))
    }

    // MARK: As imported

    @Test("508 lap times of the core are those of $J, but for 17 that are known one by one")
    func lapTimes() throws {
        let run = try run()
        var differences: Set<RMonitorSebringTests.Difference> = []
        for (car, passings) in sebring.passingsByCar {
            let taken = try #require(run.lines[car])
            #expect(taken.count == passings.count)
            for (taken, passing) in zip(taken, passings) where taken.lap ?? 0 != passing.lap {
                differences.insert(.init(record: passing.line, original: passing.lap, ours: taken.lap ?? 0))
            }
        }
        var known = Set(
            Self.firstLaps.map { RMonitorSebringTests.Difference(record: $0.record, original: 0, ours: $0.ours) })
        for lap in UnderRed.all {
            known.insert(.init(record: lap.nextPassing, original: lap.nextLap, ours: lap.nextWouldBe))
        }
        for start in Self.starts {
            let second = try #require(sebring.passingsByCar[start.car]?[1])
            known.insert(.init(record: second.line, original: second.lap, ours: second.lap + start.total))
        }
        #expect(known.count == 17)
        #expect(differences == known)
    }

    @Test("508 totals of the core are those of $J, but for the four under red and the seven that are the start")
    func totals() throws {
        let run = try run()
        var differences: Set<RMonitorSebringTests.Difference> = []
        for (car, passings) in sebring.passingsByCar {
            for (taken, passing) in zip(try #require(run.lines[car]), passings) where taken.total != passing.total {
                differences.insert(.init(record: passing.line, original: passing.total, ours: taken.total ?? -1))
            }
        }
        var known = Set(
            UnderRed.all.map {
                RMonitorSebringTests.Difference(record: $0.passing, original: $0.total, ours: $0.wouldBe)
            })
        for start in Self.starts { known.insert(.init(record: start.record, original: start.total, ours: -1)) }
        #expect(differences == known)
        let others = run.lines.values.flatMap { $0 }.filter { $0.outcome != .lap }
        #expect(others.map(\.outcome) == Self.starts.map { _ in .start })
        #expect(run.core.doubts.count { $0.kind == .lateStart } == Self.starts.count - 1)
    }

    @Test("final totals are the original system's for 13 of 13; laps and places differ by the laps known above")
    func result() throws {
        let run = try run()
        let core = run.core
        #expect(core.phase == .ended)
        #expect(core.unknown.held.map(\.transponder) == [Transponder(1_176_302)])
        let uncounted = Set(UnderRed.all.map(\.car))
        var places: [String] = []
        for (number, row) in RMonitorSebring.final(sebring.results) {
            let car = try car(number, in: core)
            #expect(core.standing(of: car).total?.count == row.time)
            let more = Self.more(number) + (uncounted.contains(number) ? 1 : 0)
            #expect(core.lapping(of: car).laps == row.number + more)
            if core.standing(of: car).position != row.position {
                places.append("\(number): \(core.standing(of: car).position ?? 0) for \(row.position)")
            }
        }
        // Of two cars with equal laps the one has one more, by its crossing under red or by its first.
        #expect(
            places.sorted() == ["15: 5 for 3", "28: 12 for 11", "40: 11 for 12", "44: 4 for 5", "92: 3 for 4"])
    }

    @Test("best laps are the original system's for 12 of 13, with the number that our count gives them")
    func bests() throws {
        let core = try run().core
        let uncounted = Set(UnderRed.all.map(\.car))
        for (number, row) in RMonitorSebring.final(sebring.bests) where row.time != 3_599_999 {
            let lapping = core.lapping(of: try car(number, in: core))
            if number == DeletedLap.car {
                let lap = DeletedLap.lap + Self.more(number)
                #expect(lapping.bestLap?.count == DeletedLap.time && lapping.bestLapNumber == lap)
                continue
            }
            #expect(lapping.bestLap?.count == row.time)
            // The best lap of car 11 was its fourth, before the red flag.
            let isAfterRed = uncounted.contains(number) && number != "11"
            #expect(lapping.bestLapNumber == row.number + Self.more(number) + (isAfterRed ? 1 : 0))
        }
    }

    // MARK: With the original timekeepers' decisions

    @Test("with the 12 first crossings and the 4 under red void, laps, totals and places are the original's, 13 of 13")
    func amended() throws {
        let first = try Self.firstLaps.map { known in
            try #require(sebring.crossings.first { $0.car == known.car && $0.isLine }).line
        }
        let core = try run(amendments: try (first + UnderRed.all.map(\.crossing)).map(void)).core
        let final = RMonitorSebring.final(sebring.results)
        for (number, row) in final {
            let car = try car(number, in: core)
            #expect(core.standing(of: car).position == row.position)
            #expect(core.standing(of: car).total?.count == row.time)
            #expect(core.lapping(of: car).laps == row.number)
        }
        for (number, row) in RMonitorSebring.final(sebring.bests) where row.time != 3_599_999 {
            let lapping = core.lapping(of: try car(number, in: core))
            let (lap, time) = number == DeletedLap.car ? (DeletedLap.lap, DeletedLap.time) : (row.number, row.time)
            #expect(lapping.bestLapNumber == lap && lapping.bestLap?.count == time)
        }
        #expect(final.count == 13)
    }

    @Test("crossings that come in the order of the stream, some of them late, give the same state")
    func orderOfTheStream() throws {
        let recording = imported.recording
        let midnight = recording.acts[0].at.milliseconds - RMonitorSebring.start
        var rest = recording.crossings
        let sent = try sebring.crossings.map { plain in
            let place = try #require(rest.firstIndex { $0.at.milliseconds == plain.at + midnight })
            return rest.remove(at: place)
        }
        #expect(sent != recording.crossings)
        var core = Timekeeper(recording.event.sessions[0])
        var corrections = 0
        for act in recording.acts { _ = try core.apply(.act(act)) }
        for crossing in sent where core.apply(crossing).isCorrection { corrections += 1 }
        let inOrder = try run().core
        #expect(core.classification == inOrder.classification)
        for car in recording.event.entries.indices.map(CarIndex.init) {
            #expect(core.standing(of: car) == inOrder.standing(of: car))
            #expect(core.lapping(of: car) == inOrder.lapping(of: car))
            #expect(core.stops(of: car) == inOrder.stops(of: car))
        }
        #expect(corrections > 0)
    }
}
