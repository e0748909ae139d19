import Glibc
import HTTPTypes
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Wire

/// The board for browsers: follows the publication, and serves it.
public struct BoardServer: Service {
    /// Where it listens, whom it follows, what it shows.
    public struct Settings: Sendable {
        public var daemon: DaemonAddresses
        /// Host and port.
        public var host = "127.0.0.1"
        public var port = 8080
        public var look = EventLook()
        public var limits = WebLimits()
        /// Directory in which the same stands as files; nil: none.
        var published: PublishedFolder?
        /// Program and version, for its status.
        public var about = ""

        public init(daemon: DaemonAddresses) { self.daemon = daemon }
    }

    private let settings: Settings
    private let log: Logger

    public init(_ settings: Settings, log: Logger) {
        self.settings = settings
        self.log = log
    }

    public func run() async throws {
        // Threads that tell it something may outlive the server by a moment: the loops are never shut down.
        NIOSingletons.groupLoopCountSuggestion = 2
        let group = MultiThreadedEventLoopGroup.singleton
        let counters = WebCounters()
        let outlet = LiveOutlet(group, settings.limits, counters, log)
        let view = settings.look.view
        let sessions = Sessions(settings.daemon, view, outlet, most: settings.limits.sessions)
        let meeting = MeetingFollower(settings.daemon, view, outlet, sessions)
        let inquiry = Inquiry(settings.daemon, perSecond: settings.limits.questionsPerSecond, counters)
        let paths = Paths(
            assets: PageAssets(), event: settings.look, view: view, sessions: sessions, meeting: meeting,
            inquiry: inquiry, counters: counters, limits: settings.limits, about: .string(settings.about))
        let files = settings.published.map { folder in
            FilePublisher(
                folder,
                FilePublisher.Source(
                    assets: paths.assets, event: settings.look, view: view, sessions: sessions, meeting: meeting,
                    counters: counters), log)
        }
        let responder = Responder(paths: paths, outlet: outlet, counters: counters)
        let channel = BoardChannel(
            http: HTTP1Channel(
                responder: { try await responder.respond($0, $1, $2) },
                configuration: .init(
                    idleTimeout: .seconds(60),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 16 << 10, maxHeaderFieldCount: 64))))
        let server = Server(
            childChannelSetup: channel,
            configuration: .init(address: .hostname(settings.host, port: settings.port), backlog: 4096),
            onServerRunning: { channel in
                log.notice("listening on \(channel.localAddress.map { "\($0.ipAddress ?? ""):\($0.port ?? 0)" } ?? "")")
            }, eventLoopGroup: group, logger: quiet)
        try await withGracefulShutdownHandler {
            do {
                try await server.run()
            } catch let error as IOError {
                throw Unusable(
                    description: "cannot listen at \(settings.host):\(settings.port): "
                        + "\(String(cString: strerror(error.errnoCode))); give --listen an address of this machine "
                        + "and a port that is free")
            }
        } onGracefulShutdown: {
            // The server waits for answers that run: streams do not end by themselves.
            Task { await outlet.end() }
            files?.stop()
            inquiry.stop()
            meeting.stop()
            sessions.stop()
        }
    }

    /// The server's own remarks are of no use to an operator below a warning.
    private var quiet: Logger {
        var quiet = log
        quiet.logLevel = .warning
        return quiet
    }
}
