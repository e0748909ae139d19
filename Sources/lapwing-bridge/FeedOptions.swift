import ArgumentParser
import Bridges
import Glibc
import ZeroMQ

/// Where a bridge to a box feeds daemons, and keeps what it has fed.
struct FeedOptions: ParsableArguments {
    @Option(help: "Address of the feed, which the daemon connects to.")
    var feed = "tcp://127.0.0.1:5550"

    @Option(help: "Address at which the daemon asks for crossings again.")
    var recovery = "tcp://127.0.0.1:5551"

    @Option(help: ArgumentHelp("The box's name in the feed, 1 to 4294967295.", valueName: "decoder"))
    var id: UInt32

    @Option(
        help: ArgumentHelp(
            "Directory of the ring in which the fed crossings are kept; else $STATE_DIRECTORY.", valueName: "directory")
    )
    var state: String?

    @Option(
        help: ArgumentHelp("File of the feed's secret key: tcp addresses ask for its public half.", valueName: "file"))
    var key: String?

    func validate() throws {
        for (option, address) in [("--feed", feed), ("--recovery", recovery)] {
            try Self.check(address, of: option, as: "tcp://127.0.0.1:5550 or ipc:///run/box/feed")
        }
        if id == 0 { throw ValidationError("--id 0: expected 1 to 4294967295; 0 is the timekeeper's hand") }
    }

    /// An address as ZeroMQ takes it.
    static func check(_ address: String, of option: String, as example: String) throws {
        guard ["tcp://", "ipc://"].contains(where: { address.hasPrefix($0) && address.count > $0.count }) else {
            throw ValidationError("\(option) \(address): expected an address as \(example)")
        }
    }

    /// A loop of the circuit.
    static func loop(_ text: String) throws -> UInt16 {
        guard let loop = UInt16(text), loop > 0 else {
            throw ValidationError("found \"\(text)\", expected the number of a loop, 1 to 65535")
        }
        return loop
    }

    /// The sockets to be bound.
    func ends() throws -> BoxFeed.Ends {
        guard let key else { return .init(feed: feed, recovery: recovery, security: .none) }
        do {
            return .init(feed: feed, recovery: recovery, security: .curveServer(try KeyFile.read(key).secret))
        } catch {
            throw ValidationError("--key \(error)")
        }
    }

    /// The directory of the ring.
    func directory() throws -> String {
        let given = state ?? getenv("STATE_DIRECTORY").map { String(cString: $0) }
        guard let given, !given.isEmpty else {
            throw ValidationError("no directory for the crossings that were fed; give --state DIRECTORY")
        }
        if mkdir(given, 0o700) != 0, errno != EEXIST {
            throw ValidationError("--state \(given): \(String(cString: strerror(errno))); give one that can be made")
        }
        return given
    }
}
