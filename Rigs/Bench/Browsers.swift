import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Many browsers of one server, on one thread and from several addresses of the loopback interface.
final class Browsers: Sendable {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let port: Int
    private let session: String
    private let figures: NIOLoopBoundBox<BrowserFigures>
    private let count = Atomic(0)

    init(_ port: Int, _ session: String, _ deltas: SeenDeltas) {
        self.port = port
        self.session = session
        let loop = group.next()
        figures = NIOLoopBoundBox.makeBoxSendingValue(BrowserFigures(deltas), eventLoop: loop)
    }

    /// Opens so many, at most so many a second.
    func open(_ number: Int, perSecond: Int, isFrozen: Bool = false) throws {
        let batch = max(1, perSecond / 20)
        var left = number
        while left > 0 {
            let opened = try (0..<min(batch, left)).map { _ in try connect(isFrozen: isFrozen) }
            for one in opened { _ = try one.wait() }
            left -= opened.count
            usleep(50_000)
        }
    }

    private func connect(isFrozen: Bool) throws -> EventLoopFuture<any Channel> {
        let own = try SocketAddress(ipAddress: "127.0.0.\(2 + count.add(1, ordering: .relaxed).newValue % 8)", port: 0)
        let (session, figures) = (session, figures)
        var bootstrap = ClientBootstrap(group: group).bind(to: own)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        Browser(session, figures.value, isFrozen: isFrozen))
                }
            }
        if isFrozen { bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: 4096) }
        return bootstrap.connect(host: "127.0.0.1", port: port)
    }

    /// Changes or reads what they have seen, on their thread.
    func with<Value: Sendable>(_ body: @escaping @Sendable (BrowserFigures) -> Value) throws -> Value {
        let figures = figures
        return try group.next().submit { body(figures.value) }.wait()
    }
}
