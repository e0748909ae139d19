import ArgumentParser
import Timing

/// What race control says, what is reported to it, and the weather.
extension Control {
    struct MessageCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "message", abstract: "Publish a message of race control.",
            discussion: "lapwing control message \"Track limits at turn 5: last warning\" --car 7 --car 8")
        @OptionGroup var options: Options
        @Argument(help: "One line of text.") var text: String
        @Option(help: ArgumentHelp("For this car; once for each. Without it for all.", valueName: "number"))
        var car: [String] = []

        func run() throws { try options.send(.message(text, cars: car.map { CarNumber($0) })) }
    }

    struct ReportCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report", abstract: "Enter what was reported of a car; what follows is in the rulebook.",
            discussion: "lapwing control report --car 7 --kind trackLimits --turn 5")
        @OptionGroup var options: Options
        @Option(help: "Number of the car.") var car: String
        @Option(help: "A kind of reports of the rulebook, as trackLimits.") var kind: String
        @Option(help: "At the turn of this number.") var turn: Int?
        @Option(help: "At this place.") var place: String?
        @Option(help: "On this lap of the car.") var lap: Int?

        func validate() throws {
            if turn != nil, place != nil { throw ValidationError("give --turn or --place, not both") }
        }

        func run() throws {
            let at: Report.Place? = turn.map { .turn($0) } ?? place.map { .named($0) }
            try options.send(.report(CarNumber(car), Report(kind: kind, place: at, lap: lap)))
        }
    }

    struct ConditionsCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "conditions", abstract: "Tell weather and track; what is left out stays as it was told.",
            discussion: "lapwing control conditions --air 31 --track 44.5 --wet")
        @OptionGroup var options: Options
        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("Temperature of the air in °C, as 31 or 31.5.", valueName: "degrees"),
            transform: Self.tenths)
        var air: Int?
        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("Temperature of the track in °C.", valueName: "degrees"), transform: Self.tenths)
        var track: Int?
        @ArgumentParser.Flag(help: "The track is dry, damp or wet.") var surface: Surface?
        @Option(help: ArgumentHelp("Relative humidity.", valueName: "percent")) var humidity: Int?
        @Option(help: ArgumentHelp("Speed of the wind in km/h.", valueName: "speed")) var wind: Int?

        enum Surface: String, EnumerableFlag { case dry, damp, wet }

        static func tenths(_ text: String) throws -> Int {
            let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
            let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), parts[0].count <= 3, let whole = UInt16(parts[0]),
                let tenth = parts.count == 1 ? 0 : parts[1].count == 1 ? UInt16(parts[1]) : nil
            else { throw ValidationError("found \(text), expected degrees Celsius like 31 or 31.5") }
            let value = Int(whole) * 10 + Int(tenth)
            return text.hasPrefix("-") ? -value : value
        }

        func run() throws {
            let told = Conditions(
                air: air, track: track, surface: surface.flatMap { Conditions.Surface(rawValue: $0.rawValue) },
                humidity: humidity, wind: wind)
            if told.isEmpty {
                throw ValidationError("say at least one of --air, --track, --dry, --damp, --wet, --humidity and --wind")
            }
            try options.send(.conditions(told))
        }
    }
}
