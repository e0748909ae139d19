import Logging
import NIOCore

/// All hubs, as those see them who have news.
final class LiveOutlet: Sendable {
    private let hubs: [LiveHub]
    private let log: Logger

    init(_ group: any EventLoopGroup, _ limits: WebLimits, _ counters: WebCounters, _ log: Logger) {
        hubs = group.makeIterator().map { LiveHub($0, limits, counters) }
        self.log = log
    }

    func tell(_ board: RenderedBoard, tick: ByteBuffer?, of session: String) {
        for hub in hubs { hub.tell(board, tick: tick, of: session) }
    }

    func tell(beat: ByteBuffer, of session: String) {
        for hub in hubs { hub.tell(beat: beat, of: session) }
    }

    func tell(meeting: ByteBuffer) {
        for hub in hubs { hub.tell(meeting: meeting) }
    }

    func drop(_ session: String) {
        for hub in hubs { hub.drop(session) }
    }

    func note(_ words: String) { log.notice("\(words)") }

    /// The hub of a connection's event loop.
    func hub(of channel: any Channel) -> LiveHub? { hubs.first { $0.loop === channel.eventLoop } }

    /// Ends all streams.
    func end() async {
        for hub in hubs { try? await hub.end().get() }
    }
}
