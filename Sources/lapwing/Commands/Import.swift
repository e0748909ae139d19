import ArgumentParser
import Recording
import Rulebook
import Timing

/// `lapwing import`: past races in the formats of other timing systems.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turn a past race into a recording.",
        discussion: """
            Writes event.yaml and recording.jsonl. What the files do not hold is left out or marked as estimated; \
            each such thing is printed and stands at the head of event.yaml.
            """,
        subcommands: [TSL.self, AlKamel.self, RMonitor.self])

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

        @Option(help: "Id of the session.")
        var session = "race"

        @Option(help: "Share of the winner's laps below which a car is not classified, in percent.")
        var classifiedPercent: Int?

        func run(_ read: ([(name: String, text: String)], ImportOptions) throws -> Imported) throws {
            let texts = try files.map { (name: $0, text: try TextFile.text($0)) }
            let options = ImportOptions(
                date: date, duration: duration?.time, eventName: name, circuitName: circuit, sessionID: session,
                classifiedPercent: classifiedPercent)
            let imported = try read(texts, options)
            try imported.recording.write(directory: output, notes: imported.notes)
            let recording = imported.recording
            print(
                "\(output): \(recording.event.entries.count) cars, \(recording.crossings.count) crossings, \(recording.acts.count) acts"
            )
            for note in imported.notes { print("note: \(note)") }
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

    struct RMonitor: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rmonitor",
            abstract: "RMonitor: a stream with IMSA's line crossings ($L), whole or in several captures.")

        @OptionGroup var options: Options

        func run() throws {
            try options.run { try RMonitorImport.read(files: $0, options: $1) }
        }
    }
}
