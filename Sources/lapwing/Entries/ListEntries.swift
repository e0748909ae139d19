import ArgumentParser
import Client
import DaemonLine
import Timing
import Wire

/// `lapwing entry list`: the entry list that runs, transponders too.
struct ListEntries: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the entry list that runs, with transponders and what is withdrawn.",
        discussion: "JSON is the `entries` message (docs/protocol.md, section 4.12).")
    @OptionGroup var daemon: DaemonAddress
    @ArgumentParser.Flag(help: "The message itself.") var json = false

    func run() throws {
        let answer = try daemon.ask().answer(.entries, of: daemon.session)
        if json { return printJSON(answer) }
        for (entry, isWithdrawn) in try EntryListAnswer.read(JSON(answer)) {
            let was = entry.entered == entry.number ? "" : "; entered as \(entry.entered)"
            print("\(EntryDifference.words(entry))\(was)\(isWithdrawn ? "; withdrawn" : "")".printable)
        }
    }

    /// What the daemon at an address runs, and the session that it is of.
    static func listed(
        _ query: String, _ options: Control.Options
    ) throws -> (session: String?, entries: [(entry: Entry, isWithdrawn: Bool)]) {
        let ask = try Ask(query, timeout: options.timeout.seconds, security: try options.keys.security(towards: query))
        let answer = try JSON(try ask.answer(.entries, of: options.session))
        return (EntryListAnswer.session(of: answer), try EntryListAnswer.read(answer))
    }
}
