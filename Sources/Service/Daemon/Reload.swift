public import Logging
public import Rulebook
public import ServiceLifecycle
import UnixSignals

/// At SIGHUP the daemon reads again what may change while a session runs: the allow-list and the log level.
public struct Reload: Service, CustomStringConvertible {
    private let path: String
    private let running: DaemonConfiguration
    private let daemon: Daemon
    private let outlet: LogOutlet
    private let log: Logger

    /// `path` is the daemon's configuration, `running` as it was read from there at the start.
    public init(_ path: String, _ running: DaemonConfiguration, _ daemon: Daemon, outlet: LogOutlet, log: Logger) {
        self.path = path
        self.running = running
        self.daemon = daemon
        self.outlet = outlet
        self.log = log
    }

    /// Short, as the daemon's.
    public var description: String { "reload of \(path)" }

    public func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { reload() }
    }

    /// A file with a fault changes nothing.
    private func reload() {
        do throws(Faults) {
            let new = try DaemonConfiguration.load(path: path)
            try daemon.keys.reload()
            outlet.level = Logger.Level(new.logLevel)
            log.notice("read \(path) again: the allow-list and logLevel \(new.logLevel.rawValue) hold from now on")
            daemon.keys.tellWithoutKey(running.feeds)
            var same = new
            same.logLevel = running.logLevel
            if same != running {
                log.warning("\(path) has changed in more than that: the rest holds from the next start")
            }
        } catch {
            for fault in error.faults { log.error("\(fault)") }
            log.error("\(path) not read again: all stays as it was")
        }
    }
}

extension Logger.Level {
    public init(_ level: DaemonConfiguration.LogLevel) {
        self = Logger.Level(rawValue: level.rawValue) ?? .notice
    }
}
