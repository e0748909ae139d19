import Foundation
import Journal
import Recording
import Rulebook
import Testing
import Timing
import Wire

@Suite("A journal as a recording")
struct JournalRecordingTests {
    /// A session's journal as the daemon keeps it: a block an input, the event beside it.
    private func journal(of race: Recording, at path: String, session: String, late: Bool = false) throws {
        var journal = try Journal.open(directory: path) { _, _ in }
        let writer = ByteWriter(capacity: 256)
        func commit() {
            writer.withBytes { journal.append($0) }
            writer.clear()
            journal.commit()
        }
        let epoch = EpochRecord(
            epoch: 7, firstSequence: 1, previousEpoch: nil, cause: "new", session: session, event: "ff", program: "1")
        JournalRecord.epoch(epoch).append(to: writer)
        commit()
        let inputs = late ? Array(race.inputs.reversed()) : race.inputs
        for input in inputs {
            JournalRecord(input, speaker: "local").append(to: writer)
            JournalRecord.time(input.instant, decoder: 1).append(to: writer)
            commit()
        }
        journal.close()
        try TextFile.write(Array(race.event.yaml().utf8), to: "\(path)/event.yaml")
    }

    private static var race: Recording {
        let crossings = (1...40 as ClosedRange<UInt64>).map { number in
            Crossing(
                id: CrossingID(decoder: 101, epoch: 1, number: number),
                stamp: 1_526_715_136_227_000 + Int64(number) * 60_000_123, transponder: Transponder(4711),
                loop: LoopID(1), driver: 1, isEstimated: number.isMultiple(of: 7))
        }
        let start = Act(id: "rc-1", at: Instant(milliseconds: 1_526_715_136_227), by: "race control", kind: .start)
        let flag = Act(
            id: "rc-2", at: Instant(milliseconds: 1_526_715_900_000), by: "race control",
            kind: .flag(.fullCourseYellow, isEstimated: false))
        return Recording(event: RecordingFileTests.event, crossings: crossings, acts: [start, flag])
    }

    @Test("a journal is read wherever a recording is, and exported it is the recording of the same inputs")
    func same() throws {
        let folder = TemporaryFolder()
        let race = Self.race
        for late in [false, true] {
            let path = "\(folder.path)/journal-\(late)"
            try journal(of: race, at: path, session: "race", late: late)
            let read = try Recording.read(directory: path)
            #expect(read.session == "race" && read.event == race.event)
            #expect(read.inputs == race.inputs)
            try read.write(directory: "\(path)-out")
            #expect(try Recording.read(directory: "\(path)-out").inputs == race.inputs)
        }
    }

    @Test("the event of a later epoch is the one that counts")
    func laterEvent() throws {
        let folder = TemporaryFolder()
        try journal(of: Self.race, at: folder.path, session: "race")
        let event = RecordingFileTests.event
        let text = event.yaml().replacingOccurrences(of: event.name, with: "Corrected")
        try TextFile.write(Array(text.utf8), to: "\(folder.path)/event-7.yaml")
        #expect(try Recording.read(directory: folder.path).event.name == "Corrected")
    }

    @Test("an unfinished end is left out; damage within is told with its place")
    func damaged() throws {
        let folder = TemporaryFolder()
        try journal(of: Self.race, at: folder.path, session: "race")
        let path = "\(folder.path)/000001.lwj"
        let bytes = try TextFile.read(path)
        try TextFile.write(bytes.dropLast(3), to: path)
        #expect(try Recording.read(directory: folder.path).inputs.count == Self.race.inputs.count - 1)
        var changed = bytes
        changed[bytes.count / 2] ^= 1
        try TextFile.write(changed, to: path)
        let failure = #expect(throws: Recording.Failure.self) { try Recording.read(directory: folder.path) }
        #expect(failure?.description.contains("000001.lwj:") == true)
        #expect(failure?.description.contains("lapwing journal verify") == true)
    }
}
