import ArgumentParser
import Bridges
import DaemonLine

/// `lapwing-bridge rmonitor`: scoreboards, apps and graphics that speak RMonitor.
struct RMonitorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rmonitor", abstract: "Serve a session to clients that speak RMonitor, as Orbits does.",
        discussion: """
            Of a meeting it goes along with the session that is shown, or stays at the one of --session. Runs until it \
            is stopped; without a daemon it waits for one.
            """)

    @OptionGroup var daemon: DaemonLine

    @Option(
        help: "Where clients connect, as 10.0.0.5:50000 or [::1]:50000. (default: :50000, every address)",
        transform: ServingOptions.address)
    var listen = ListenAddress.usual

    @Flag(help: "Speak IMSA's enhanced records too: $L, what became of a car in $COMP, a refresh every 30 s.")
    var enhanced = false

    @Option(
        help: ArgumentHelp("Length of the track, as 3.700: miles by custom.", valueName: "miles"),
        transform: ServingOptions.miles)
    var trackLength: String?

    @Flag(help: "Write a semicolon for a comma within a text, for clients that cut lines at every comma.")
    var withoutCommas = false

    @Flag(help: "Leave out $COR, for clients that do not know it: $G tells the corrected total too.")
    var withoutCorrections = false

    @OptionGroup var serving: ServingOptions

    func run() throws {
        var options = RMonitorOptions()
        options.isEnhanced = enhanced
        options.refresh = enhanced ? 30 : nil
        options.trackLength = trackLength
        options.avoidsCommas = withoutCommas
        options.avoidsCorrections = withoutCorrections
        options.isPlain = serving.withoutAccents
        var bridge = try RMonitorBridge(
            try daemon.addresses(), session: daemon.session, listen: listen, limits: serving.limits, options: options)
        try bridge.run()
    }
}
