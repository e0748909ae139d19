import ArgumentParser
import Client
import Timing
import Wire

/// What timekeepers put right.
extension Control {
    struct VoidCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "void", abstract: "Declare a crossing void.", discussion: "lapwing control void 101 1 7")
        @OptionGroup var options: Options
        @OptionGroup var crossing: CrossingName

        func run() throws { try options.send(.void(crossing.id)) }
    }

    struct CountCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "count", abstract: "Say that a crossing counts, whatever speaks against it.",
            discussion: "lapwing control count 101 1 7")
        @OptionGroup var options: Options
        @OptionGroup var crossing: CrossingName

        func run() throws { try options.send(.count(crossing.id)) }
    }

    /// A crossing by its name, as deltas and doubts state it.
    struct CrossingName: ParsableArguments {
        @Argument(
            help: ArgumentHelp("Decoder, epoch and number of the crossing, or the three options.", valueName: "name"))
        var name: [UInt64] = []
        @Option(help: "The decoder.") var decoder: UInt64?
        @Option(help: "Its run.") var epoch: UInt64?
        @Option(help: "The crossing's number.") var number: UInt64?

        func validate() throws { _ = try found }

        var id: CrossingID { get throws { try found } }

        private var found: CrossingID {
            get throws {
                let parts = name.isEmpty ? [decoder, epoch, number].compactMap(\.self) : name
                let isEither = name.isEmpty || (decoder ?? epoch ?? number) == nil
                guard isEither, parts.count == 3, let decoder = UInt32(exactly: parts[0]) else {
                    throw ValidationError("name the crossing by decoder, epoch and number: 101 1 7")
                }
                return CrossingID(decoder: decoder, epoch: parts[1], number: parts[2])
            }
        }
    }

    struct InsertCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "insert", abstract: "Insert a crossing that no decoder saw, at --at or --clock.")
        @OptionGroup var options: Options
        @Argument(help: "Number of the car.") var car: String
        @Option(help: "Id of the loop.") var loop: UInt16
        @Option(help: "Id of the driver, where known.") var driver: UInt8 = 0

        func run() throws { try options.send(.insert(CarNumber(car), LoopID(loop), driver: driver)) }
    }

    struct AssignCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "assign",
            abstract: "Give a transponder's crossings to a car: of the whole session, or from --at on.",
            discussion: """
                lapwing control assign 4713 88
                lapwing control assign 4713 88 --at 16:03:20 --until 16:20:00
                """)
        @OptionGroup var options: Options
        @Argument(help: "The transponder.") var transponder: UInt32
        @Argument(help: "Number of the car.") var car: String
        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("Only before this instant, said as that of --at.", valueName: "instant"),
            transform: InstantText.init(written:))
        var until: InstantText?
        @Option(help: "Only before this instant, in µs of UTC since 1970.") var untilUs: Int64?

        func validate() throws {
            if until != nil, untilUs != nil { throw ValidationError("give one of --until and --until-us") }
        }

        func run() throws {
            let end = until?.said ?? untilUs.map { .official(Instant(cutting: $0)) }
            let act = Act.Kind.assign(Transponder(transponder), CarNumber(car), .wholeSession)
            let answer = try options.send(act, until: end)
            var time = WearingTime(from: options.at.flatMap { $0.official ?? answer?.at })
            time.until = end?.official
            for line in MovedText.lines(answer?.moved ?? [], time) { print(line) }
        }
    }

    struct ClockCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "clock", abstract: "Put a decoder's crossings right whose clock is off.",
            discussion: "A clock that is behind: lapwing control clock 103 -- -7.25s")
        @OptionGroup var options: Options
        @Argument(help: "The decoder.") var decoder: UInt32
        @Argument(
            help: "By how much its clock is ahead, as 7.25s; negative when it is behind.",
            transform: TimeSpan.init(written:))
        var ahead: TimeSpan
        @Option(help: "Only crossings of this run of the decoder.") var epoch: UInt64?
        @Option(
            parsing: .unconditional,
            help: ArgumentHelp(
                "Only crossings stamped from here on; said as the instant of --at.", valueName: "instant"),
            transform: InstantText.init(written:))
        var from: InstantText?

        func run() throws {
            try options.send(
                .clock(ClockCorrection(decoder: decoder, epoch: epoch, from: nil, ahead: ahead.time.count * 1000)),
                from: from?.said)
        }
    }
}
