import ArgumentParser
import Timing

/// What a bulletin changes, and the stewards' word on what a car owed.
extension Control {
    struct BulletinCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bulletin",
            abstract: "Change what is asked of the cars: exactly one of its options, with what belongs to it.",
            discussion: """
                lapwing control bulletin --opens 25min --closes 40min
                lapwing control bulletin --minimum 100s --class GT3
                lapwing control bulletin --addition 15s --car 88
                lapwing control bulletin --driving-rule 2 --most 2h
                """)
        @OptionGroup var options: Options
        @Option(
            help: ArgumentHelp("The window opens at this time of the race clock.", valueName: "time"),
            transform: TimeSpan.length)
        var opens: TimeSpan?
        @Option(
            help: ArgumentHelp("The window closes at this time of the race clock.", valueName: "time"),
            transform: TimeSpan.length)
        var closes: TimeSpan?
        @Option(help: "With the window: which end of a stop lies in it, entry, exit or both.")
        var windowBy: String?
        @ArgumentParser.Flag(help: "Stops count at any time.") var noWindow = false
        @Option(
            help: ArgumentHelp("A mandatory stop lasts so long at least.", valueName: "time"),
            transform: TimeSpan.length)
        var minimum: TimeSpan?
        @Option(name: .customLong("class"), help: "With --minimum: class, cup or both, as in \"GT3 Am\".")
        var carClass: String?
        @Option(
            help: ArgumentHelp("On top of the car's last mandatory stop, instead of what was.", valueName: "time"),
            transform: TimeSpan.length)
        var addition: TimeSpan?
        @Option(help: "With --addition: number of the car.") var car: String?
        @Option(
            help: ArgumentHelp("Stops from this length on are prohibited …", valueName: "time"),
            transform: TimeSpan.length)
        var prohibitedFrom: TimeSpan?
        @Option(help: ArgumentHelp("… and shorter than this.", valueName: "time"), transform: TimeSpan.length)
        var prohibitedTo: TimeSpan?
        @Option(
            help: ArgumentHelp("Limit in the pit lane, as 50km/h.", valueName: "speed"),
            transform: SpeedText.kilometresPerHour)
        var pitSpeed: Int?
        @Option(help: ArgumentHelp("Which of the rulebook's driving times, from 1.", valueName: "number"))
        var drivingRule: Int?
        @Option(
            help: ArgumentHelp("With --driving-rule: at least so long.", valueName: "time"), transform: TimeSpan.length)
        var least: TimeSpan?
        @Option(
            help: ArgumentHelp("With --driving-rule: at most so long.", valueName: "time"), transform: TimeSpan.length)
        var most: TimeSpan?

        func run() throws {
            try checkPairs()
            let bulletins = try self.bulletins
            guard let bulletin = bulletins.first, bulletins.count == 1 else {
                throw ValidationError(
                    "give exactly one of --opens with --closes, --no-window, --minimum, --addition with --car, "
                        + "--prohibited-from with --prohibited-to, --pit-speed, and --driving-rule with --least, --most"
                )
            }
            try options.send(.bulletin(bulletin))
        }

        /// Options that stand together.
        private func checkPairs() throws {
            let pairs = [
                ("--opens", opens == nil, "--closes", closes == nil),
                ("--addition", addition == nil, "--car", car == nil),
                ("--prohibited-from", prohibitedFrom == nil, "--prohibited-to", prohibitedTo == nil),
            ]
            for (one, isNone, other, isOtherNone) in pairs where isNone != isOtherNone {
                throw ValidationError("give \(one) and \(other) together")
            }
            if carClass != nil, minimum == nil { throw ValidationError("--class belongs to --minimum") }
            if (drivingRule == nil) != (least == nil && most == nil) {
                throw ValidationError("give --driving-rule with --least, --most or both")
            }
            if windowBy != nil, opens == nil { throw ValidationError("--window-by belongs to --opens and --closes") }
        }

        /// What was given; it is to be one.
        private var bulletins: [Bulletin] {
            get throws {
                var given: [Bulletin] = noWindow ? [.window(nil)] : []
                if let opens, let closes {
                    let by = windowBy ?? "entry"
                    guard let by = MandatoryStops.Window.Reference(rawValue: by) else {
                        throw ValidationError("\(by): expected entry, exit or both")
                    }
                    given.append(.window(MandatoryStops.Window(opens: opens.time, closes: closes.time, by: by)))
                }
                if let minimum { given.append(.minimum(of: carClass, minimum.time)) }
                if let addition, let car { given.append(.addition(CarNumber(car), addition.time)) }
                if let prohibitedFrom, let prohibitedTo {
                    given.append(.prohibited(from: prohibitedFrom.time, to: prohibitedTo.time))
                }
                if let drivingRule {
                    given.append(.driving(rule: drivingRule, least: least?.time, most: most?.time))
                }
                return given + (pitSpeed.map { [.pitSpeed($0)] } ?? [])
            }
        }
    }

    struct RulingCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ruling", abstract: "Enter the stewards' word on what a car owed.",
            discussion: "lapwing control ruling 18 driverChange1 driverChanged --reason \"seen by the pit lane judge\"")
        @OptionGroup var options: Options
        @Argument(help: "Number of the car.") var car: String
        @Argument(help: "Id of the obligation, as `lapwing compliance --format json` has it.") var obligation: String
        @Argument(help: "excused, driverChanged or noAction.", transform: Choice.word) var ruling: Ruling
        @Option(help: "Why.") var reason: String

        func run() throws {
            try options.send(
                .ruling(CarNumber(car), try Control.obligation(obligation), ruling, reason: reason))
        }
    }

    /// An obligation by its id.
    static func obligation(_ id: String) throws -> ObligationID {
        guard let obligation = ObligationID(id) else {
            throw ValidationError("\(id): expected the id of an obligation, as stop1 or stint2")
        }
        return obligation
    }
}
