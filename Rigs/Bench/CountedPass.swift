import ArgumentParser
import Foundation
import Recording
import Rulebook
import Timing
import Wire

/// One pass of the core over a race that is on the disk, for a counter of instructions (`Instructions`).
///
/// The race is not made here: under a counter that would take longer than what is counted.
struct CountedPass: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "counted-pass", abstract: "Take a race once, for a counter.", shouldDisplay: false)

    /// The folder that `write` has written.
    @Argument var folder: String
    @ArgumentParser.Flag(help: "Make the deltas too.") var encoding = false
    @ArgumentParser.Flag(help: "From the bytes on; tell what was asked of the heap.") var allocations = false
    @ArgumentParser.Flag(help: "Read the race as a recording, to its end.") var recording = false
    @ArgumentParser.Flag(help: "Enter another car, which does not come.") var absent = false

    /// Event, start signal and crossings, each crossing a packed message; and the same as a recording.
    static func write(_ race: BenchRace, to folder: String) throws {
        try TextFile.makeDirectory(folder)
        try TextFile.write(Array(race.event.yaml(notes: []).utf8), to: "\(folder)/event.yaml")
        try TextFile.write(Array("\(race.start.at.milliseconds)".utf8), to: "\(folder)/start")
        try TextFile.write(race.messages.flatMap { $0 }, to: "\(folder)/crossings")
        try Recording(event: race.event, crossings: race.crossings, acts: [race.start])
            .write(directory: "\(folder)/recording")
    }

    /// A folder of this process, gone afterwards, or one that is kept.
    static func inFolder<Value>(_ kept: String?, _ body: (String) throws -> Value) throws -> Value {
        let folder = kept ?? NSTemporaryDirectory() + "lapwing-counted-\(getpid())"
        defer { if kept == nil { try? FileManager.default.removeItem(atPath: folder) } }
        try TextFile.makeDirectory(folder)
        return try body(folder)
    }

    func run() throws {
        let event = try Event.load(path: "\(folder)/event.yaml")
        guard let start = Int64(try TextFile.text("\(folder)/start")), let plain = event.sessions.first else {
            throw ValidationError("no race in \(folder)")
        }
        let session = Self.owingMore(plain, withAbsent: absent)
        var timekeeper = Timekeeper(session)
        if recording {
            try Self.readToEnd("\(folder)/recording", &timekeeper)
            guard timekeeper.counts.crossings > 0 else { throw ValidationError("nothing was read") }
            return
        }
        var publication = Publication(session, epoch: 1)
        _ = try timekeeper.apply(Act(id: "start", at: Instant(milliseconds: start), by: "bench", kind: .start))
        if allocations {
            let counted = try Self.countAllocations("\(folder)/crossings", &timekeeper, &publication)
            return print(counted.line)
        }
        let crossings = try Self.crossings("\(folder)/crossings")
        if encoding {
            Self.takeEncoding(crossings, &timekeeper, &publication, ByteWriter(capacity: 1 << 16))
        } else {
            Self.take(crossings, &timekeeper)
        }
        guard timekeeper.counts.crossings == crossings.count else { throw ValidationError("a crossing was lost") }
    }

    /// The same session with stints and driving times beside its stops. `withAbsent`: one more car is entered, and does
    /// not come.
    static func owingMore(_ session: Session, withAbsent: Bool = false) -> Session {
        var rules = session.rules
        let duration = rules.duration?.count ?? 0
        rules.obligations.stint = StintLimit(longest: .minutes(65))
        var all = DrivingTime()
        all.least = Milliseconds(duration / 10)
        all.most = Milliseconds(duration / 2)
        var first = DrivingTime()
        first.from = .minutes(5)
        first.together = true
        first.least = Milliseconds(duration / 2)
        rules.obligations.driving = [all, first]
        var entries = session.entries
        if withAbsent, let last = entries.last {
            entries.append(
                Entry(
                    number: CarNumber("absent"), carClass: last.carClass, cup: last.cup, team: last.team,
                    transponders: [],
                    drivers: last.drivers))
        }
        return Session(
            id: session.id, name: session.name, kind: session.kind, circuit: session.circuit, rules: rules,
            entries: entries)
    }

    static let lengthOfMessage = 24 + 32

    private static func crossings(_ path: String) throws -> [Crossing] {
        let bytes = try TextFile.read(path)
        let length = lengthOfMessage
        var decoder = FeedDecoder()
        var crossings: [Crossing] = []
        crossings.reserveCapacity(bytes.count / length)
        for place in stride(from: 0, to: bytes.count, by: length) {
            _ = try decoder.decode(Array(bytes[place..<place + length]))
            crossings += decoder.crossings
        }
        return crossings
    }

    /// What is counted: `Instructions` names these three by their names.
    @inline(never)
    private static func take(_ crossings: [Crossing], _ timekeeper: inout Timekeeper) {
        for crossing in crossings { _ = timekeeper.apply(crossing) }
    }

    @inline(never)
    private static func takeEncoding(
        _ crossings: [Crossing], _ timekeeper: inout Timekeeper, _ publication: inout Publication, _ writer: ByteWriter
    ) {
        for crossing in crossings {
            let effect = timekeeper.apply(crossing)
            publication.delta(of: .crossing(crossing), effect, in: timekeeper, to: writer)
        }
    }

    @inline(never)
    private static func readToEnd(_ directory: String, _ timekeeper: inout Timekeeper) throws {
        try Recording.read(directory: directory).fold(into: &timekeeper)
    }
}
