import ArgumentParser
import Timing
import Wire

/// What stewards decide.
extension Control {
    struct PenaltyCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "penalty", abstract: "Enter a stewards' decision: exactly one of its options, and why.")
        @OptionGroup var options: Options
        @Argument(help: "Number of the car.") var car: String
        @Option(
            help: ArgumentHelp("Time to add to the total, as 5s.", valueName: "time"), transform: TimeSpan.length)
        var time: TimeSpan?
        @Option(help: .hidden) var timeMs: FormerOption?
        @Option(help: "Place in the overall classification.") var position: Int?
        @Option(help: "Laps to take off the result.") var laps: Int?
        @ArgumentParser.Flag(help: "To drive through the pit lane.") var driveThrough = false
        @Option(
            help: ArgumentHelp("To stop for so long in the pit lane, as 10s.", valueName: "time"),
            transform: TimeSpan.length)
        var stopAndGo: TimeSpan?
        @Option(help: ArgumentHelp("Places back on the grid of the next race.", valueName: "places")) var grid: Int?
        @Option(help: ArgumentHelp("The time of this lap does not count.", valueName: "lap")) var lapTime: Int?
        @ArgumentParser.Flag(help: "The car is classified nowhere.") var disqualified = false
        @Option(name: .customLong("for"), help: "Id of the obligation that it is for, as stop1.")
        var obligation: String?
        @Option(help: "Why.") var reason: String

        func validate() throws { try timeMs?.refuse("--time-ms", now: "--time", unit: "ms") }

        func run() throws {
            guard let kind = kinds.first, kinds.count == 1 else {
                throw ValidationError(
                    "give exactly one of --time, --position, --laps, --drive-through, --stop-and-go, --grid, "
                        + "--lap-time and --disqualified")
            }
            let obligation = try obligation.map(Control.obligation)
            try options.send(.penalty(CarNumber(car), kind, reason: reason), for: obligation)
        }

        /// What was given; it is to be one.
        private var kinds: [PenaltyKind] {
            let given: [PenaltyKind?] = [
                time.map { .time($0.time) }, position.map { .position($0) }, laps.map { .laps($0) },
                driveThrough ? .driveThrough : nil, stopAndGo.map { .stopAndGo($0.time) }, grid.map { .grid($0) },
                lapTime.map { .lapTime($0) }, disqualified ? .disqualified : nil,
            ]
            return given.compactMap(\.self)
        }
    }

    struct ServedCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "served", abstract: "Say whether a drive-through or stop-and-go has been served.")
        @OptionGroup var options: Options
        @Argument(help: "Id of the penalty's act, or its unique beginning.", completion: ActCompletion.kind)
        var act: String
        @Argument(help: "yes or no.", transform: Choice.word) var word: YesOrNo

        enum YesOrNo: String, CaseIterable { case yes, no }

        func run() throws { try options.send(.served(act, word == .yes)) }
    }

    struct WithdrawCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw", abstract: "Take an act back.",
            discussion: "`lapwing decisions` lists the acts. The beginning of an id is enough where only one begins so."
        )
        @OptionGroup var options: Options
        @Argument(help: "Id of the act, or its unique beginning.", completion: ActCompletion.kind) var act: String

        func run() throws { try options.send(.withdraw(act)) }
    }

    struct ApplyCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "apply",
            abstract:
                "Apply a decision to another car: one that waits because its car is unknown, or one entered wrongly.",
            discussion: "lapwing control apply decision-12 --car 88")
        @OptionGroup var options: Options
        @Argument(help: "Id of the act, or its unique beginning.", completion: ActCompletion.kind) var act: String
        @Option(help: "Number of the car that it is meant for.") var car: String

        func validate() throws {
            if options.at != nil { throw ValidationError("the act keeps its own instant: leave --at and --clock out") }
        }

        func run() throws {
            try options.send(
                SpokenCommand.applying(
                    act, to: CarNumber(car), id: options.id, by: options.by, session: options.session,
                    options.manner()))
        }
    }
}
