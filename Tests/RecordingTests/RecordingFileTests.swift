import Foundation
import Recording
import Rulebook
import Testing
import Timing

@Suite("Recordings as directories")
struct RecordingFileTests {
    private let folder = TemporaryFolder()

    private static let circuit = Circuit(
        name: "Sepang", lengthMetres: 5543,
        loops: [Loop(id: LoopID(1), name: "Line", kind: .line, minimum: .seconds(30))])

    static let event: Event = {
        let entries = [
            Entry(
                number: CarNumber("007"), carClass: "GT3", team: "Team: \"One\"", transponders: [Transponder(4711)],
                drivers: [Driver(id: 1, name: "A. Drivér", grade: "Bronze")])
        ]
        let session = Session(
            id: "race", name: "Race", circuit: circuit, rules: RaceRules(duration: .minutes(60), classifiedPercent: 75),
            entries: entries)
        return Event(
            name: "Event", series: "Series", circuit: circuit, entries: entries, sessions: [session])
    }()

    private func crossing(_ number: UInt64, _ stamp: Int64) -> Crossing {
        Crossing(
            id: CrossingID(decoder: 101, epoch: 1, number: number), stamp: stamp, transponder: Transponder(4711),
            loop: LoopID(1), driver: 1, isEstimated: number.isMultiple(of: 2))
    }

    private func act(_ id: String, _ milliseconds: Int64, _ kind: Act.Kind = .start) -> Act {
        Act(id: id, at: Instant(milliseconds: milliseconds), by: "race control", kind: kind)
    }

    /// Reads a recording with these lines beside a good event.
    private func read(_ lines: String...) throws -> Recording {
        try Recording(event: Self.event, crossings: [], acts: []).write(directory: folder.path)
        try TextFile.write(Array(lines.joined(separator: "\n").utf8), to: "\(folder.path)/recording.jsonl")
        return try Recording.read(directory: folder.path)
    }

    private func failure(_ lines: String...) throws -> String {
        try Recording(event: Self.event, crossings: [], acts: []).write(directory: folder.path)
        try TextFile.write(Array(lines.joined(separator: "\n").utf8), to: "\(folder.path)/recording.jsonl")
        let failure = #expect(throws: Recording.Failure.self) { try Recording.read(directory: folder.path) }
        return failure?.description ?? ""
    }

    @Test("what is written is read back: event, crossings to the microsecond, acts of every kind")
    func roundTrip() throws {
        let acts = [
            act("rc-1", 1000), act("rc-2", 2000, .flag(.fullCourseYellow, isEstimated: true)),
            act("rc-3", 3000, .penalty(CarNumber("007"), .time(.seconds(5)), reason: "track \"limits\"")),
            act("rc-4", 4000, .void(CrossingID(decoder: 101, epoch: 1, number: 2))),
            act("rc-5", 5000, .insert(CarNumber("007"), LoopID(1), driver: 1)), act("rc-6", 6000, .end),
        ]
        let recording = Recording(
            event: Self.event, crossings: [crossing(1, 1_000_999), crossing(2, 1_500_001), crossing(3, 9_007_199_254)],
            acts: acts)
        try recording.write(directory: folder.path, notes: ["written by a test"])
        let again = try Recording.read(directory: folder.path)
        #expect(again.event == recording.event)
        #expect(again.crossings == recording.crossings)
        #expect(again.acts == recording.acts)
        let text = try TextFile.text("\(folder.path)/event.yaml")
        #expect(text.hasPrefix("# written by a test\n"))
    }

    @Test("lines are in order of time, an act before the crossings of its instant, and written again they are the same")
    func order() throws {
        let recording = Recording(
            event: Self.event, crossings: [crossing(3, 3_000_000), crossing(1, 2_000_000), crossing(2, 2_000_000)],
            acts: [act("b", 2000), act("a", 2000), act("c", 9000)])
        let ids = recording.inputs.map { input in
            switch input {
            case .crossing(let crossing), .late(let crossing): "\(crossing.id.number)"
            case .act(let act): act.id
            case .time, .lateTaken: "time"
            }
        }
        #expect(ids == ["a", "b", "1", "2", "3", "c"])
        try recording.write(directory: folder.path)
        let first = try TextFile.read("\(folder.path)/recording.jsonl")
        #expect(first.split(separator: 0x0A).count == 6)
        #expect(first.last == 0x0A)
        try Recording.read(directory: folder.path).write(directory: folder.path)
        #expect(try TextFile.read("\(folder.path)/recording.jsonl") == first)
    }

