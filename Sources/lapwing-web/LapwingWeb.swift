import ArgumentParser
import Board
import DaemonLine
import Glibc
import Logging
import Rulebook
import ServiceLifecycle
import UnixSignals
import Version

/// Main of the board's server: reads arguments and configuration, starts it, turns its end into an exit code.
@main
struct LapwingWeb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lapwing-web", abstract: "The live board of a race meeting, for browsers.",
        discussion: """
            Follows a daemon's publication as any subscriber does, and serves the page and its stream \
            (docs/web.md). What is given here goes before the configuration. Runs until SIGTERM or SIGINT.
            """,
        version: Build.words(of: "lapwing-web"))

    @Option(help: "The configuration (see docs/configuration.md, \"Board\").")
    var config: String?

    @Option(
        help: "Address of the daemon's publication; of a pair both, with a comma between them. tcp://127.0.0.1:5560.")
    var publication: String?

    @Option(
        help: "Address of the daemon's query socket; of a pair both, with a comma between them. tcp://127.0.0.1:5561.")
    var query: String?

    @Option(help: "Address and port that browsers connect to; port 0: one that is free. 127.0.0.1:8080.")
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "Directory in which the same is written as files each second, for any web server.", valueName: "directory"))
    var publishTo: String?

    @Option(help: ArgumentHelp("File of your secret key, for tcp addresses.", valueName: "file"))
    var key: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The daemon's public key, for tcp addresses.", valueName: "key"))
    var serverKey: String?

    @Option(help: "Faults before the stewards have decided on them: true or false. true.")
    var showVerdicts: Bool?

    @ArgumentParser.Flag(help: "Transponder numbers in explanations and in the meeting: not for the public.")
    var showTransponders = false

    /// Signals that end a process that does not expect them.
    private static let ignored = [SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGHUP, SIGIO, SIGXFSZ]

    func run() async throws {
        for number in Self.ignored { signal(number, SIG_IGN) }
        let configuration = try configured()
        var log = Logger(label: "lapwing-web") { StreamLogHandler.standardError(label: $0) }
        log.logLevel = Logger.Level(rawValue: configuration.logLevel.rawValue) ?? .info
        let settings: BoardServer.Settings
        do {
            settings = try BoardServer.Settings(configuration, about: Build.words(of: "lapwing-web"))
        } catch {
            tell("\(error)")
            throw ExitCode(EX_CONFIG)
        }
        var quiet = log
        quiet.logLevel = .error
        var group = ServiceGroupConfiguration(
            services: [.init(service: BoardServer(settings, log: log))], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet)
        group.maximumGracefulShutdownDuration = .seconds(2)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            log.critical("stopped: \(error)")
            throw ExitCode(EX_UNAVAILABLE)
        }
    }

    /// The configuration with what is given on the command line.
    private func configured() throws -> WebConfiguration {
        var configuration = WebConfiguration()
        if let config {
            do {
                configuration = try WebConfiguration.load(path: config)
            } catch {
                for fault in error.faults { tell("\(fault)") }
                throw ExitCode(EX_CONFIG)
            }
        }
        if let publication { configuration.publication = UsualAddress.each(of: publication) }
        if let query { configuration.query = UsualAddress.each(of: query) }
        if let listen {
            guard let address = ListenAddress(listen) else {
                throw ValidationError("--listen \(listen): expected an address and a port, as 127.0.0.1:8080")
            }
            (configuration.host, configuration.port) = (address.host, address.port)
        }
        configuration.publishTo = publishTo ?? configuration.publishTo
        configuration.key = key ?? configuration.key
        configuration.serverKey = serverKey ?? configuration.serverKey
        configuration.showsVerdicts = showVerdicts ?? configuration.showsVerdicts
        if showTransponders { configuration.showsTransponders = true }
        return configuration
    }

    private func tell(_ line: String) {
        let bytes = Array("\(shownText(line))\n".utf8)
        _ = write(2, bytes, bytes.count)
    }
}
