import ArgumentParser
import Timing

/// What timekeepers put right.
extension Control {
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

        func run() throws { try options.send(.assign(Transponder(transponder), CarNumber(car), .wholeSession)) }
    }

    struct ClockCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "clock", abstract: "Put a decoder's crossings right whose clock is off.",
            discussion: "A clock that is behind: lapwing control clock 103 -- -7.25")
        @OptionGroup var options: Options
        @Argument(help: "The decoder.") var decoder: UInt32
        @Argument(help: "By how much its clock is ahead, in seconds; negative when it is behind.") var ahead: TimeSpan
        @Option(help: "Only crossings of this run of the decoder.") var epoch: UInt64?
        @Option(help: "Only crossings stamped from here on, in µs of UTC since 1970.") var from: Int64?

        func run() throws {
            try options.send(
                .clock(ClockCorrection(decoder: decoder, epoch: epoch, from: from, ahead: ahead.time.count * 1000)))
        }
    }
}
