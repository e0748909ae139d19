import Simulation
import Testing
import Timing

/// R1.10: whatever waits, and whenever it is taken, the race is that in which every crossing came in time.
@Suite("Crossings that wait change nothing but the instant at which they take effect")
struct LateTests {
    /// Some crossings wait; now and then the first few of them are taken, at the end all.
    private static func waiting(_ trial: Trial) -> Trial {
        var random = SeededGenerator(seed: trial.seed, stream: 90)
        var others = trial
        others.inputs = []
        var reached = Instant.distantPast
        for input in trial.inputs {
            reached = max(reached, input.instant)
            if case .crossing(let crossing) = input, Int.random(in: 0..<3, using: &random) == 0 {
                others.inputs.append(.late(crossing))
            } else {
                others.inputs.append(input)
            }
            if Int.random(in: 0..<12, using: &random) == 0 {
                others.inputs.append(.lateTaken(count: Int.random(in: 1...6, using: &random), at: reached))
            }
        }
        others.inputs.append(.lateTaken(count: trial.inputs.count, at: reached))
        return others
    }

    private static func difference(_ trial: Trial, _ run: (Trial, inout Timekeeper) -> [Input]) -> String? {
        let trial = waiting(trial)
        var core = Timekeeper(trial.session)
        let accepted = run(trial, &core)
        if core.waitingCrossings > 0 { return "\(core.waitingCrossings) still wait" }
        return Picture(core).difference(
            from: ReferenceRace(trial.session, accepted).picture, as: ("core", "reference"))
    }

    @Test("taken by one fold they are where they belong", arguments: Races.seeds(60, set: 40))
    func taken(seed: UInt64) {
        let trial = Trial.amended(.small(seed: seed)).arriving(within: .minutes(10), seed: seed)
        hold(trial) { trial in Self.difference(trial) { trial, core in trial.run(in: &core) } }
    }

    @Test("folded by a copy beside the race they are too", arguments: Races.seeds(60, set: 41))
    func beside(seed: UInt64) {
        let trial = Trial.amended(.small(seed: seed)).arriving(within: .minutes(10), seed: seed)
        hold(trial) { trial in Self.difference(trial, Self.runBeside) }
    }

    /// Each `lateTaken` is begun on a copy, and taken over some inputs later.
    private static func runBeside(_ trial: Trial, _ core: inout Timekeeper) -> [Input] {
        var random = SeededGenerator(seed: trial.seed, stream: 91)
        var accepted: [Input] = []
        var fold: (count: Int, input: Input, since: [Input], left: Int)?
        var before: Timekeeper?
        func end() {
            guard let (count, input, since, _) = fold, let began = before.take() else { return }
            var copy = Timekeeper(copying: began)
            for input in [input] + since { copy.read(input) }
            var plain = Timekeeper(copying: core)
            let effect = core.takeLate(count, foldedBy: copy)
            let same = plain.takeLate(input)
            #expect(effect == same, "seed \(trial.seed): the same effect, wherever it was folded")
            for car in core.session.entries.indices.map({ CarIndex($0) }) {
                let (found, expected) = (core.correction(of: car), plain.correction(of: car))
                #expect(found == expected, "seed \(trial.seed), car \(car.slot): told as corrected, wherever folded")
                #expect(core.standing(of: car) == plain.standing(of: car), "seed \(trial.seed), car \(car.slot)")
            }
            fold = nil
        }
        for input in trial.inputs {
            if case .lateTaken(let count, _) = input {
                end()
                guard core.waitingCrossings > 0 else { continue }
                let taken = min(count, core.waitingCrossings)
                fold = (taken, .lateTaken(count: taken, at: input.instant), [], Int.random(in: 0...20, using: &random))
                before = Timekeeper(copying: core)
                continue
            }
            guard (try? core.apply(input)) != nil else { continue }
            accepted.append(input)
            fold?.since.append(input)
            fold?.left -= 1
            if let left = fold?.left, left < 0 { end() }
        }
        end()
        return accepted
    }

    @Test("a crossing that waits moves nothing, and can be declared void")
    func moves() throws {
        let trial = Trial.amended(.small(seed: 3))
        var core = trial.run()
        let before = Picture(core)
        let crossing = try #require(
            trial.inputs.compactMap(\.crossing).dropFirst(4).first)
        let late = Crossing(
            id: CrossingID(decoder: 999, epoch: 1, number: 1), stamp: crossing.stamp, transponder: crossing.transponder,
            loop: crossing.loop, driver: 0)
        let effect = try core.apply(.late(late))
        #expect(effect.outcome == .late && effect.car != nil && core.changedRows.isEmpty && !effect.isCorrection)
        #expect(Picture(core).difference(from: before, as: ("after", "before")) == nil)
        #expect(try core.apply(.late(late)).outcome == .repeated && core.waitingCrossings == 1)
        _ = try core.apply(.act(Act(id: "void", at: core.now, by: "timekeeper", kind: .void(late.id))))
        _ = try core.apply(.lateTaken(count: 1, at: core.now))
        #expect(core.waitingCrossings == 0)
        #expect(Picture(core).difference(from: before, as: ("void", "before")) == nil)
    }
}

extension Timekeeper {
    fileprivate mutating func takeLate(_ input: Input) -> Effect? { try? apply(input) }
}
