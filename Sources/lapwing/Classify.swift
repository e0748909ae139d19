import ArgumentParser
import Recording
import Rulebook
import Timing
import Wire

/// `lapwing classify`: the core alone on a recording.
struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Classify a recording without a daemon.",
        discussion: "Prints what a daemon's `lapwing results` prints after the whole recording.")

    @Argument(help: "Directory of the recording.")
    var directory: String

    @Option(help: "text, csv or json.")
    var format = TableFormat.text

    @Option(help: "Session of the event; its first when not given.")
    var session: String?

    @Option(
        help: ArgumentHelp(
            "A file of commands (docs/protocol.md, section 3), one JSON object a line, applied after the recording.",
            valueName: "file"))
    var commands: String?

    @Option(help: "Compare with a truth file; exit 1 when the classification differs.")
    var expect: String?

    func run() throws {
        let recording = try Recording.read(directory: directory)
        guard let session = recording.event.session(session) else {
            throw Failure("no session \"\(session ?? "")\" in \(directory)/event.yaml")
        }
        var timekeeper = Timekeeper(session)
        for input in recording.inputs { _ = try Self.apply(input, to: &timekeeper) }
        if let commands { try apply(commandsIn: commands, to: &timekeeper) }
        let writer = ByteWriter(capacity: 1 << 16)
        Publication(session, epoch: 0).results(timekeeper, to: writer)
        try Results.show(writer.bytes, format)
        if let expect { try Expectation(file: expect).check(try JSON(writer.bytes)) }
    }

    private func apply(commandsIn file: String, to timekeeper: inout Timekeeper) throws {
        for (line, text) in try TextFile.text(file).split(separator: "\n").enumerated() {
            do {
                let command = try Command(try JSON(Array(text.utf8)))
                let act = command.act(id: "command-\(line + 1)", now: timekeeper.now)
                _ = try Self.apply(.act(act), to: &timekeeper)
            } catch let refusal as Refusal {
                throw Failure("\(file):\(line + 1): \(refusal)")
            }
        }
    }

    private static func apply(_ input: Input, to timekeeper: inout Timekeeper) throws -> Effect {
        do throws(ActRefusal) {
            return try timekeeper.apply(input)
        } catch {
            throw Refusal(error)
        }
    }
}
