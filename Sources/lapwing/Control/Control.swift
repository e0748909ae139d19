import ArgumentParser
import Client
import DaemonLine
import Timing
import Wire

/// `lapwing control`: what race control and timekeepers do.
struct Control: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "control",
        abstract: "Send a command: session, flag, driver, car, penalty, served, bulletin, ruling, message, "
            + "report, conditions, clock, amendment.",
        subcommands: [
            SessionCommand.self, FlagCommand.self, DriverCommand.self, CarCommand.self, PenaltyCommand.self,
            ServedCommand.self, BulletinCommand.self, RulingCommand.self, MessageCommand.self, ReportCommand.self,
            ConditionsCommand.self, ClockCommand.self, VoidCommand.self,
            CountCommand.self, InsertCommand.self, AssignCommand.self, WithdrawCommand.self, ApplyCommand.self,
            TakeOverCommand.self, RawCommand.self,
        ])

    struct Options: ParsableArguments {
        @Option(help: "Address of the daemon's control socket, else $LAPWING_CONTROL.")
        var control = UsualAddress.control

        @Option(help: "Who sends the command.")
        var by = "timekeeper"

        @Option(help: "Id of the session; without it the one that is meant, and the answer says which.")
        var session: String?

        @Option(help: "Id of the act; the same id twice takes effect once.")
        var id: String?

        @Option(
            name: .customLong("at"), parsing: .unconditional,
            help: ArgumentHelp(
                "The instant: time of day at the circuit as 23:11:04.298, date and time, or -30s. Now when not given.",
                valueName: "instant"),
            transform: InstantText.init(written:))
        var instant: InstantText?

        @Option(
            help: ArgumentHelp("The instant by the race clock, as 0:16:21.5.", valueName: "time"),
            transform: TimeSpan.length)
        var clock: TimeSpan?

        @Option(help: "The instant in µs of UTC since 1970.")
        var atUs: Int64?

        @ArgumentParser.Flag(help: "What is refused as a slip of the hand is meant.")
        var anyway = false

        @ArgumentParser.Flag(help: "Say what the command would do, and do nothing.")
        var dryRun = false

        @Option(help: "How long to wait for an answer, as 5s.", transform: TimeSpan.length)
        var timeout = TimeSpan(.seconds(5))

        @OptionGroup var keys: KeyOptions

        func validate() throws {
            if [instant != nil, clock != nil, atUs != nil].count(where: { $0 }) > 1 {
                throw ValidationError("give one of --at, --clock and --at-us: an act has one instant")
            }
        }

        /// The instant that was given.
        var at: StatedInstant? {
            instant?.said ?? clock.map { .clock($0.time) } ?? atUs.map { .official(Instant(cutting: $0)) }
        }

        /// Sends the command and prints what it changed.
        @discardableResult
        func send(
            _ kind: Act.Kind, for obligation: ObligationID? = nil, until: StatedInstant? = nil,
            from: StatedInstant? = nil, again: Bool = false
        ) throws -> Done? {
            let command = Command(id: id, by: by, session: session, at: nil, kind: kind, concerning: obligation)
            return try send(SpokenCommand.bytes(command, at: at, until: until, from: from, manner(again: again)))
        }

        /// How it is said.
        func manner(again: Bool = false) -> SpokenCommand.Manner {
            SpokenCommand.Manner(anyway: anyway, isDryRun: dryRun, again: again)
        }

        /// What a command did, or would do.
        struct Done {
            let at: Instant
            let moved: [Acknowledgement.Moved]
        }

        /// What was done, which has been printed; nil where a standby was told to take over.
        @discardableResult
        func send(_ bytes: [UInt8]) throws -> Done? {
            let ask = try Ask(control, timeout: timeout.seconds, security: try keys.security(towards: control))
            switch try Answer(ask.answer(bytes)) {
            case .takingOver(let order):
                print("it runs the session, in epoch \(order.epoch)")
                return nil
            case .acknowledgement(let done):
                let repeated = done.isRepeated ? " (known already)" : ""
                let taken = done.session.map { ", session \($0)" } ?? ""
                print("\(done.id): done\(repeated)\(taken)\(done.isJournalled ? "" : "; not in a journal")")
                Self.show(done.understood, done.isRepeated ? [] : done.follows, done.changed)
                return Done(at: done.at, moved: done.moved)
            case .dryRun(let would):
                print("dry run: nothing is done")
                Self.show(would.understood, would.follows, would.changed)
                return Done(at: would.at, moved: would.moved)
            case .snapshot, .range, .results, .status, .decisions, .explanation, .meeting, .proposals, .wholeResult,
                .documents, .refused, .other:
                throw Failure(
                    "found another answer, expected an acknowledgement; look at the address: is it the control socket?")
            }
        }

        private static let mostCars = 20

        /// What was understood and what follows, below the head of the answer.
        private static func show(_ understood: String, _ follows: [String], _ changed: [CarNumber]) {
            print("  \(understood.printable)")
            for line in follows { print("  → \(line.printable)") }
            if changed.isEmpty { return }
            let more = changed.count > mostCars ? " and \(changed.count - mostCars) more" : ""
            print("  changed: \(changed.prefix(mostCars).map(\.text).joined(separator: ", "))\(more)")
        }
    }

    struct FlagCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "flag", abstract: "Show a flag.")
        @OptionGroup var options: Options
        @Argument(help: "green, yellow, fcy, safetyCar, red or chequered.", transform: Choice.word)
        var flag: Timing.Flag
        @ArgumentParser.Flag(help: "Its instant was not measured.") var estimated = false
        @ArgumentParser.Flag(help: "The safety car leads through the pit lane: visits meanwhile are not stops.")
        var throughPitLane = false

        func run() throws {
            try options.send(.flag(flag, isEstimated: estimated, throughPitLane: throughPitLane))
        }
    }

    struct DriverCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "driver", abstract: "Say who is on board.")
        @OptionGroup var options: Options
        @Argument(help: "Number of the car.") var car: String
        @Argument(help: "Id of the driver in the crew; 0 for nobody known.") var driver: UInt8

        func run() throws { try options.send(.driver(CarNumber(car), driver: driver)) }
    }

    struct CarCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "car", abstract: "Say that a car is out.")
        @OptionGroup var options: Options
        @Argument(help: "Number of the car.") var car: String
        @Argument(
            help: "retired: out until it is taken back or the car is seen to race again.", transform: Choice.word)
        var action: Action

        enum Action: String, CaseIterable { case retired }

        func run() throws {
            try options.send(.retired(CarNumber(car)))
        }
    }

    struct TakeOverCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "take-over", abstract: "Tell a standby to run the session; the other daemon ends.")
        @OptionGroup var options: Options

        func run() throws { try options.send(Command.takeOver(by: options.by)) }
    }

    struct RawCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "raw", abstract: "Send a command as JSON (docs/protocol.md, section 3).")
        @OptionGroup var options: Options
        @Argument var json: String

        func run() throws { try options.send(Array(json.utf8)) }
    }
}
