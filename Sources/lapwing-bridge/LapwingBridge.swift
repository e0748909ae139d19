import ArgumentParser
import Glibc
import Version

/// The plugs to other timing software: each follows the publication and speaks what that software speaks.
@main
struct LapwingBridge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lapwing-bridge", abstract: "Speak to other timing software.",
        discussion: "Follows a daemon's publication as any subscriber does. See docs/bridges.md.",
        version: Build.words(of: "lapwing-bridge"), subcommands: [RMonitorCommand.self])

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
