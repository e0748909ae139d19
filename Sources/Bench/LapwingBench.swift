import ArgumentParser

/// The budgets of the design, measured side by side on one machine in one run (`scripts/bench`).
@main
struct LapwingBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lapwing-bench", abstract: "Measure the budgets.",
        subcommands: [Budget.self, CoreAlone.self, Forwarder.self, MissedCrossings.self], defaultSubcommand: Budget.self
    )
}

/// Prints the whole table.
struct Budget: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the budget table.")

    @Option(help: "Rounds of each pair; the median of the ratios counts.")
    var rounds = 5

    @Option(help: "Hours of the 60-car race that is pushed through.")
    var hours = 24

    @Option(help: "Folder of lapwingd; that of this program when not given.")
    var bin: String?

    func run() throws {
        let folder = bin ?? String(CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/"))
        let programs = (CommandLine.arguments[0].hasPrefix("/") && bin == nil ? "/" : "") + folder
        var table = BudgetTable()
        print("generating the race …")
        let race = BenchRace(cars: 60, hours: hours)
        print("core alone …")
        try CoreAlone.measure(race, into: &table)
        let line = try Pipeline(race, programs: programs)
        print("wire to wire, \(rounds) rounds of \(race.messages.count) crossings …")
        try line.measureThroughput(rounds: rounds, into: &table)
        try line.measureLatency(rounds: rounds, into: &table)
        try line.measureMemory(into: &table)
        table.add(
            "restart in hour 23 of a 24 h race", figure: "not to be had before the journal is", ratio: nil,
            bar: "< 1 s", isMet: nil)
        print("")
        print(table.text)
    }
}
