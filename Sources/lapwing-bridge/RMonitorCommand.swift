import ArgumentParser
import Bridges

/// `lapwing-bridge rmonitor`: scoreboards, apps and graphics that speak RMonitor.
struct RMonitorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rmonitor", abstract: "Serve a session to clients that speak RMonitor, as Orbits does.",
        discussion: """
            Of a meeting it goes along with the session that is shown, or stays at the one of --session. Runs until it \
            is stopped; without a daemon it waits for one.
            """)

    @OptionGroup var daemon: DaemonLine

    @Option(help: "Where clients connect, as :50000, 10.0.0.5:50000 or [::1]:50000.", transform: Self.address)
    var listen = ListenAddress.usual

    @Flag(help: "Speak IMSA's enhanced records too: $L, what became of a car in $COMP, a refresh every 30 s.")
    var enhanced = false

    @Option(help: ArgumentHelp("Length of the track, as 3.700: miles by custom.", valueName: "miles"))
    var trackLength: String?

    @Flag(help: "Write a semicolon for a comma within a text, for clients that cut lines at every comma.")
    var withoutCommas = false

    @Option(help: ArgumentHelp("Clients served at once.", valueName: "count"))
    var clients = 200

    @Option(help: ArgumentHelp("KiB that may wait for a client; one with more is cut.", valueName: "KiB"))
    var queue = 1024

    func validate() throws {
        if clients < 1 { throw ValidationError("--clients \(clients): expected 1 or more") }
        if !(64...65_536 ~= queue) { throw ValidationError("--queue \(queue): expected 64 to 65536 KiB") }
    }

    func run() throws {
        var options = RMonitorOptions()
        options.isEnhanced = enhanced
        options.refresh = enhanced ? 30 : nil
        options.trackLength = trackLength
        options.avoidsCommas = withoutCommas
        var limits = LineServer.Limits()
        limits.clients = clients
        limits.queue = queue * 1024
        var bridge = try RMonitorBridge(
            try daemon.addresses(), session: daemon.session, listen: listen, limits: limits, options: options)
        try bridge.run()
    }

    private static func address(_ text: String) throws -> ListenAddress {
        guard let address = ListenAddress(text) else {
            throw ValidationError("found \"\(text)\", expected an address and a port, as :50000")
        }
        return address
    }
}
