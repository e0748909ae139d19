import ArgumentParser
import Timing
import Wire

/// `lapwing control`: what race control and timekeepers do.
struct Control: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send a command: session, flag, driver, penalty, amendment.",
        subcommands: [
            SessionCommand.self, FlagCommand.self, DriverCommand.self, PenaltyCommand.self, VoidCommand.self,
            InsertCommand.self, AssignCommand.self, WithdrawCommand.self, RawCommand.self,
        ])

    struct Options: ParsableArguments {
        @Option(help: "Address of the daemon's control socket.")
        var control = "tcp://127.0.0.1:5562"

        @Option(help: "Who sends the command.")
        var by = "timekeeper"

        @Option(help: "Id of the act; the same id twice takes effect once.")
        var id: String?

        @Option(help: "Official time in µs of UTC since 1970; the session's present time when not given.")
        var atUs: Int64?

        @Option(help: "How long to wait for an answer, in seconds.")
        var timeout = 5

        /// Sends the command and prints what it changed.
        func send(_ kind: Act.Kind) throws {
            let at = atUs.map { Instant(cutting: $0) }
            try send(Command(id: id, by: by, session: nil, at: at, kind: kind).bytes)
        }

        func send(_ bytes: [UInt8]) throws {
            let ask = try Ask(control, timeout: timeout)
            let answer = try JSON(try ask.answer(bytes))
            let changed = answer["changed"]?.elements?.compactMap(\.text) ?? []
            let what = changed.isEmpty ? "no row changed" : "changed: \(changed.joined(separator: ", "))"
            let repeated = answer["repeated"]?.bool == true ? " (known already)" : ""
            print("\(answer["id"]?.text ?? "?"): done\(repeated); \(what)")
        }
    }

    struct SessionCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "session", abstract: "Give the start signal, or end the session.")
        @OptionGroup var options: Options
        @Argument(help: "start or end.") var action: String

        func run() throws {
            switch action {
            case "start": try options.send(.start)
            case "end": try options.send(.end)
            default: throw ValidationError("\(action): expected start or end")
            }
        }
    }

    struct FlagCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "flag", abstract: "Show a flag.")
        @OptionGroup var options: Options
        @Argument(help: "green, yellow, fcy, safetyCar, red or chequered.") var flag: String

        func run() throws {
            guard let flag = Timing.Flag(rawValue: flag) else {
                throw ValidationError(
                    "\(flag): expected \(Timing.Flag.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            try options.send(.flag(flag, isEstimated: false))
        }
    }

    struct DriverCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "driver", abstract: "Say who is on board.")
        @OptionGroup var options: Options
        @Argument(help: "Number of the car.") var car: String
        @Argument(help: "Id of the driver in the crew; 0 for nobody known.") var driver: UInt8

        func run() throws { try options.send(.driver(CarNumber(car), driver: driver)) }
    }

    struct PenaltyCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "penalty", abstract: "Enter a stewards' decision.")
        @OptionGroup var options: Options
        @Argument(help: "Number of the car.") var car: String
        @Option(help: "Time to add to the total, in ms.") var timeMs: Int64?
        @Option(help: "Place in the overall classification.") var position: Int?
        @Option(help: "Why.") var reason: String

        func run() throws {
            let kind: PenaltyKind
            switch (timeMs, position) {
            case (let time?, nil): kind = .time(Milliseconds(time))
            case (nil, let position?): kind = .position(position)
            default: throw ValidationError("give exactly one of --time-ms and --position")
            }
            try options.send(.penalty(CarNumber(car), kind, reason: reason))
        }
    }

    struct VoidCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "void", abstract: "Declare a crossing void.")
        @OptionGroup var options: Options
        @Option var decoder: UInt32
        @Option var epoch: UInt64
        @Option var number: UInt64

        func run() throws {
            try options.send(.void(CrossingID(decoder: decoder, epoch: epoch, number: number)))
        }
    }

    struct InsertCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "insert", abstract: "Insert a crossing that no decoder saw, at --at-us.")
        @OptionGroup var options: Options
        @Argument(help: "Number of the car.") var car: String
        @Option(help: "Id of the loop.") var loop: UInt16
        @Option(help: "Id of the driver, where known.") var driver: UInt8 = 0

        func run() throws { try options.send(.insert(CarNumber(car), LoopID(loop), driver: driver)) }
    }

    struct AssignCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "assign", abstract: "Give a transponder's crossings to a car.")
        @OptionGroup var options: Options
        @Argument(help: "The transponder.") var transponder: UInt32
        @Argument(help: "Number of the car.") var car: String

        func run() throws { try options.send(.assign(Transponder(transponder), CarNumber(car))) }
    }

    struct WithdrawCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "withdraw", abstract: "Take an act back.")
        @OptionGroup var options: Options
        @Argument(help: "Id of the act.") var act: String

        func run() throws { try options.send(.withdraw(act)) }
    }

    struct RawCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "raw", abstract: "Send a command as JSON (docs/protocol.md, section 3).")
        @OptionGroup var options: Options
        @Argument var json: String

        func run() throws { try options.send(Array(json.utf8)) }
    }
}
