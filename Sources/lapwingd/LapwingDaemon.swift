import ArgumentParser
import Glibc
import Linux
import Logging
import Rulebook
import Service
import ServiceLifecycle
import UnixSignals
import Version

/// Main of the daemon: parses arguments, starts the service, turns its end into an exit code.
@main
struct LapwingDaemon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lapwingd", abstract: "The live timing daemon of a race meeting.",
        discussion: "Runs until SIGTERM or SIGINT, then finishes what it holds. A second signal stops it at once.",
        version: Build.words(of: "lapwingd"))

    @Option(help: "The daemon's configuration (see docs/configuration.md).")
    var config: String

    /// Signals that end a process that does not expect them: a log that nobody reads any more, a file at its limit, a
    /// timer or a word that was meant for another.
    private static let ignored = [
        SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGXFSZ, SIGSTKFLT,
    ]

    func run() async throws {
        FreedMemory.handBack()
        for number in Self.ignored { signal(number, SIG_IGN) }
        let (settings, event) = try read()
        let outlet = LogOutlet(level: Logger.Level(settings.logLevel))
        defer { outlet.close() }
        let log = Logger(label: "lapwing") { _ in outlet.handler() }
        do {
            let daemon = try Daemon(settings, event, log: log)
            var group = ServiceGroupConfiguration(
                services: [
                    .init(service: daemon, successTerminationBehavior: .gracefullyShutdownGroup),
                    .init(service: Reload(config, settings, daemon, outlet: outlet, log: log)),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(log))
            group.maximumGracefulShutdownDuration = .seconds(20)
            try await ServiceGroup(configuration: group).run()
        } catch let faults as Faults {
            for fault in faults.faults { tell("\(fault)") }
            throw ExitCode(EX_CONFIG)
        } catch {
            log.critical("stopped: \(error)")
            throw ExitCode(EX_UNAVAILABLE)
        }
    }

    private func read() throws -> (DaemonConfiguration, Event) {
        do throws(Faults) {
            return try DaemonConfiguration.start(path: config)
        } catch {
            let faults = error.faults
            for fault in faults { tell("\(fault)") }
            tell(
                "lapwingd: not started: \(faults.count == 1 ? "a fault" : "\(faults.count) faults") in the configuration"
            )
            throw ExitCode(EX_CONFIG)
        }
    }

    /// The service group's own remarks are of no use to an operator below a warning.
    private func quiet(_ log: Logger) -> Logger {
        var quiet = log
        quiet.logLevel = .warning
        return quiet
    }

    private func tell(_ line: String) {
        let bytes = Array("\(shownText(line))\n".utf8)
        _ = write(2, bytes, bytes.count)
    }
}
