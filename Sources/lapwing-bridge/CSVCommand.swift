import ArgumentParser
import Bridges
import DaemonLine

/// `lapwing-bridge csv`: files for those who poll.
struct CSVCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "csv", abstract: "Keep files of a session as Al Kamel Systems and TSL Timing write them.",
        discussion: """
            Result, laps and stops are rewritten as the race goes on, each at once: who reads one has it whole. Of a \
            meeting it goes along with the session that is shown, or stays at the one of --session.
            """)

    @OptionGroup var daemon: DaemonLine

    @Option(help: ArgumentHelp("Directory of the files; it is made where it is not there.", valueName: "directory"))
    var to: String

    @Option(help: "Whose columns: alkamel or tsl; both when not given.")
    var format: [LiveFilesBridge.Format] = []

    @Option(help: ArgumentHelp("Milliseconds between two writings at least.", valueName: "ms"))
    var every = 1000

    func validate() throws {
        if !(100...600_000 ~= every) { throw ValidationError("--every \(every): expected 100 to 600000") }
    }

    func run() throws {
        var bridge = try LiveFilesBridge(
            try daemon.addresses(), session: daemon.session, to: to,
            formats: format.isEmpty ? LiveFilesBridge.Format.allCases : format, pause: Int64(every))
        try bridge.run()
    }
}

extension LiveFilesBridge.Format: ExpressibleByArgument {}
