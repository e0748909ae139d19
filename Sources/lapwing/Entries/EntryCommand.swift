import ArgumentParser
import Timing
import Wire

/// `lapwing entry`: the entry list of the session that runs.
struct EntryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entry",
        abstract: "Enter a car, change or withdraw an entry, load a whole list, while the session is timed.",
        subcommands: [Add.self, Change.self, Withdraw.self, LoadEntries.self, ListEntries.self])

    /// From when it holds.
    struct Since: ParsableArguments {
        @ArgumentParser.Flag(help: "It holds for the whole session, what is past too.") var fromStart = false

        /// `isUsual`: it does where nothing is said.
        func isFromStart(_ options: Control.Options, usually isUsual: Bool) throws -> Bool {
            guard options.at != nil else { return fromStart || isUsual }
            if fromStart { throw ValidationError("give one of --from-start and an instant") }
            return false
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Enter a car: with all laps that its transponder has done, or from --at on.",
            discussion: """
                lapwing entry add 99 --class GT3 --cup Pro-Am --team "Nine Racing" --transponder 4711 \\
                  --driver "Ann Bell, Bronze, GBR, 1990" --driver "Cai Dahl, Gold"
                """)
        @OptionGroup var options: Control.Options
        @OptionGroup var since: Since
        @OptionGroup var whole: WholeMeeting
        @Argument(help: "The number on the door.") var car: String
        @OptionGroup var said: EntryOptions

        func run() throws {
            var details = try said.details()
            guard details.carClass != nil else { throw ValidationError("say in which class: --class") }
            if details.number != nil { throw ValidationError("the number is said already: it is \(car)") }
            details.team = details.team ?? ""
            details.transponders = details.transponders ?? []
            details.drivers = details.drivers ?? []
            let isFromStart = try since.isFromStart(options, usually: true)
            let change = EntryChange(.add, CarNumber(car), details, isFromStart: isFromStart)
            try whole.forEach(options) { try $0.send(.entry(change)) }
        }
    }

    struct Change: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change",
            abstract: "Change an entry: what is not said stays as it is.",
            discussion: """
                lapwing entry change 7 --number 77
                lapwing entry change 7 --number 8 --swap
                lapwing entry change 88 --transponder 4712 --at 14:20:00
                """)
        @OptionGroup var options: Control.Options
        @OptionGroup var since: Since
        @OptionGroup var whole: WholeMeeting
        @Argument(help: "The number that the car has now.") var car: String
        @OptionGroup var said: EntryOptions
        @ArgumentParser.Flag(help: "The car that has the new number gets this one's.") var swap = false

        func run() throws {
            let details = try said.details()
            if details.isEmpty {
                throw ValidationError("say what changes: --number, --class, --team, --transponder, …")
            }
            if swap, details.number == nil { throw ValidationError("--swap belongs to --number") }
            let isFromStart = try since.isFromStart(options, usually: true)
            let change = EntryChange(
                .change, CarNumber(car), details, swapsWith: swap ? details.number : nil, isFromStart: isFromStart)
            try whole.forEach(options) { try $0.send(.entry(change)) }
        }
    }

    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "Withdraw an entry, from now or --at on: the car has no place, its laps are kept.",
            discussion: "It is undone like any act: lapwing control withdraw ID.")
        @OptionGroup var options: Control.Options
        @OptionGroup var since: Since
        @OptionGroup var whole: WholeMeeting
        @Argument(help: "The number that the car has now.") var car: String

        func run() throws {
            let isFromStart = try since.isFromStart(options, usually: false)
            let change = EntryChange(.withdraw, CarNumber(car), isFromStart: isFromStart)
            try whole.forEach(options) { try $0.send(.entry(change)) }
        }
    }
}
