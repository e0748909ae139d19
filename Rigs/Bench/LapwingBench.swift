import ArgumentParser
import Version

/// The budgets (docs/architecture.md, "Budgets"), measured side by side on one machine in one run (`scripts/bench`).
@main
struct LapwingBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lapwing-bench", abstract: "Measure the budgets.",
        version: Build.words(of: "lapwing-bench"),
        subcommands: [
            Budget.self, CoreAlone.self, Instructions.self, CountedPass.self, Allocations.self, Forwarder.self,
            MissedCrossings.self, TroubleTrials.self, Many.self, Soak.self, Digest.self, MeetingFigures.self,
            WebFigures.self,
        ], defaultSubcommand: Budget.self
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

    @Flag(help: "Only through-put and latency, wire to wire.") var wire = false

    func run() throws {
        var table = BudgetTable()
        print("generating the race …")
        let race = BenchRace(cars: 60, hours: hours)
        if !wire {
            print("core alone …")
            try CoreAlone.measure(race, into: &table)
            print("its instructions …")
            try Instructions.measure(cars: 60, into: &table)
        }
        let line = try Pipeline(race, programs: Programs.folder(bin))
        print("wire to wire, \(rounds) rounds of \(race.messages.count) crossings …")
        try line.measureThroughput(rounds: rounds, into: &table)
        try line.measureLatency(rounds: rounds, into: &table)
        if !wire { try line.measureMemoryAndRestart(into: &table) }
        print("")
        print(table.text)
    }
}
