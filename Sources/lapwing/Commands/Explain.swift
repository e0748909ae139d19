import ArgumentParser
import Client
import Rulebook
import Timing
import Wire

/// `lapwing explain`: why a car's row is as it is.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why a car is where it is, why a lap counts, what a stop was: evidence, decisions, rules.",
        discussion: """
            Of a running daemon, or of a recording. Without --lap, --stop and --obligation of the car's position. JSON \
            is the `explanation` message (docs/protocol.md, section 4.8).
            """)

    @OptionGroup var daemon: DaemonAddress

    @Option(help: "Number of the car.")
    var car: String

    @Option(help: "One of its laps, counted from 1.")
    var lap: Int?

    @Option(help: "One of its visits to the pit lane, counted from 1.")
    var stop: Int?

    @Option(help: "One of the things it owes, as stop1 or stint2.")
    var obligation: String?

    @ArgumentParser.Flag(help: "Its place in the classification.")
    var position = false

    @Option(help: ArgumentHelp("Of a recording, without a daemon.", valueName: "directory"))
    var recording: String?

    @ArgumentParser.Flag(help: "The message itself.")
    var json = false

    private var thing: ExplainedThing {
        get throws {
            if let lap { return .lap(lap) }
            if let obligation { return .obligation(try Control.obligation(obligation)) }
            return stop.map { .stop($0) } ?? .position
        }
    }

    func validate() throws {
        if [lap != nil, stop != nil, obligation != nil, position].count(where: { $0 }) > 1 {
            throw ValidationError("ask for one of --lap, --stop, --obligation and --position")
        }
    }

    func run() throws {
        let answer = try recording.map(explained) ?? asked()
        if json {
            printJSON(answer)
        } else {
            for line in ExplanationText(try PublishedExplanation(JSON(answer))).lines { print(line) }
        }
    }

    private func asked() throws -> [UInt8] {
        try daemon.ask().answer(.explain(CarNumber(car), try thing), of: daemon.session)
    }

    private func explained(in directory: String) throws -> [UInt8] {
        let folded = try FoldedRecording(directory, session: daemon.session)
        let publication = Publication(folded.session, epoch: 0)
        let thing = try self.thing
        do {
            return try publication.explanation(of: CarNumber(car), thing, folded.timekeeper) {
                folded.event.place(of: $0, session: folded.session.id)
            }
        } catch {
            throw Failure(Ask.words(Refused(error)))
        }
    }
}
