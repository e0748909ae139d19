import ArgumentParser
import Bridges
import DaemonLine

/// `lapwing-bridge multiloop`: scoreboards and television graphics that speak Multiloop.
struct MultiloopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "multiloop", abstract: "Serve a session to clients that speak Multiloop 1.3.",
        discussion: """
            Of a meeting it goes along with the session that is shown, or stays at the one of --session. Runs until it \
            is stopped; without a daemon it waits for one.
            """)

    @OptionGroup var daemon: DaemonLine

    @Option(
        help: "Where clients connect, as :50001, 10.0.0.5:50001 or [::1]:50001.", transform: ServingOptions.address)
    var listen: ListenAddress

    @Flag(help: "Tell USAC's additions too: who is on board, sections, the time zone.")
    var usac = false

    @Option(
        help: ArgumentHelp("Length of the track in miles, as 3.444.", valueName: "miles"),
        transform: ServingOptions.miles)
    var trackLength: String?

    @Option(
        help: ArgumentHelp(
            "The circuit's time zone for USAC's additions, as Asia/Kuala_Lumpur; else by its distance from UTC.",
            valueName: "name"), transform: Self.zone)
    var timeZone: String?

    @OptionGroup var serving: ServingOptions

    func run() throws {
        var options = MultiloopOptions()
        options.hasAdditions = usac
        options.trackLength = trackLength ?? ""
        options.timeZone = timeZone
        options.isPlain = serving.withoutAccents
        var bridge = try MultiloopBridge(
            try daemon.addresses(), session: daemon.session, listen: listen, limits: serving.limits, options: options)
        try bridge.run()
    }

    private static func zone(_ text: String) throws -> String {
        guard ZoneName.isOne(text) else {
            throw ValidationError("found \"\(text)\", expected the name of a time zone, as America/Los_Angeles")
        }
        return text
    }
}
