import ArgumentParser
import Meeting
import Timing
import Wire

/// `lapwing graphics`: what a television overlay shows.
struct GraphicsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graphics",
        abstract: "Say what television overlays show; they follow the topic meeting.",
        subcommands: [Show.self, Hide.self])

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show a subject, in place of what was shown of it.",
            discussion: """
                lapwing graphics show battle --car 7 --car 88 --session race2
                lapwing graphics show tower --class GT4
                The names of subjects are those of the overlay's program.
                """)
        @OptionGroup var options: Control.Options
        @Argument(help: "What to show: letters, digits, ., - and _.") var subject: String
        @Option(help: ArgumentHelp("About this car; once for each.", valueName: "number")) var car: [String] = []
        @Option(name: .customLong("class"), help: "About this class.") var carClass: String?
        @Option(help: "A line of text to be shown.") var text: String?

        func run() throws {
            let graphic = Graphic(
                subject, session: options.session, cars: car.map { CarNumber($0) }, carClass: carClass, text: text)
            try options.send(
                MeetingCommand(
                    id: options.id, by: options.by, session: options.session, at: options.at,
                    isDryRun: options.dryRun, action: .showGraphic(graphic)
                ).bytes)
        }
    }

    struct Hide: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hide", abstract: "Hide a subject; without one all that is shown.")
        @OptionGroup var options: Control.Options
        @Argument(help: "What to hide.") var subject: String?

        func run() throws {
            try options.send(
                MeetingCommand(
                    id: options.id, by: options.by, at: options.at, isDryRun: options.dryRun,
                    action: .hideGraphic(subject)
                ).bytes)
        }
    }
}
