import ArgumentParser
import Wire

/// `lapwing classify`: the core alone on a recording.
struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Classify a recording without a daemon.",
        discussion: "Prints what a daemon's `lapwing results` prints after the whole recording.")

    @Argument(help: "Directory of the recording, or of a journal.")
    var directory: String

    @Option(help: "text, csv or json.")
    var format = TableFormat.text

    @Option(help: "Session of the event; its first when not given. In the journal of a meeting: which of its sessions.")
    var session: String?

    @Option(
        help: ArgumentHelp(
            "A file of commands (docs/protocol.md, section 3), one JSON object a line, applied after the recording.",
            valueName: "file"))
    var commands: String?

    @Option(help: "Compare with a truth file; exit 1 when the classification differs.")
    var expect: String?

    @Option(
        help: ArgumentHelp("As at this time of the race clock, for example 6h.", valueName: "time"),
        transform: TimeSpan.length)
    var intermediate: TimeSpan?

    func run() throws {
        let folded = try FoldedRecording(directory, session: session, commands: commands)
        let publication = Publication(folded.session, epoch: 0)
        let writer = ByteWriter(capacity: 1 << 16)
        if let intermediate {
            try publication.intermediate(at: intermediate.time, folded.timekeeper, to: writer)
        } else {
            publication.results(folded.timekeeper, to: writer)
        }
        try Results.show(writer.bytes, format)
        if let expect { try Expectation(file: expect).check(writer.bytes) }
    }
}
