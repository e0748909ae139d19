import Rulebook
import Timing
import Wire

#if canImport(Glibc)
    private import Glibc
#endif

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
        var recording = Recording(event: event, crossings: [], acts: [])
        var decoder = FeedDecoder()
        var runs = BoxRuns()
        var number = 0
        var begin = bytes.startIndex
        while begin < bytes.endIndex {
            let end = bytes.endOfLine(from: begin)
            number += 1
            defer { begin = end + 1 }
            guard begin < end else { continue }
            do throws(Refusal) {
                try recording.take(bytes[begin..<end], line: number, with: &decoder, &runs)
            } catch {
                throw Failure(description: "\(path):\(number): \(error)")
            }
        }
        return recording
    }

    static func event(_ path: String) throws(Failure) -> Event {
        do throws(Faults) {
            return try Event.load(path: path)
        } catch {
            throw Failure(description: error.description)
        }
    }

    private mutating func take(
        _ line: ArraySlice<UInt8>, line number: Int, with decoder: inout FeedDecoder, _ runs: inout BoxRuns
    ) throws(Refusal) {
        // Nearly all lines are crossings, which are read without a tree.
        let message = line.withUnsafeBytes { bytes in try? decoder.decode(bytes) }
        if let message {
            guard case .crossings = message else { return }
            // A box that began its numbers anew in the same epoch is told from one that repeats itself.
            for crossing in decoder.crossings { crossings.append(crossing.called(runs.name(crossing).id)) }
            return
        }
        let json = try JSON(Array(line))
        if json["type"]?.text == "time" {
            let told = try JournalRecord.time(json)
            reached[told.decoder] = max(reached[told.decoder] ?? .distantPast, told.instant)
            return
        }
        guard json["type"]?.text == "command" else {
            _ = try decoder.decode(Array(line))
            return
        }
        let command = try Command(json)
        guard let at = command.at else {
            throw Refusal(
                .missingField, field: "atUs", "is missing", expected: "the instant of the command",
                remedy: "a recorded command needs its instant")
        }
        if let named = command.session, event.session(named) != nil { session = named }
        acts.append(command.act(id: "recording-\(number)", now: at))
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

extension [UInt8] {
    /// The place of the next line feed, or the end.
    fileprivate func endOfLine(from begin: Int) -> Int {
        withUnsafeBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[begin...])
            guard let start = rest.baseAddress, let found = memchr(start, 0x0A, rest.count) else { return count }
            return begin + (UnsafeRawPointer(found) - start)
        }
    }
}
