import ArgumentParser
import Bridges

/// `lapwing-bridge openstint`: an open decoder as a feed.
struct OpenStintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openstint", abstract: "Feed a daemon from an OpenStint decoder.",
        discussion: """
            Gives the box's passings numbers, an epoch and UTC, and keeps them for the recovery socket. What the box \
            tells while nobody hears it is lost: it has no memory. Runs until it is stopped.
            """)

    @Option(help: "The box's PUB socket.")
    var decoder = "tcp://127.0.0.1:5556"

    @Option(
        help: ArgumentHelp("The loop of the circuit that the box reads, 1 to 65535.", valueName: "loop"),
        transform: FeedOptions.loop)
    var loop: UInt16

    @OptionGroup var feed: FeedOptions

    func validate() throws { try FeedOptions.check(decoder, of: "--decoder", as: "tcp://10.0.0.6:5556") }

    func run() throws {
        var bridge = try OpenStintBridge(
            decoder, decoder: feed.id, loop: loop, state: try feed.directory(), ends: try feed.ends())
        try bridge.run()
    }
}
