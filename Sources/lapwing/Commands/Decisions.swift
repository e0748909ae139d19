import ArgumentParser
import Client
import Wire

/// `lapwing decisions`: every act, what it did, and what waits.
struct Decisions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decisions",
        abstract: "List all commands that took effect, with their ids and what they did, and those that wait.",
        discussion: "JSON is the `decisions` message (docs/protocol.md, section 4.10).")

    @OptionGroup var daemon: DaemonAddress

    @Flag(help: "Only those that wait for a decision.")
    var pending = false

    @Flag(help: "Only the ids, one a line, as the shell completes them.")
    var ids = false

    @Flag(help: "The message itself.")
    var json = false

    func run() throws {
        let answer = try daemon.ask().answer(.decisions, of: daemon.session)
        if json { return printJSON(answer) }
        let decisions = try PublishedDecisions(JSON(answer))
        let acts = decisions.acts.filter { !pending || $0.pending != nil }
        if ids {
            for act in acts { print(act.id) }
            return
        }
        if decisions.left > 0 { print("\(decisions.left) earlier ones are left out") }
        if acts.isEmpty { print(pending ? "nothing waits for a decision" : "no command has taken effect yet") }
        for act in acts {
            for line in DecisionText.lines(act) { print(line) }
        }
    }
}
