import ArgumentParser
import Client
import Rulebook
import Timing
import Wire

/// `lapwing entry load`: a whole entry list, as single acts.
struct LoadEntries: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Show how an entry list differs from the one that runs, and take the differences with --yes.",
        discussion: """
            The file is an entry list as an event has it: a table (.csv) or YAML. A car of the file that does not run \
            is entered, one that runs and is not in the file is withdrawn. Each difference is an act of its own.
            """)
    @OptionGroup var options: Control.Options
    @OptionGroup var since: EntryCommand.Since
    @OptionGroup var whole: WholeMeeting
    @Argument(help: "The entry list.", completion: .file()) var file: String
    @ArgumentParser.Flag(help: "Take the differences.") var yes = false

    func run() throws {
        let wanted = try faults { () throws(Faults) in try Event.entries(inFile: file) }
        try whole.forEach(options) { try take(wanted, $0) }
    }

    private func take(_ wanted: [Entry], _ said: Control.Options) throws {
        var options = said
        // The list may be of another session than the one that a command without session is for.
        let (session, listed) = try ListEntries.listed(whole.query, options)
        options.session = options.session ?? session
        if whole.isMeant { print("session \(session ?? "")") }
        let plan = EntryPlan(
            from: listed.filter { !$0.isWithdrawn }.map(\.entry),
            withdrawn: listed.filter(\.isWithdrawn).map(\.entry.number), to: wanted,
            isFromStart: try since.isFromStart(options, usually: true))
        for car in plan.withdrawn {
            print("car \(car) is withdrawn, and in the file: take its withdrawal back (lapwing decisions lists it)")
        }
        if plan.steps.isEmpty { return print("no difference: \(wanted.count) cars") }
        for step in plan.steps { print(EntryDifference.words(step)) }
        guard yes, !options.dryRun else { return print("nothing is done: --yes takes these \(plan.steps.count)") }
        for step in plan.steps { try options.send(.entry(step.change)) }
    }

    private func faults<Value>(_ body: () throws(Faults) -> Value) throws -> Value {
        do throws(Faults) { return try body() } catch { throw Failure(error.description) }
    }
}
