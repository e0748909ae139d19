import Glibc
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

/// A connection of a browser: HTTP/1.1 with bounds on what waits for one that does not read.
struct BoardChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let http: HTTP1Channel

    /// Milliseconds after which the system gives up a connection that confirms nothing.
    private static let userTimeout = 30_000

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let options = channel.syncOptions
        do {
            try options?.setOption(.writeBufferWaterMark, value: .init(low: 8 << 10, high: 32 << 10))
            try options?.setOption(.socketOption(.so_sndbuf), value: 32 << 10)
            try options?.setOption(.socket(.init(IPPROTO_TCP), .init(TCP_USER_TIMEOUT)), value: Self.userTimeout)
            try options?.setOption(.tcpOption(.tcp_nodelay), value: 1)
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return http.setup(channel: channel, logger: logger)
    }

    func handle(value: Value, logger: Logger) async { await http.handle(value: value, logger: logger) }
}
