import ArgumentParser
import Glibc
import Recording
import Rulebook
import Timing

/// `lapwing import`: past races in the formats of other timing systems.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Turn a past race, practice or qualifying into a recording.",
        discussion: """
            Writes event.yaml and recording.jsonl, reads them back, and leaves nothing behind that `lapwing classify` \
            would refuse. What the files do not hold is left out or marked as estimated; each such thing is printed \
            with file and line and stands at the head of event.yaml. Practice and qualifying are known by their result \
            sheets, or told with --kind.
            """,
        subcommands: [TSL.self, AlKamel.self, SwissTiming.self, RMonitor.self])

    struct Options: ParsableArguments {
        @Argument(help: "Files of one session, in any order; each is known by its header.")
        var files: [String]

        @Option(name: .shortAndLong, help: "Directory to write.")
        var output: String

        @Option(help: "Day of the start, YYYY-MM-DD, where the files have only times of day.")
        var date: String?

        @Option(
            help: "Length of the race, for example \"60 min\"; the chequered flag is then found by the core.",
            transform: TimeSpan.length)
        var duration: TimeSpan?

        @Option(help: "Name of the event.")
        var name: String?

        @Option(help: "Name of the circuit.")
        var circuit: String?

        @Option(help: "practice, qualifying or race; what the files show when not given.", transform: Session.Kind.read)
        var kind: Session.Kind?

        @Option(help: "Id of the session; its kind when not given.")
        var session: String?

        @Option(help: "Share of the winner's laps below which a car is not classified, in percent.")
        var classifiedPercent: Int?

        func run(_ read: ([(name: String, text: String)], ImportOptions) throws -> Imported) throws {
            let options = ImportOptions(
                date: date, duration: duration?.time, eventName: name, circuitName: circuit, kind: kind,
                sessionID: session, classifiedPercent: classifiedPercent)
            let imported: Imported
            do {
                let texts = try files.map { (name: $0, text: try SourceText.read(try TextFile.read($0), file: $0)) }
                imported = try read(texts, options)
            } catch let fault as ImportFault {
                // What is wrong in a file is shown as it stands there.
                throw Failure(fault.description.printable)
            }
            try write(imported)
            let recording = imported.recording
            let kind = recording.event.sessions.first?.kind ?? .race
            print(
                "\(output): \(kind.rawValue), \(recording.event.entries.count) cars, \(recording.crossings.count) crossings, "
                    + "\(recording.acts.count) acts")
            for note in imported.notes { print("note: \(note.printable)") }
        }

        /// Writes a directory next to the output, reads and folds it as `classify` does, and only then puts it in its
        /// place: what would be refused later is not left behind.
        private func write(_ imported: Imported) throws {
            let names = ["event.yaml", "recording.jsonl"]
            let path = output.count > 1 && output.hasSuffix("/") ? String(output.dropLast()) : output
            let beside = "\(path).import-\(getpid())"
            defer { TextFile.removeDirectory(beside, files: names) }
            try imported.recording.write(directory: beside, notes: imported.notes)
            do {
                _ = try FoldedRecording(beside, session: nil)
            } catch {
                let why = "\(error)".replacing("\(beside)/", with: "\(path)/")
                throw Failure("nothing is imported: the event would be refused. \(why)".printable)
            }
            guard TextFile.exists(path) else {
                try TextFile.move(beside, to: path)
                return
            }
            for name in names { try TextFile.move("\(beside)/\(name)", to: "\(path)/\(name)") }
        }
    }

    struct TSL: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tsl", abstract: "TSL: a sector analysis, and optionally the classification, as CSV.")

        @OptionGroup var options: Options

        func run() throws {
            try options.run { try TSLImport.read(files: $0, options: $1) }
        }
    }

    struct AlKamel: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "alkamel", abstract: "Al Kamel: a lap chart, and optionally the result sheet, as CSV.")

        @OptionGroup var options: Options

        func run() throws {
            try options.run { try AlKamelImport.read(files: $0, options: $1) }
        }
    }

    struct SwissTiming: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "swisstiming",
            abstract: "Swiss Timing: a list of sectors, and optionally the pit stops and the result, as CSV.")

        @OptionGroup var options: Options

        func run() throws {
            try options.run { try SwissTimingImport.read(files: $0, options: $1) }
        }
    }

    struct RMonitor: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rmonitor",
            abstract: "RMonitor: a stream, plain or with IMSA's line crossings ($L), whole or in several captures.")

        @OptionGroup var options: Options

        func run() throws {
            try options.run { try RMonitorImport.read(files: $0, options: $1) }
        }
    }
}

extension Session.Kind {
    fileprivate static func read(_ text: String) throws -> Session.Kind {
        if let kind = Session.Kind(rawValue: text.lowercased()) { return kind }
        throw ValidationError("--kind \"\(text)\": practice, qualifying or race")
    }
}
