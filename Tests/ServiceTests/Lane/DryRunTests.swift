import DayRecord
import Foundation
import Journal
import Linux
import Meeting
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

    @Test("of a session of a meeting it says the same of the meeting's record, beside the crossings of another session")
    func meeting() throws {
        let race = RaceOfInputs(seed: 3)
        let folder = TemporaryFolder()
        let sitting = try Sitting(race, in: folder.path)
        sitting.take(race.inputs[...])
        let record = "\(folder.path)/meeting"
        try FileManager.default.createDirectory(atPath: record, withIntermediateDirectories: false)
        var journal = try Journal.open(directory: record) { _, _ in }
        let armed = MeetingAct(
            id: "arm", at: try #require(race.inputs.map(\.instant).min()) - .seconds(60), by: "desk",
            kind: .arm(race.session.id))
        journal.note(.meeting(armed, speaker: "desk"))
        for input in race.inputs {
            switch JournalRecord(input, speaker: "desk") {
            case .act(let act, let speaker): journal.note(.of(session: race.session.id, .act(act, speaker: speaker)))
            case let record: journal.note(record)
            }
            // An act of another session bears on nothing.
            if case .act(let act) = input { journal.note(.of(session: "elsewhere", .act(act, speaker: "desk"))) }
        }
        journal.close()
        let end = try JournalScan.read(directory: record) { _, _ in }.place
        let bell = Bell()
        for kind in [
            Act.Kind.penalty(race.session.entries[0].number, .time(.seconds(90)), reason: "x"),
            .flag(.red, isEstimated: false),
        ] {
            let act = Act(
                id: "tried", at: race.inputs[race.inputs.count / 2].instant, by: "race control", kind: kind)
            let alone = try Self.answer(
                DryRun(act, in: race.session, .copy(sitting.copied), .init(), bell: bell), bell)
            let source = DryRun.Source.meeting(record, upTo: end, beginning: RecordState(meetingOf: race.event))
            let told = try Self.answer(DryRun(act, in: race.session, source, .init(), bell: bell), bell)
            #expect(told["follows"]?.elements?.isEmpty == false)
            #expect(told == alone, "\(kind)")
        }
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

extension Journal {
    fileprivate mutating func note(_ record: JournalRecord) {
        let writer = ByteWriter(capacity: 256)
        record.append(to: writer)
        writer.bytes.withUnsafeBytes { append($0) }
        commit()
    }
}
