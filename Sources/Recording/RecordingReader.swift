import Rulebook
import Timing
import Wire

#if canImport(Glibc)
    private import Glibc
#endif

/// Reads the lines of a recording (docs/protocol.md, section 5), one after the other.
struct RecordingReader {
    private(set) var recording: Recording
    /// The line that is read, from 1.
    private(set) var line = 0
    private var decoder = FeedDecoder()
    /// A box that began its numbers anew in the same epoch is told from one that repeats itself.
    private var runs = BoxRuns()

    init(of event: Event) {
        recording = Recording(event: event, crossings: [], acts: [])
    }

    /// - Throws: the fault of the first line that cannot be read.
    mutating func take(_ bytes: [UInt8]) throws(Refusal) {
        try bytes.reading { bytes throws(Refusal) in
            var rest = bytes
            while let start = rest.baseAddress, !rest.isEmpty {
                let end = memchr(start, 0x0A, rest.count).map { UnsafeRawPointer($0) - UnsafeRawPointer(start) }
                let length = end ?? rest.count
                line += 1
                if length > 0 { try take(line: UnsafeRawBufferPointer(rebasing: rest[..<length])) }
                rest = UnsafeRawBufferPointer(rebasing: rest[min(length + 1, rest.count)...])
            }
        }
    }

    private mutating func take(line bytes: UnsafeRawBufferPointer) throws(Refusal) {
        // Nearly all lines are crossings, which are read without a tree.
        if let message = try? decoder.decode(bytes) {
            guard case .crossings = message else { return }
            for crossing in decoder.crossings {
                let name = runs.name(crossing)
                // The first run has the names that the box gives.
                recording.crossings.append(name.run == 1 ? crossing : crossing.called(name.id))
            }
            return
        }
        let json = try JSON(Array(bytes))
        switch json["type"]?.text {
        case "time":
            let told = try JournalRecord.time(json)
            recording.reached[told.decoder] = max(recording.reached[told.decoder] ?? .distantPast, told.instant)
        case "command": try take(Command(json))
        // Another type: the decoder says what is wrong with the line.
        default: _ = try decoder.decode(bytes)
        }
    }

    private mutating func take(_ command: Command) throws(Refusal) {
        guard let at = command.at else {
            throw Refusal(
                .missingField, field: "atUs", "is missing", expected: "the instant of the command",
                remedy: "a recorded command needs its instant")
        }
        if let named = command.session, recording.event.session(named) != nil { recording.session = named }
        recording.acts.append(command.act(id: "recording-\(line)", now: at))
    }
}
