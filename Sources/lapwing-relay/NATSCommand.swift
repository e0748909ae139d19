import ArgumentParser
import DaemonLine
import Relay

/// `lapwing-relay nats`: a stream of NATS JetStream.
struct NATSCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nats", abstract: "Carry a session to NATS JetStream.",
        discussion: """
            Each delta is stored once and in order, whatever is killed or started twice. Of a meeting it goes along \
            with the session that is shown, or stays at the one of --session. Runs until it is stopped; without a \
            daemon or a server of NATS it waits for one.
            """)

    @OptionGroup var daemon: DaemonLine

    @OptionGroup var server: ServerLine

    @Option(help: "The word for the meeting in subjects: lw.<meeting>.<session>.delta.")
    var meeting = "meeting"

    @Option(
        help: """
            Name of the stream; snapshots are kept in <stream>-SNAPSHOT, the table part by part in <stream>-TABLE. All \
            three are made where they are not there.
            """
    )
    var stream = "LAPWING"

    @Option(help: ArgumentHelp("Seconds between two snapshots.", valueName: "s"))
    var snapshots = 10

    @Option(help: ArgumentHelp("MiB of deltas that a new stream keeps.", valueName: "MiB"))
    var keep = 1024

    @Option(help: ArgumentHelp("Servers of a cluster that keep a new stream.", valueName: "count"))
    var replicas = 1

    func validate() throws {
        if !(1...3600 ~= snapshots) { throw ValidationError("--snapshots \(snapshots): expected 1 to 3600") }
        if !(1...1_000_000 ~= keep) { throw ValidationError("--keep \(keep): expected 1 to 1000000") }
        if !(1...5 ~= replicas) { throw ValidationError("--replicas \(replicas): expected 1 to 5") }
        if meeting.isEmpty { throw ValidationError("--meeting: expected a word") }
        try ServerLine.check(stream: stream)
    }

    func run() throws {
        var relay = try Relay(
            try daemon.addresses(), session: daemon.session,
            options: RelayOptions(
                nats: try server.options(), stream: stream, meeting: meeting, snapshotSeconds: snapshots,
                mostBytes: Int64(keep) << 20, replicas: replicas))
        try relay.run()
    }
}
