import ArgumentParser
import DaemonLine
import Glibc
import Timing
import Version

/// The command line: everything a timekeeper, an engineer or a spectator does with a running Lapwing.
///
/// Each command states its name (`commandName`). The library would make it of the type's, which costs every start 39
/// million instructions.
@main
struct Lapwing: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lapwing", abstract: "Race timing: play, watch, ask and correct.",
        version: Build.words(of: "lapwing"),
        subcommands: [
            Watch.self, TimetableCommand.self, CheckIn.self, Results.self, Compliance.self, Explain.self, Status.self,
            Control.self, EntryCommand.self, ProposalCommand.self, DocumentCommand.self, GraphicsCommand.self,
            Decisions.self, Replay.self, Classify.self, Grid.self, Success.self,
            Points.self, Import.self,
            Simulate.self, Check.self, JournalFiles.self, Keys.self,
        ])

    /// Ends quietly when nobody reads on, also where the caller ignores the signal: `watch` would go on for ever.
    static func main() {
        signal(SIGPIPE, SIG_DFL)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            let code = exitCode(for: error)
            if code.isSuccess { exit(withError: error) }
            // What is told of a fault may quote anything.
            let message = fullMessage(for: error)
            let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let bytes = Array((message.isEmpty ? "" : lines.sheet).utf8)
            _ = write(2, bytes, bytes.count)
            Glibc.exit(code.rawValue)
        }
    }
}

/// Where the daemon is.
struct DaemonAddress: ParsableArguments {
    @Option(
        help: "Address of the daemon's query socket, else $LAPWING_QUERY; of a pair both, with a comma between them.")
    var query = UsualAddress.query

    @Option(help: "Id of the session; without it the one that is shown, or the one that runs alone.")
    var session: String?

    @Option(help: "How long to wait for an answer, as 5s.", transform: TimeSpan.length)
    var timeout = TimeSpan(.seconds(5))

    @OptionGroup var keys: KeyOptions

    /// Its query socket, to be asked.
    func ask() throws -> Ask {
        try Ask(query, timeout: timeout.seconds, security: try keys.security(towards: query))
    }
}
