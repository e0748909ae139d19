import ArgumentParser
import NATS
import Relay

/// `lapwing-relay mirror`: the streams of the circuit again, at a server elsewhere.
struct MirrorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mirror", abstract: "Make a server of NATS mirror the streams of the circuit.",
        discussion: """
            Said once, to the server in the cloud, which keeps it. From then on that server takes each message once, \
            and after a cut of the line all that it missed. Mirrors that are there already stay.
            """)

    @OptionGroup var server: ServerLine

    @Option(help: "Name of the stream.")
    var stream = "LAPWING"

    @Option(help: "The JetStream domain of the server at the circuit.")
    var domain = "track"

    @Option(help: ArgumentHelp("MiB of deltas that the mirror keeps.", valueName: "MiB"))
    var keep = 1024

    func validate() throws {
        try ServerLine.check(stream: stream)
        if domain.isEmpty { throw ValidationError("--domain: expected a word") }
        if !(1...1_000_000 ~= keep) { throw ValidationError("--keep \(keep): expected 1 to 1000000") }
    }

    func run() throws {
        var connection = try NATSConnection(try server.options())
        for made in try RaceStream.mirror(stream, of: domain, mostBytes: Int64(keep) << 20, in: &connection) {
            print(made)
        }
    }
}