    @Test(
        "empty lines and heartbeats say nothing; a line may hold several crossings; a command without id has its line's"
    )
    func lines() throws {
        let recording = try read(
            "",
            #"{"v":1,"type":"command","by":"rc","atUs":1999,"command":{"kind":"session","action":"start"}}"#,
            #"{"v":1,"type":"heartbeat","decoder":1,"epoch":1,"next":1,"timeUs":5}"#,
            #"{"v":1,"type":"crossings","decoder":1,"epoch":1,"crossings":[{"number":1,"timeUs":5,"loop":1,"#
                + #""transponder":7},{"number":2,"timeUs":6,"loop":1,"transponder":7}]}"#)
        #expect(recording.crossings.map(\.id.number) == [1, 2])
        #expect(recording.acts.map(\.id) == ["recording-2"])
        #expect(recording.acts.map(\.at) == [Instant(milliseconds: 1)])
    }

    @Test("a recording of nothing is a recording")
    func nothing() throws {
        #expect(try read().inputs.isEmpty)
    }

    @Test("a line that cannot be read is named with its file and number")
    func faults() throws {
        let path = "\(folder.path)/recording.jsonl"
        let start = #"{"v":1,"type":"command","by":"rc","atUs":1,"command":{"kind":"session","action":"start"}}"#
        #expect(try failure(start, "", "{").hasPrefix("\(path):3: not-json: "))
        #expect(try failure(start, "[]").hasPrefix("\(path):2: "))
        #expect(try failure(#"{"v":2,"type":"crossings"}"#).hasPrefix("\(path):1: wrong-version: v: "))
        #expect(
            try failure(#"{"v":1,"type":"delta","decoder":1,"epoch":1}"#).hasPrefix("\(path):1: wrong-type: type: "))
        let timeless = #"{"v":1,"type":"command","by":"rc","command":{"kind":"session","action":"start"}}"#
        #expect(try failure(timeless).hasPrefix("\(path):1: missing-field: atUs: "))
        let crossing = #"{"v":1,"type":"crossings","decoder":0,"epoch":1,"crossings":[]}"#
        #expect(try failure(crossing).hasPrefix("\(path):1: wrong-value: decoder: "))
    }

    @Test("what is not there is said by name: the event first, then the recording")
    func absent() throws {
        let nowhere = #expect(throws: Recording.Failure.self) { try Recording.read(directory: folder.path) }
        #expect(nowhere?.description.contains("\(folder.path)/event.yaml") == true)
        try Recording(event: Self.event, crossings: [], acts: []).write(directory: folder.path)
        try FileManager.default.removeItem(atPath: "\(folder.path)/recording.jsonl")
        let half = #expect(throws: Recording.Failure.self) { try Recording.read(directory: folder.path) }
        #expect(half?.description.contains("\(folder.path)/recording.jsonl") == true)
        try TextFile.write(Array("event: 1\nsessions: x\n".utf8), to: "\(folder.path)/event.yaml")
        let faults = #expect(throws: Recording.Failure.self) { try Recording.read(directory: folder.path) }
        #expect(faults?.description.contains("\(folder.path)/event.yaml:") == true)
    }

    @Test("a directory that cannot be made is said by name")
    func notWritable() throws {
        try TextFile.makeDirectory(folder.path)
        try TextFile.write([], to: "\(folder.path)/file")
        let recording = Recording(event: Self.event, crossings: [], acts: [])
        let failure = #expect(throws: TextFile.Failure.self) {
            try recording.write(directory: "\(folder.path)/file/deeper")
        }
        #expect(failure?.description.contains("\(folder.path)/file") == true)
    }
}
