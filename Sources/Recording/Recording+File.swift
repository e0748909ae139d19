import Rulebook
import Timing
import Wire

/// Recordings as directories: `event.yaml` and `recording.jsonl` (docs/protocol.md, section 5), or a session's journal.
extension Recording {
    /// Why a recording could not be read.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// One fault a line, with file and line.
        public let description: String
    }

    /// A directory of a journal serves as well.
    /// - Parameter session: which session of a meeting's journal; of no effect else.
    /// - Throws: `Failure` with every fault of the event, or the first of the recording.
    public static func read(directory: String, session: String? = nil) throws(Failure) -> Recording {
        if isJournal(directory) { return try read(journal: directory, session: session) }
        let event = try event("\(directory)/event.yaml")
        let path = "\(directory)/recording.jsonl"
        let bytes: [UInt8]
        do throws(TextFile.Failure) {
            bytes = try TextFile.read(path)
        } catch {
            throw Failure(description: error.description)
        }
        var reader = RecordingReader(of: event)
        do throws(Refusal) {
            try reader.take(bytes)
        } catch {
            throw Failure(description: "\(path):\(reader.line): \(error)")
        }
        return reader.recording
    }

    static func event(_ path: String) throws(Failure) -> Event {
        do throws(Faults) {
            return try Event.load(path: path)
        } catch {
            throw Failure(description: error.description)
        }
    }

    /// Writes the directory. `notes` lead the event's file as comments.
    public func write(directory: String, notes: [String] = []) throws(TextFile.Failure) {
        try TextFile.makeDirectory(directory)
        try TextFile.write(Array(event.yaml(notes: notes).utf8), to: "\(directory)/event.yaml")
        try TextFile.write(lines, to: "\(directory)/recording.jsonl")
    }

    /// What commands have to say, so that the session is known: nothing where it is the event's first.
    private var sessionOfActs: String? { session == event.session(nil)?.id ? nil : session }

    private var lines: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(crossings.count * 160)
        for input in inputs {
            switch input {
            case .crossing(let crossing), .late(let crossing): bytes += FeedEncoder.json(crossing)
            case .lateTaken: continue
            case .act(let act): bytes += Command(act, session: sessionOfActs).bytes
            case .time(let instant, let decoder):
                bytes += JournalRecord.time(instant, decoder: decoder).json.bytes
            }
            bytes.append(0x0A)
        }
        return bytes
    }
}
