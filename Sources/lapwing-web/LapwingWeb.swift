import ArgumentParser
import Board
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals
import Version
import ZeroMQ

/// Main of the board's server: reads arguments, starts it, turns its end into an exit code.
@main
struct LapwingWeb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lapwing-web", abstract: "The live board of a race meeting, for browsers.",
        discussion: "Follows a daemon's publication as any subscriber does. Runs until SIGTERM or SIGINT.",
        version: Build.words(of: "lapwing-web"))

    @Option(help: "Address of the daemon's publication; of a pair both, with a comma between them.")
    var publication = "tcp://127.0.0.1:5560"

    @Option(help: "Address of the daemon's query socket; of a pair both, with a comma between them.")
    var query = "tcp://127.0.0.1:5561"

    @Option(help: "Address and port that browsers connect to.")
    var listen = "127.0.0.1:8080"

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        var settings = BoardServer.Settings(
            daemon: DaemonAddresses(publication: Self.split(publication), query: Self.split(query)))
        settings.about = Build.words(of: "lapwing-web")
        guard let colon = listen.lastIndex(of: ":"), let port = UInt16(listen[listen.index(after: colon)...]) else {
            throw ValidationError("--listen \(listen): expected an address and a port, as 127.0.0.1:8080")
        }
        settings.host = String(listen[..<colon])
        settings.port = Int(port)
        var log = Logger(label: "lapwing-web") { StreamLogHandler.standardError(label: $0) }
        log.logLevel = .info
        var group = ServiceGroupConfiguration(
            services: [.init(service: BoardServer(settings, log: log))], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: log)
        group.maximumGracefulShutdownDuration = .seconds(2)
        try await ServiceGroup(configuration: group).run()
    }

    private static func split(_ addresses: String) -> [String] {
        addresses.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
    }
}
