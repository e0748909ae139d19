import ArgumentParser
import Bridges

/// `lapwing-bridge p3`: a box of AMB or MYLAPS as a feed.
struct P3Command: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "p3", abstract: "Feed a daemon from a decoder that speaks P3, as those of AMB and MYLAPS do.",
        discussion: """
            Gives the box's passings the numbers and the epoch of a feed, asks the box for those that it missed, and \
            keeps them for the recovery socket. Runs until it is stopped; without a box it waits for one.
            """)

    @Option(help: "Where the box listens, as 10.0.0.5:5403.", transform: Self.address)
    var decoder: BoxAddress

    @Option(
        help: ArgumentHelp("The loop of the circuit that the box reads, 1 to 65535.", valueName: "loop"),
        transform: FeedOptions.loop)
    var loop: UInt16

    @Option(
        help: ArgumentHelp(
            "The noise of the loop above which the daemon warns; 0 for never. 40 is the handbook's of MYLAPS' RC4.",
            valueName: "points"))
    var noiseMost: UInt16 = P3Intake.usualNoiseMost

    @OptionGroup var feed: FeedOptions

    func run() throws {
        var bridge = try P3Bridge(
            decoder, decoder: feed.id, loop: loop, state: try feed.directory(), ends: try feed.ends(),
            noiseMost: noiseMost == 0 ? nil : noiseMost)
        try bridge.run()
    }

    private static func address(_ text: String) throws -> BoxAddress {
        guard let address = BoxAddress(text) else {
            throw ValidationError("found \"\(text)\", expected an address and a port, as 10.0.0.5:5403")
        }
        return address
    }
}
