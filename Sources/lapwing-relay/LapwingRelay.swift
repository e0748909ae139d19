import ArgumentParser
import Glibc
import Version

/// Carries the publication to where many read it.
@main
struct LapwingRelay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lapwing-relay", abstract: "Carry a session to where many read it.",
        discussion: "See docs/relay.md.", version: Build.words(of: "lapwing-relay"),
        subcommands: [NATSCommand.self, MirrorCommand.self])

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
