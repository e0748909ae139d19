import Journal
import Linux
import Rulebook
import Service
import Testing
import Timing
import Wire

@Suite("A command that is tried out")
struct DryRunTests {
    private static func answer(_ run: DryRun, _ bell: Bell) throws -> JSON {
        bell.wait()
        run.join()
        return try JSON(try #require(run.latest))
    }

    @Test(
        "says the same of the journal as of the state that the lane has, and changes neither",
        arguments: 1...4 as ClosedRange<UInt64>)
    func same(seed: UInt64) throws {
        let race = RaceOfInputs(seed: seed)
        let folder = TemporaryFolder()
        let sitting = try Sitting(race, in: folder.path)
        sitting.take(race.inputs[..<(race.inputs.count * 2 / 3)])
        let end = try JournalScan.read(directory: sitting.folder.path) { _, _ in }.place
        // What comes after the question does not bear on the answer.
        let copied = sitting.copied
        let before = sitting.crossings
        sitting.take(race.inputs[(race.inputs.count * 2 / 3)...])
        let now = race.inputs[race.inputs.count / 2].instant
        let car = race.session.entries[0].number
        let kinds: [Act.Kind] = [
            .penalty(car, .time(.seconds(90)), reason: "x"), .penalty(car, .disqualified, reason: "x"),
            .flag(.red, isEstimated: false), .start, .duration(.minutes(5)), .retired(car),
        ]
        for kind in kinds {
            let act = Act(id: "tried", at: now, by: "race control", kind: kind)
            let answers = try [DryRun.Source.copy(copied), .journal(sitting.folder.path, upTo: end)].map { source in
                let bell = Bell()
                return try Self.answer(DryRun(act, in: race.session, source, .init(), bell: bell), bell)
            }
            #expect(answers[0]["type"]?.text == "dryRun")
            #expect(answers[0]["follows"]?.elements?.isEmpty == false)
            #expect(answers[0] == answers[1], "\(kind)")
        }
        #expect(sitting.crossings > before, "the session has gone on meanwhile")
    }

    @Test("an act that would be refused is refused, and a journal that cannot be read says so")
    func refused() throws {
        let race = RaceOfInputs(seed: 5)
        let folder = TemporaryFolder()
        let sitting = try Sitting(race, in: folder.path)
        sitting.take(race.inputs[...])
        let bell = Bell()
        let act = Act(
            id: "tried", at: race.inputs[0].instant, by: "race control", kind: .retired(CarNumber("no such car")))
        let refusal = try Self.answer(
            DryRun(act, in: race.session, .copy(sitting.copied), .init(), bell: bell), bell)
        #expect(refusal["reason"]?.text == "unknown-car")
        let nowhere = try Self.answer(
            DryRun(
                act, in: race.session, .journal("\(folder.path)/none", upTo: JournalPlace(segment: 9, offset: 9)),
                .init(), bell: bell), bell)
        #expect(nowhere["reason"]?.text == "no-dry-run")
    }
}
