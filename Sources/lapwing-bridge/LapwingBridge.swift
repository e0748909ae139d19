import ArgumentParser
import Glibc
import Version

/// The plugs to other timing software and to boxes: each speaks what that software or box speaks.
@main
struct LapwingBridge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lapwing-bridge", abstract: "Speak to other timing software.",
        discussion: """
            Each is a process of its own: to clients it tells what a daemon publishes, to a daemon what a box tells. \
            See docs/bridges.md.
            """,
        version: Build.words(of: "lapwing-bridge"),
        subcommands: [
            RMonitorCommand.self, MultiloopCommand.self, CSVCommand.self, P3Command.self, OpenStintCommand.self,
        ])

    static func main() {
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            exit(withError: error)
        }
    }
}
